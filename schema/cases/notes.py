"""Mutations on notes and on links between cases."""

from collections.abc import Mapping
from typing import Any

import strawberry

from auth.actions import Action
from documents.cases.resource import CASES, NOTE
from documents.kernel.write.operation import Operation
from documents.notes import operations
from documents.notes.vocabulary import NoteAudience
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Id, Revision

CASE_TYPES = ("Message", "Appeal", "Incident")


@strawberry.input(description="A note to add to a case.")
class AddNoteInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    text: Comment = strawberry.field(description="The words; at most 4 000 characters.")
    audience: NoteAudience = strawberry.field(
        description="Who reads it. `CENTER` is refused to recipients, assignees and registrars, who would not see it."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="Other words for a note of yours.")
class RewordNoteInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    note_id: Id = strawberry.field(description="The note; one that you wrote.")
    text: Comment = strawberry.field(description="The new words; the earlier ones are kept.")
    expected_revision: Revision = strawberry.field(description="The revision you were looking at.")


@strawberry.input(description="Two cases that have to do with each other.")
class LinkCasesInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    other_id: Id = strawberry.field(
        description="Another message, appeal or incident, on which you may add notes too."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on the notes or links of a case.")
class CaseNotePayload:
    case: Case | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def _case(info: GraphInfo, operation: Operation, input: Any, ids: Ids, facts: Mapping[str, Any]) -> Any:
    return await run(
        info,
        operation,
        CASES,
        shown_as="case",
        ids=ids,
        target_id=ids.one(input.id, CASE_TYPES, path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )


@strawberry.type
class NoteMutations:
    @mutation(
        Action.CASE_NOTE,
        CaseNotePayload,
        "Add a note to a case, for the center alone or for all who work on it.",
    )
    async def add_note(self, info: GraphInfo, input: AddNoteInput) -> Any:
        facts = {"text": input.text, "audience": input.audience.value}
        return await _case(info, operations.add_note, input, Ids(), facts)

    @mutation(
        Action.CASE_NOTE,
        CaseNotePayload,
        "Put other words into a note of yours. Whoever reads the note reads the earlier ones in `earlierWordings`.",
    )
    async def reword_note(self, info: GraphInfo, input: RewordNoteInput) -> Any:
        ids = Ids()
        facts = {"note_id": ids.one(input.note_id, NOTE, path="noteId"), "text": input.text}
        return await _case(info, operations.reword_note, input, ids, facts)

    @mutation(
        Action.CASE_NOTE, CaseNotePayload, "Link two cases: each then shows the other in `linkedCases`."
    )
    async def link_cases(self, info: GraphInfo, input: LinkCasesInput) -> Any:
        ids = Ids()
        facts = {"other_id": ids.one(input.other_id, CASE_TYPES, path="otherId")}
        return await _case(info, operations.link_cases, input, ids, facts)

    @mutation(Action.CASE_NOTE, CaseNotePayload, "Take the link between two cases off both.")
    async def unlink_cases(self, info: GraphInfo, input: LinkCasesInput) -> Any:
        ids = Ids()
        facts = {"other_id": ids.one(input.other_id, CASE_TYPES, path="otherId")}
        return await _case(info, operations.unlink_cases, input, ids, facts)
