"""Mutations on people who leave: hand over their open work, and deactivate them."""

from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import Problem, Problems, RequestError
from documents.handover import operations
from documents.handover.operations import Handed
from documents.handover.work import WorkKind
from documents.organizations.resource import PERSONS
from schema.context import GraphInfo
from schema.directory.bodies import PersonPayload
from schema.problems import Ids, ProblemView, mutation, run, shown_problem
from schema.terms import described

MOST_TRANSACTIONS = 5
"""Transactions of up to 100 objects in one call, so that it ends in time; `isComplete` says whether to ask again."""

described(
    "Вид работы: what somebody may leave behind.",
    SUBMISSION="Сообщение или обращение",
    INCIDENT="Инцидент",
    ASSIGNMENT="Поручение",
    PROTOCOL="Проект протокола",
    MEETING="Заседание",
)(WorkKind)


@strawberry.type(description="How many objects of one kind.")
class WorkCount:
    kind: WorkKind = strawberry.field(description="What they are.")
    count: int = strawberry.field(description="How many.")


@strawberry.input(description="Open work to be handed over from one person to another.")
class HandOverPersonWorkInput:
    from_id: strawberry.ID = strawberry.field(description="Whose work it is; may be inactive already.")
    to_id: strawberry.ID = strawberry.field(description="Who takes it; must be active.")
    reason: str = strawberry.field(
        description="Why; stands with the routings of cases. At most 4 000 characters."
    )


@strawberry.type(description="Передача дел: what went to another person, and what did not.")
class HandedOver:
    moved: list[WorkCount] = strawberry.field(description="What went to the other person, by kind.")
    left: list[WorkCount] = strawberry.field(
        description="What stays until it is routed one by one, by kind: cases of a body in which the other does not work, "
        "and what you may not hand over."
    )
    is_complete: bool = strawberry.field(
        description="False where more than 500 objects were open, or a later transaction was refused: ask again."
    )


@strawberry.type(description="What came of handing over.")
class HandOverPersonWorkPayload:
    handed_over: HandedOver | None = strawberry.field(
        description="What was moved; null where it was refused before anything was."
    )
    errors: list[ProblemView] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.input(description="A person to deactivate.")
class DeactivatePersonInput:
    id: strawberry.ID = strawberry.field(description="The person.")
    expected_revision: int | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type
class HandoverMutations:
    @mutation(
        Action.ASSIGNMENT_ISSUE,
        HandOverPersonWorkPayload,
        "Hand over everything open on a person: cases, assignments, drafts of protocols and meetings to come, each by the "
        "right that moves it in daily life. In transactions of up to 100 objects; what one did stays done.",
    )
    async def hand_over_person_work(self, info: GraphInfo, input: HandOverPersonWorkInput) -> Any:
        ids = Ids()
        from_id = ids.one(input.from_id, "Person", path="fromId")
        to_id = ids.one(input.to_id, "Person", path="toId")
        handed = Handed(is_complete=False)
        problems: list[Problem] = []
        try:
            await _hand_over(info, ids, handed, from_id, {"to_id": to_id, "reason": input.reason})
        except RequestError:
            raise
        except (Problem, Problems) as refusal:
            problems = list(refusal.problems) if isinstance(refusal, Problems) else [refusal]
        return {
            "handed_over": None if problems and not handed.moved else _shown(handed),
            "errors": [shown_problem(one, info.context.locale) for one in problems],
        }

    @mutation(
        Action.REFERENCE_MANAGE,
        PersonPayload,
        "Deactivate a person: no new work, no roles. Open work is handed over first, roles of the decree are ended first.",
    )
    async def deactivate_person(self, info: GraphInfo, input: DeactivatePersonInput) -> Any:
        ids = Ids()
        return await run(
            info,
            operations.deactivate_person,
            PERSONS,
            shown_as="person",
            ids=ids,
            target_id=ids.one(input.id, "Person", path="id"),
            expected_revision=input.expected_revision,
            facts={},
        )


async def _hand_over(
    info: GraphInfo, ids: Ids, handed: Handed, from_id: str | None, facts: dict[str, Any]
) -> None:
    """Transaction after transaction, counting in `handed`. Raises: Problem or Problems."""
    context, operation = info.context, operations.hand_over_person_work
    who = await context.changes.entitled(await context.renewed(), context.now, operation)
    if ids.problems:
        raise Problems(ids.problems)
    for _ in range(MOST_TRANSACTIONS):
        outcome = await context.changes.run(who, context.now, operation, from_id, **facts)
        done: Handed = outcome.answer
        handed.moved += done.moved
        handed.left, handed.is_complete = done.left, done.is_complete
        if done.is_complete:
            return


def _shown(handed: Handed) -> dict[str, Any]:
    return {
        "moved": _counts(handed.moved),
        "left": _counts(handed.left),
        "is_complete": handed.is_complete,
    }


def _counts(found: Any) -> list[dict[str, Any]]:
    return [{"kind": kind, "count": found[kind]} for kind in WorkKind if found[kind]]
