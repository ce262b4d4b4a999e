"""The mutations on legal acts."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.files.showing import FILE
from documents.legal_acts.kinds import LegalActKind
from documents.legal_acts.operations import attach_legal_act_file, record_legal_act
from documents.legal_acts.resource import LEGAL_ACTS
from schema.context import GraphInfo
from schema.legal_acts.types import LegalAct
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import GivenNumber, Heading, Id, LocalDay, Revision, WebLink


@strawberry.input(
    description="An act of the Administration, by where it is published, by its file, or by both."
)
class RecordLegalActInput:
    kind: LegalActKind = strawberry.field(description="What it is.")
    number: GivenNumber = strawberry.field(description="Its number, at most 100 characters.")
    issued_on: LocalDay = strawberry.field(description="Day of issue, not in the future.")
    title: Heading = strawberry.field(description="Its title in Russian, at most 1 000 characters.")
    url: WebLink | None = strawberry.field(
        default=None, description="Where it is published, http or https; required without a file."
    )
    file_id: Id | None = strawberry.field(
        default=None, description="Its text as an uploaded file: what `PUT /files` answered."
    )


@strawberry.input(description="A file for a legal act.")
class AttachLegalActFileInput:
    id: Id = strawberry.field(description="The act.")
    file_id: Id = strawberry.field(
        description="An upload of your own that nothing carries yet: what `PUT /files` answered."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on a legal act.")
class LegalActPayload:
    legal_act: LegalAct | None = strawberry.field(
        description="The act as it is now; null if it was not recorded, or is not visible to you."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class LegalActMutations:
    @mutation(
        Action.LEGAL_ACT_RECORD,
        LegalActPayload,
        "Record an act of the Administration, so that an absence, an appointment or a setting can be based on it.",
    )
    async def record_legal_act(self, info: GraphInfo, input: RecordLegalActInput) -> Any:
        act = {
            "kind": input.kind.value,
            "number": input.number,
            "issued_on": input.issued_on.isoformat(),
            "title": input.title,
            "url": input.url,
            "file_id": input.file_id,
        }
        ids = Ids()
        ids.one(input.file_id, FILE, path="fileId")
        return await run(
            info, record_legal_act, LEGAL_ACTS, shown_as="legal_act", ids=ids, facts={"legal_act": act}
        )

    @mutation(
        Action.LEGAL_ACT_RECORD,
        LegalActPayload,
        "Attach a file to an act that is recorded: its text, or an annex. The act itself stays as it is.",
    )
    async def attach_legal_act_file(self, info: GraphInfo, input: AttachLegalActFileInput) -> Any:
        ids = Ids()
        return await run(
            info,
            attach_legal_act_file,
            LEGAL_ACTS,
            shown_as="legal_act",
            ids=ids,
            target_id=ids.one(input.id, "LegalAct", path="id"),
            expected_revision=input.expected_revision,
            facts={"file_id": ids.one(input.file_id, FILE, path="fileId")},
        )
