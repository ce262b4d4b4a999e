"""What may be done with an object now, and why not: by the declarations that guard the mutations."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from inspect import Parameter, signature

from auth.errors import InvalidTransition, Problem
from auth.policy.decide import Authorization, allows, authorization_inputs, may_ever
from auth.policy.explaining import refusal
from auth.policy.grammar import Moment
from auth.policy.table import BY_ROLE
from auth.principal import Principal
from auth.texts.wording import Text
from documents.kernel.frozen import Frozen, frozen, frozen_row
from documents.kernel.machine import Machine
from documents.kernel.read.reference import Snapshot
from documents.kernel.record import Record
from documents.kernel.write.operation import (
    Body,
    Guard,
    GuardContext,
    Operation,
    Row,
    StateGuard,
    moving,
    operations,
)


class ReasonDemand(StrEnum):
    """Whether a change asks for a reason."""

    NEVER = "NEVER"
    SOMETIMES = "SOMETIMES"
    ALWAYS = "ALWAYS"


@dataclass(frozen=True)
class AllowedAction:
    """What the viewer may do with one object: the operation, whether, and why not."""

    operation: Operation
    allowed: bool
    asks_reason: ReasonDemand
    reasons: tuple[Problem, ...] = field(default=())


def allowed_actions(
    who: Principal, record: type[Record], row: Row, guard_context: GuardContext, *, asks_guards: bool
) -> list[AllowedAction]:
    """Return the operations that the state and the rights offer on one object, in the order of their names.

    Listed are the operations that leave the current state and that the viewer may ever do on such an object; each says
    whether this row allows it. `asks_guards` is for one object shown alone; lists tell what state and rights say.
    """
    found: list[AllowedAction] = []
    for declared in moving(record):
        if not declared.applies_to(row) or not leaves(declared, row, guard_context.reference):
            continue
        authorization = allows(who, declared.action, row, moment=Moment.BEFORE, reading=declared.reading)
        if not authorization.allowed and authorization.failed_limit is None:
            continue
        guards = declared.guards if asks_guards else declared.state_guards
        refused = () if authorization.allowed else (why_refused(declared, row, guard_context, authorization),)
        reasons = (*refused, *standing_in_the_way(guards, row, guard_context))
        found.append(AllowedAction(declared, not reasons, reason_demand(declared, authorization), reasons))
    return found


def leaves(declared: Operation, row: Row, reference: Snapshot) -> bool:
    """Return whether the machine of an operation lets it leave the state of an object; true where it has none."""
    machine = declared.machine
    return (
        machine is None
        or machine.move(row["status"], declared.name, given=declared.given(reference)) is not None
    )


def why_refused(
    declared: Operation, row: Row, guard_context: GuardContext, authorization: Authorization
) -> Problem:
    """Return the problem of an object that rights do not allow: that of the limit, where it has one of its own."""
    own = declared.refusal(row, guard_context, authorization) if declared.refusal is not None else None
    who, type_name = guard_context.who, declared.record.type_name(row)
    return own or refusal(
        who, declared.action, row, about=type_name, step=declared.words, reading=declared.reading
    )


def standing_in_the_way(
    guards: Iterable[Guard | StateGuard], row: Row, guard_context: GuardContext
) -> Iterator[Problem]:
    """Yield the problems of these guards, in their order."""
    for guard in guards:
        problem = guard(row, guard_context)
        if problem is not None:
            yield problem


def impossible_now(
    machine: Machine, event: str, row: Row, reference: Snapshot, guard_context: GuardContext | None
) -> InvalidTransition:
    """Return the problem of a state that knows no such event, with what the caller may do instead; without a caller with
    all that the state knows. Told are mutations that there are, under their field names."""
    ways = [
        one
        for one in operations().values()
        if one.machine is machine
        and not one.by_system
        and one.name in machine.leaving(str(row["status"]), given=one.given(reference))
        and (guard_context is None or _may(one, row, guard_context))
    ]
    ways.sort(key=lambda one: one.name)
    declared, status = operations()[event], str(row["status"])
    return InvalidTransition(
        status=status,
        event=declared.shown_name,
        allowed=[one.shown_name for one in ways],
        state=Text(machine.labels.get(status, status), status),
        step=declared.words,
        ways=[one.words for one in ways],
    )


def _may(declared: Operation, row: Row, guard_context: GuardContext) -> bool:
    authorization = allows(guard_context.who, declared.action, row, reading=declared.reading)
    if not declared.applies_to(row) or not authorization.allowed:
        return False
    return not any(standing_in_the_way(declared.guards, row, guard_context))


def reason_demand(declared: Operation, authorization: Authorization) -> ReasonDemand:
    """Return whether an operation asks for a reason: by its input, or by all the rules that allow it."""
    by_input = demanded_by_input(declared.body)
    if by_input is not ReasonDemand.SOMETIMES or declared.action not in _ASKING:
        return by_input
    all_ask = all(rule.asks_reason for rule in authorization.rules)
    return ReasonDemand.ALWAYS if all_ask else ReasonDemand.NEVER


@cache
def demanded_by_input(body: Body) -> ReasonDemand:
    """Return whether an operation asks for a reason, by its input alone."""
    given = signature(body).parameters.get("reason")
    if given is None:
        return ReasonDemand.NEVER
    return ReasonDemand.ALWAYS if given.default is Parameter.empty else ReasonDemand.SOMETIMES


_ASKING = frozenset(action for (action, _), rule in BY_ROLE.items() if rule.asks_reason)
"""The actions for which some role must give a reason."""


STATUS_ALONE = frozenset({"status"})


class AllowedActions:
    """What `allowed_actions` says of the rows of a list, worked out once for all rows that stand alike to the viewer."""

    def __init__(self, record: type[Record], guard_context: GuardContext) -> None:
        self._record = record
        self._scene = guard_context
        self._inputs = authorization_inputs(guard_context.who)
        version, memo = guard_context.reference.version, guard_context.who.memo
        self._guards: dict[Hashable, tuple[StateGuard, ...]] = memo.setdefault(("asked", record, version), {})
        self._known: dict[Hashable, Frozen[Row]] = memo.setdefault(("offering", record, version), {})

    def of(self, row: Row) -> Frozen[Row]:
        """Return the actions on one row, without their reasons."""
        scene = self._scene
        state = (row.get("status"), row.get("kind"))
        guards = self._guards.get(state)
        if guards is None:
            guards = self._guards[state] = self._asked(row)
        stands = [
            holds(row, scene) if (holds := guard.holds) is not None else guard.guard(row, scene) is None
            for guard in guards
        ]
        name = (*state, self._inputs.of(row), *stands)
        found = self._known.get(name)
        if found is None:
            offered = allowed_actions(scene.who, self._record, row, scene, asks_guards=False)
            found = self._known[name] = frozen(frozen_row(shown_action(one, ())) for one in offered)
        return found

    def _asked(self, row: Row) -> tuple[StateGuard, ...]:
        """The guards of what may happen at all to a row of this kind in this state, each once: no other tells rows apart.
        What a guard reads of the status alone is known with the state."""
        reference = self._scene.reference
        asked = (
            guard
            for one in moving(self._record)
            if one.applies_to(row) and leaves(one, row, reference)
            # Who may never do it is offered nothing, however a row stands.
            if may_ever(self._scene.who, one.action, reading=one.reading)
            for guard in one.state_guards
            if guard.reads != STATUS_ALONE
        )
        return tuple(dict.fromkeys(asked))


def state_keys(record: type[Record]) -> frozenset[str]:
    """Return the stored keys that lists read besides the status, to say what may be done with such objects."""
    return frozenset().union(*(guard.reads for one in moving(record) for guard in one.state_guards))


def shown_action(offer: AllowedAction, reasons: Sequence[Row]) -> Row:
    """Return an allowed action as callers read it, with its reasons in their language."""
    declared = offer.operation
    return {
        "action": declared.shown_name,
        "title": declared.title,
        "filter_value": declared.filter_value,
        "permission": declared.action.value,
        "allowed": offer.allowed,
        "asks_reason": offer.asks_reason,
        "reasons": reasons,
    }
