"""Operations as declarations: what a change needs stands beside it, so that the same lines guard it and explain it."""

from bisect import insort
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from auth.actions import Action
from auth.errors import Problem
from auth.policy.decide import Authorization
from auth.policy.grammar import AS_WRITTEN, Reading
from auth.principal import Principal
from auth.texts.wording import Text
from documents.kernel.machine import Machine
from documents.kernel.names import camel
from documents.kernel.read.reference import Snapshot
from documents.kernel.record import Record
from documents.kernel.write.lookups import SoughtRecord

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


Bounds = Mapping[str, frozenset[str]]


def no_bounds(_status: str) -> Bounds:
    """Return no condition: the status says it all, or the objects stand in no list that is filtered by what is allowed."""
    return {}


@dataclass(frozen=True)
class StateGuard:
    """A guard on how the object itself stands, which its status does not say or no machine does: lists ask it too.

    `reads` are the stored keys that it looks at; `bounds` say the same for a status as a condition for a list: key → the
    values of which the object has one. Where `holds` says whether it is met, the guard is asked for the refusal alone:
    lists ask of every row, and a refusal that nobody reads costs more than the question.
    """

    guard: Guard
    reads: frozenset[str]
    bounds: Callable[[str], Bounds]
    holds: Callable[[Row, GuardContext], bool] | None = None

    def __call__(self, row: Row, guard_context: GuardContext) -> Problem | None:
        """Return what stands in the way; None for nothing."""
        if self.holds is not None and self.holds(row, guard_context):
            return None
        return self.guard(row, guard_context)


def of_state(
    *reads: str,
    bounds: Callable[[str], Bounds] = no_bounds,
    holds: Callable[[Row, GuardContext], bool] | None = None,
) -> Callable[[Guard], StateGuard]:
    """Declare the decorated guard as one on how the object itself stands; see `StateGuard`."""
    return lambda guard: StateGuard(guard, frozenset(reads), bounds, holds)


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


def nothing_sought(facts: Mapping[str, Any], who: Principal | None) -> Iterable[SoughtRecord]:
    """Return no lookup: what the body reads, it reads when it comes to it."""
    return ()


class Effect(StrEnum):
    """What an operation does to objects: begins one, or moves one that is there."""

    CREATES = "CREATES"
    MOVES = "MOVES"


@dataclass(frozen=True)
class Operation:
    """A declared change. `name` is the mutation's name in snake_case and, where there is a machine, its event; `title`
    says in Russian what one does."""

    name: str
    action: Action
    record: type[Record]
    body: Body
    title: str = ""
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
    by_system: bool = False
    reading: Reading = AS_WRITTEN
    seeks: Callable[[Mapping[str, Any], Principal | None], Iterable[SoughtRecord]] = nothing_sought

    @property
    def shown_name(self) -> str:
        """The mutation's field name."""
        return camel(self.name)

    @property
    def filter_value(self) -> str | None:
        """How lists spell it that are filtered by what may be done; None where none is."""
        return self.name.upper() if self.is_move and self.record.is_listed_by_action else None

    @property
    def is_move(self) -> bool:
        """Whether people move an object through its states by it: it neither shows data of somebody nor works by itself."""
        return self.effect is Effect.MOVES and self.machine is not None and not self.by_system

    @property
    def words(self) -> Text:
        """What one does, for people: the title; in English the mutation's field name."""
        return Text(self.title, self.shown_name)

    @property
    def state_guards(self) -> tuple[StateGuard, ...]:
        """The guards that lists ask as well."""
        return tuple(guard for guard in self.guards if isinstance(guard, StateGuard))

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
    title: str,
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
    by_system: bool = False,
    reading: Reading = AS_WRITTEN,
    seeks: Callable[[Mapping[str, Any], Principal | None], Iterable[SoughtRecord]] = nothing_sought,
) -> Callable[[Body], Operation]:
    """Declare the decorated coroutine as an operation under its own name. Raises: ValueError when the name is taken
    or is no event of the machine.

    `read` is the action whose plan makes the object visible (else NOT_FOUND); `guards` are the rules of the domain,
    `checks` look at the input alone, `refusal` turns a failed limit into its own problem, `preview` says what keys a
    creation would have, so that a right is refused before the input is looked at; `replaces_text` makes
    `expectedRevision` a must, since somebody else may be editing the same text; `given` names the facts (settings)
    under which conditional moves of the machine count; `of_oneself` opens it to every person who is signed in, with a
    role or without: it may touch nothing but the account of who asks, and `action` is what its events name; `by_system`
    keeps it for jobs: nobody is offered it, and no caller may; `reading` is how it reads the rules on its action, where it
    is a part of what they allow; `seeks` says what the body will look up, for those of which many run together.
    """

    def declare(body: Body) -> Operation:
        name = body.__name__
        if name in _OPERATIONS:
            raise ValueError(f"operation {name} is declared twice")
        if machine is not None and name not in machine.events:
            raise ValueError(f"{name} is no event of the machine {machine.name}")
        declared = Operation(
            name=name,
            title=title,
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
            by_system=by_system,
            reading=reading,
            seeks=seeks,
        )
        _OPERATIONS[name] = declared
        if effect is Effect.MOVES and not by_system:
            insort(_MOVING.setdefault(record, []), declared, key=attrgetter("name"))
        return declared

    return declare


def operations() -> Mapping[str, Operation]:
    """Return all declared operations by name."""
    return _OPERATIONS


def moving(record: type[Record]) -> Sequence[Operation]:
    """Return the operations that move documents of a kind, by name."""
    return _MOVING.get(record, ())
