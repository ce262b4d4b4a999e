"""Mutations on people who leave: hand over their open work, and deactivate them."""

from collections import Counter
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import Problem, Problems, RequestError
from documents.handover import operations
from documents.handover.operations import Handed
from documents.handover.work import WorkKind
from documents.idempotency.calls import Kept
from documents.organizations.resource import PERSONS
from schema.context import GraphInfo
from schema.directory.organizations import PersonPayload
from schema.problems import Ids, ProblemType, mutation, run, shown_problem
from schema.shapes.kinds import Comment, Id, Revision
from schema.terms import described

MOST_TRANSACTIONS = 5
"""Transactions of up to 100 objects in one call, so that it ends in time; `isComplete` says whether to ask again."""

described(
    "Вид работы: the kinds of work that someone may leave behind.",
    SUBMISSION="Сообщение или обращение",
    INCIDENT="Инцидент",
    ASSIGNMENT="Поручение",
    PROTOCOL="Проект протокола",
    MEETING="Заседание",
)(WorkKind)


@strawberry.type(description="How many objects of one kind.")
class WorkCount:
    kind: WorkKind = strawberry.field(description="The kind of object.")
    count: int = strawberry.field(description="How many.")


@strawberry.input(description="Open work to be handed over from one person to another.")
class HandOverPersonWorkInput:
    from_id: Id = strawberry.field(description="Whose work it is; may already be inactive.")
    to_id: Id = strawberry.field(description="Who takes it over; must be active.")
    reason: Comment = strawberry.field(
        description="The reason, which is stored with the routings of cases; at most 4 000 characters."
    )


@strawberry.type(description="Передача дел: what went to another person, and what did not.")
class HandedOver:
    moved: list[WorkCount] = strawberry.field(description="What went to the other person, by kind.")
    left: list[WorkCount] = strawberry.field(
        description=(
            "What stays until it is routed one by one, by kind: cases of an organization in which the "
            "other person does not work, and what you may not hand over."
        )
    )
    is_complete: bool = strawberry.field(
        description=(
            "False if more than 500 objects were open or a later transaction was refused: call the "
            "mutation again."
        )
    )


@strawberry.type(description="The result of handing over work.")
class HandOverPersonWorkPayload:
    handed_over: HandedOver | None = strawberry.field(
        description="What was moved; null if it was refused before anything moved."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.input(description="A person to deactivate.")
class DeactivatePersonInput:
    id: Id = strawberry.field(description="The person.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type
class HandoverMutations:
    @mutation(
        Action.ASSIGNMENT_ISSUE,
        HandOverPersonWorkPayload,
        "Hand over all open work of a person: cases, assignments, drafts of protocols and upcoming "
        "meetings, each under the right that moves it in daily work. Runs in transactions of up to 100 "
        "objects; what one of them did stays done.",
    )
    async def hand_over_person_work(self, info: GraphInfo, input: HandOverPersonWorkInput) -> Any:
        ids = Ids()
        from_id = ids.one(input.from_id, "Person", path="fromId")
        to_id = ids.one(input.to_id, "Person", path="toId")
        handed = Handed(is_complete=False)
        problems: list[Problem] = []
        earlier = info.context.earlier
        if earlier is not None:
            return {"handed_over": _shown(_restored(earlier.kept)), "errors": []}
        try:
            await _hand_over(info, ids, handed, from_id, {"to_id": to_id, "reason": input.reason})
        except RequestError:
            raise
        except (Problem, Problems) as refusal:
            problems = list(refusal.problems) if isinstance(refusal, Problems) else [refusal]
        return {
            "handed_over": None if problems and not handed.moved else _shown(handed),
            "errors": [shown_problem(info, one) for one in problems],
        }

    @mutation(
        Action.REFERENCE_MANAGE,
        PersonPayload,
        "Deactivate a person: no new work, no roles. Open work must be handed over and roles of the decree "
        "must be ended first.",
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
    who = await context.runner.entitled(await context.begun(), context.now, operation)
    if ids.problems:
        raise Problems([*context.refused_form, *ids.problems])
    if context.call is not None:
        context.call.keeps = lambda done: _kept(handed, done) if done.is_complete else None
    for _ in range(MOST_TRANSACTIONS):
        outcome = await context.runner.run(
            who, context.now, operation, from_id, refused_form=context.refused_form, **facts
        )
        done: Handed = outcome.answer
        handed.moved += done.moved
        handed.left, handed.is_complete = done.left, done.is_complete
        if done.is_complete:
            return
    if context.call is not None:
        context.call.kept = _kept(Handed(), handed)


def _kept(before: Handed, done: Handed) -> dict[str, Any]:
    """What was done, with the transaction at hand, as it is kept for a repeat under the same idempotency key."""
    return {
        "moved": _stored(before.moved + done.moved),
        "left": _stored(done.left),
        "is_complete": done.is_complete,
    }


def _stored(found: Counter[WorkKind]) -> dict[str, int]:
    return {kind.value: count for kind, count in found.items()}


def _restored(kept: Kept) -> Handed:
    moved, left = (
        Counter({WorkKind(kind): kept[name][kind] for kind in kept[name]}) for name in ("moved", "left")
    )
    return Handed(moved, left, kept["is_complete"])


def _shown(handed: Handed) -> dict[str, Any]:
    return {
        "moved": _counts(handed.moved),
        "left": _counts(handed.left),
        "is_complete": handed.is_complete,
    }


def _counts(found: Any) -> list[dict[str, Any]]:
    return [{"kind": kind, "count": found[kind]} for kind in WorkKind if found[kind]]
