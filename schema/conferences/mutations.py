"""The mutation on conferences of others."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.conferences.operations import record_conference
from documents.conferences.resource import CONFERENCES
from documents.files.showing import FILE
from schema.conferences.types import Conference
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Heading, Id, LocalDay, Many


@strawberry.input(description="That a member took part in a conference of others.")
class RecordConferenceInput:
    held_on: LocalDay = strawberry.field(description="On which day; none to come.")
    host: Heading = strawberry.field(description="Whose conference it was.")
    title: Heading = strawberry.field(description="What it was about.")
    outcome: Comment = strawberry.field(description="What came of it for the center.")
    person_id: Id | None = strawberry.field(
        default=None, description="Who took part; you, if absent. The head records it for others too."
    )
    file_ids: Many[Id] | None = strawberry.field(
        default=None, description="Uploaded files: what `PUT /files` answered; at most 20."
    )


@strawberry.type(description="The result of a mutation on a conference of others.")
class ConferencePayload:
    conference: Conference | None = strawberry.field(
        description="As it was recorded; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class ConferenceMutations:
    @mutation(
        Action.CONFERENCE_RECORD,
        ConferencePayload,
        "Record that you took part in a conference of a department or an institution (III.5.2).",
    )
    async def record_conference(self, info: GraphInfo, input: RecordConferenceInput) -> Any:
        ids = Ids()
        facts: dict[str, Any] = {
            "held_on": input.held_on,
            "host": input.host,
            "title": input.title,
            "outcome": input.outcome,
            "person_id": ids.one(input.person_id, "Person", path="personId"),
            "file_ids": ids.many(input.file_ids, FILE, path="fileIds"),
        }
        return await run(info, record_conference, CONFERENCES, shown_as="conference", ids=ids, facts=facts)
