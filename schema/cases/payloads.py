"""Payloads of the mutations on cases, and how one runs on the case that its input names."""

from collections.abc import Mapping
from typing import Any

import strawberry

from documents.cases.resource import CASES
from documents.kernel.write.operation import Operation
from schema.cases.types import Incident, Submission
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, run

SUBMISSIONS = ("Message", "Appeal")


@strawberry.type(description="The result of a mutation on a message or appeal.")
class SubmissionPayload:
    submission: Submission | None = strawberry.field(
        description="Its current state; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on an incident.")
class IncidentPayload:
    incident: Incident | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def moved_submission(
    info: GraphInfo, operation: Operation, input: Any, ids: Ids, facts: Mapping[str, Any]
) -> Any:
    """Run an operation on the message or appeal that an input names; the payload."""
    return await run(
        info,
        operation,
        CASES,
        shown_as="submission",
        ids=ids,
        target_id=ids.one(input.id, SUBMISSIONS, path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )


async def moved_incident(
    info: GraphInfo, operation: Operation, input: Any, ids: Ids, facts: Mapping[str, Any]
) -> Any:
    """Run an operation on the incident that an input names; the payload."""
    return await run(
        info,
        operation,
        CASES,
        shown_as="incident",
        ids=ids,
        target_id=ids.one(input.id, "Incident", path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )
