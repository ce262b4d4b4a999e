"""Operations as declarations: what a change needs stands beside it, so that the same lines guard it and explain it."""

from bisect import insort
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from auth.actions import Action
from auth.errors import Problem
from auth.policy.decide import Authorization, allows, authorization_inputs
from auth.policy.grammar import Moment
from auth.principal import Principal
from documents.kernel.frozen import Frozen, frozen, frozen_row
from documents.kernel.machine import Machine
from documents.kernel.names import camel
from documents.kernel.read.reference import Snapshot
from documents.kernel.record import Record

Row = Mapping[str, Any]
Body = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class GuardContext:
    """What a guard may look at besides the object: who asks, when, the reference data, and the input where there is one."""

    who: Principal
    now: datetime
    reference: Snapshot
    facts: Mapping[str, Any] | None = None


Guard = Callable[[Row, GuardContext], Problem | None]
InputCheck = Callable[[Mapping[str, Any]], Iterable[Problem]]


NO_PERMISSION = "none"
"""Stands for a permission where being signed in is enough."""

GeneralCheck = Callable[[str, Mapping[str, Any]], Iterable[Problem]]
"""A check of any operation's input: its name and its facts."""

_GENERAL: list[GeneralCheck] = []


def general_check(check: GeneralCheck) -> None:
    """Have every operation's input looked at, besides the checks of its own."""
    _GENERAL.append(check)


def nothing_given(snapshot: Snapshot) -> Collection[str]:
    """Return no fact: only unconditional moves of the machine count."""
    return ()


class Effect(StrEnum):
    """What an operation does to objects: begins one, or moves one that is there."""

    CREATES = "CREATES"
    MOVES = "MOVES"


@dataclass(frozen=True)
class Operation:
    """A declared change. `name` is the mutation's name in snake_case and, where there is a machine, its event."""

    name: str
    action: Action
    record: type[Record]
    body: Body
    effect: Effect = Effect.MOVES
    machine: Machine | None = None
    kinds: frozenset[str] = frozenset()
    read: Action | None = None
    guards: tuple[Guard, ...] = ()
    checks: tuple[InputCheck, ...] = ()
    refusal: Callable[[Row, GuardContext, Authorization], Problem | None] | None = None
    replaces_text: bool = False
    preview: Callable[[Mapping[str, Any], Principal], Row] | None = None
    given: Callable[[Snapshot], Collection[str]] = nothing_given
    of_oneself: bool = False
    waits: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def permission(self) -> str:
        """What callers need for it: the code of the action, or `none` where being signed in is enough."""
        return NO_PERMISSION if self.of_oneself else self.action.value

    def refused_input(self, facts: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong with an input by the operation's own checks and the general ones; empty for a sound one."""
        own = [problem for check in self.checks for problem in check(facts)]
        return [*own, *(problem for check in _GENERAL for problem in check(self.name, facts))]

    def applies_to(self, row: Row) -> bool:
        """Return whether the object is of a kind that this operation moves."""
        return not self.kinds or row.get("kind") in self.kinds


_OPERATIONS: dict[str, Operation] = {}
_MOVING: dict[type[Record], list[Operation]] = {}
"""Kind of document → the operations that move one, by name."""


def operation(
    *,
    action: Action,
    record: type[Record],
    effect: Effect = Effect.MOVES,
    machine: Machine | None = None,
    kinds: Iterable[str] = (),
    read: Action | None = None,
    guards: Iterable[Guard] = (),
    checks: Iterable[InputCheck] = (),
    refusal: Callable[[Row, GuardContext, Authorization], Problem | None] | None = None,
    replaces_text: bool = False,
    preview: Callable[[Mapping[str, Any], Principal], Row] | None = None,
    given: Callable[[Snapshot], Collection[str]] = nothing_given,
    of_oneself: bool = False,
    waits: Mapping[str, frozenset[str]] | None = None,
) -> Callable[[Body], Operation]:
    """Declare the decorated coroutine as an operation under its own name. Raises: ValueError when the name is taken
    or is no event of the machine.

    `read` is the action whose plan makes the object visible (else NOT_FOUND); `guards` are the rules of the domain,
    `checks` look at the input alone, `refusal` turns a failed limit into its own problem, `preview` says what keys a
    creation would have, so that a right is refused before the input is looked at; `replaces_text` makes
    `expectedRevision` a must, since somebody else may be editing the same text; `given` names the facts (settings)
    under which conditional moves of the machine count; `of_oneself` opens it to every person who is signed in, with a
    role or without: it may touch nothing but the account of who asks, and `action` is what its events name; `waits` are
    stored keys, one of whose values the objects have besides their state on which it is still to be done.
    """

    def declare(body: Body) -> Operation:
        name = body.__name__
        if name in _OPERATIONS:
            raise ValueError(f"operation {name} is declared twice")
        if machine is not None and name not in machine.events:
            raise ValueError(f"{name} is no event of the machine {machine.name}")
        declared = Operation(
            name=name,
            action=action,
            record=record,
            body=body,
            effect=effect,
            machine=machine,
            kinds=frozenset(kinds),
            read=read,
            guards=tuple(guards),
            checks=tuple(checks),
            refusal=refusal,
            replaces_text=replaces_text,
            preview=preview,
            given=given,
            of_oneself=of_oneself,
            waits=waits or {},
        )
        _OPERATIONS[name] = declared
        if effect is Effect.MOVES:
            insort(_MOVING.setdefault(record, []), declared, key=attrgetter("name"))
        return declared

    return declare


def operations() -> Mapping[str, Operation]:
    """Return all declared operations by name."""
    return _OPERATIONS


@dataclass(frozen=True)
class AllowedAction:
    """What the viewer may do with one object: the mutation's field name, the permission, and why not."""

    operation: str
    permission: str
    allowed: bool
    reasons: tuple[Problem, ...] = field(default=())


def allowed_actions(
    who: Principal, record: type[Record], row: Row, guard_context: GuardContext, *, asks_guards: bool
) -> list[AllowedAction]:
    """Return the operations that the state and the rights offer on one object, in the order of their names.

    Listed are the operations that leave the current state and that the viewer may ever do; each says whether this row
    allows it. `asks_guards` is for one object shown alone; lists tell what state and rights say.
    """
    found: list[AllowedAction] = []
    for declared in _MOVING.get(record, ()):
        name, machine = declared.name, declared.machine
        if not declared.applies_to(row):
            continue
        if (
            machine is not None
            and machine.move(row["status"], name, given=declared.given(guard_context.reference)) is None
        ):
            continue
        authorization = allows(who, declared.action, row, moment=Moment.BEFORE)
        if not authorization.allowed and authorization.failed_limit is None:
            continue
        reasons = tuple(_reasons(declared, row, guard_context, authorization)) if asks_guards else ()
        found.append(
            AllowedAction(name, declared.action.value, authorization.allowed and not reasons, reasons)
        )
    return found


class AllowedActions:
    """What `allowed_actions` says of the rows of a list, worked out once for all rows that stand alike to the viewer."""

    def __init__(self, record: type[Record], guard_context: GuardContext) -> None:
        self._record = record
        self._scene = guard_context
        self._inputs = authorization_inputs(guard_context.who)
        name = ("offering", record, guard_context.reference.version)
        self._known: dict[Hashable, Frozen[Row]] = guard_context.who.memo.setdefault(name, {})

    def of(self, row: Row) -> Frozen[Row]:
        """Return the actions on one row, without their reasons."""
        name = (row.get("status"), row.get("kind"), self._inputs.of(row))
        found = self._known.get(name)
        if found is None:
            offered = allowed_actions(self._scene.who, self._record, row, self._scene, asks_guards=False)
            found = self._known[name] = frozen(frozen_row(shown_action(one, ())) for one in offered)
        return found


def shown_action(offer: AllowedAction, reasons: Sequence[Row]) -> Row:
    """Return an allowed action as callers read it, with its reasons in their language."""
    return {
        "action": camel(offer.operation),
        "permission": offer.permission,
        "allowed": offer.allowed,
        "reasons": reasons,
    }


def _reasons(
    declared: Operation, row: Row, guard_context: GuardContext, authorization: Authorization
) -> Iterable[Problem]:
    if not authorization.allowed and declared.refusal is not None:
        refused = declared.refusal(row, guard_context, authorization)
        if refused is not None:
            yield refused
    for guard in declared.guards:
        problem = guard(row, guard_context)
        if problem is not None:
            yield problem
