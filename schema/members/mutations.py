"""Mutations on the curator's absence (III.2/2)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.members.operations import absences as operations
from documents.members.resource import ABSENCES
from schema.context import GraphInfo
from schema.members.types import CuratorAbsence
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Id, Instant, Revision


@strawberry.input(description="A period in which the curator is away.")
class RecordCuratorAbsenceInput:
    reason: Comment = strawberry.field(description="The reason, in words.")
    starts_at: Instant | None = strawberry.field(default=None, description="When it begins; defaults to now.")
    ends_at: Instant | None = strawberry.field(
        default=None, description="When it ends; open-ended if absent."
    )
    legal_act_id: Id | None = strawberry.field(
        default=None,
        description="The legal act it is based on; required, with its file, from everyone but the curator.",
    )
    curator_id: Id | None = strawberry.field(
        default=None, description="The absent curator; defaults to the curator in office."
    )


@strawberry.input(description="An absence to end early.")
class EndCuratorAbsenceInput:
    id: Id = strawberry.field(description="The absence.")
    legal_act_id: Id | None = strawberry.field(
        default=None,
        description="The legal act it is based on; required, with its file, from everyone but the curator.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on an absence of the curator.")
class CuratorAbsencePayload:
    curator_absence: CuratorAbsence | None = strawberry.field(
        description="Its current state; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class MemberMutations:
    @mutation(Action.ABSENCE_RECORD, CuratorAbsencePayload, "Record that the curator is away.")
    async def record_curator_absence(self, info: GraphInfo, input: RecordCuratorAbsenceInput) -> Any:
        ids = Ids()
        facts = {
            "reason": input.reason,
            "starts_at": input.starts_at,
            "ends_at": input.ends_at,
            "legal_act_id": ids.one(input.legal_act_id, "LegalAct", path="legalActId"),
            "curator_id": ids.one(input.curator_id, "Person", path="curatorId"),
        }
        return await run(
            info,
            operations.record_curator_absence,
            ABSENCES,
            shown_as="curator_absence",
            ids=ids,
            facts=facts,
        )

    @mutation(Action.ABSENCE_RECORD, CuratorAbsencePayload, "End an absence of the curator as of now.")
    async def end_curator_absence(self, info: GraphInfo, input: EndCuratorAbsenceInput) -> Any:
        ids = Ids()
        return await run(
            info,
            operations.end_curator_absence,
            ABSENCES,
            shown_as="curator_absence",
            ids=ids,
            target_id=ids.one(input.id, "CuratorAbsence", path="id"),
            expected_revision=input.expected_revision,
            facts={"legal_act_id": ids.one(input.legal_act_id, "LegalAct", path="legalActId")},
        )
