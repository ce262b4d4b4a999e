"""Mutations on a case of any kind that steer the work on it: how urgent it is, when others want it answered, its tags."""

from collections.abc import Mapping
from typing import Any

import strawberry

from auth.actions import Action
from documents.cases import operations
from documents.cases.resource import CASES
from documents.kernel.write.operation import Operation
from schema.cases.deciding_inputs import MarkCaseInput, SetExternalTermInput, SetPriorityInput
from schema.cases.payloads import SUBMISSIONS
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run

CASE_TYPES = (*SUBMISSIONS, "Incident")


@strawberry.type(description="The result of setting how urgent a case is.")
class PriorityPayload:
    case: Case | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of recording the term of another system.")
class ExternalTermPayload:
    case: Case | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of changing the tags of a case.")
class MarkPayload:
    case: Case | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


def priority_facts(ids: Ids, input: SetPriorityInput) -> Mapping[str, Any]:
    """Return the facts of a change of priority."""
    return {"priority": input.priority, "importance": input.importance, "reason": input.reason}


def mark_facts(ids: Ids, input: MarkCaseInput) -> Mapping[str, Any]:
    """Return the facts of a change of tags."""
    return {"add": input.add or [], "remove": input.remove or []}


async def _steered(
    info: GraphInfo,
    operation: Operation,
    input: SetPriorityInput | SetExternalTermInput | MarkCaseInput,
    facts: Mapping[str, Any],
) -> Any:
    ids = Ids()
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
class SteeringMutations:
    @mutation(
        Action.CASE_SET_PRIORITY,
        PriorityPayload,
        "Set the priority of an open case, or the importance of an incident, with a reason.",
    )
    async def set_priority(self, info: GraphInfo, input: SetPriorityInput) -> Any:
        return await _steered(info, operations.set_priority, input, priority_facts(Ids(), input))

    @mutation(
        Action.CASE_SET_PRIORITY,
        ExternalTermPayload,
        "Record by when another system wants an open case answered; the setting `externalTerm` says which term counts.",
    )
    async def set_external_term(self, info: GraphInfo, input: SetExternalTermInput) -> Any:
        facts = {"external_due_at": input.external_due_at, "reason": input.reason}
        return await _steered(info, operations.set_external_term, input, facts)

    @mutation(
        Action.CASE_SET_PRIORITY,
        MarkPayload,
        "Put tags on a case and take others off, in whatever state it is.",
    )
    async def mark_case(self, info: GraphInfo, input: MarkCaseInput) -> Any:
        return await _steered(info, operations.mark_case, input, mark_facts(Ids(), input))
