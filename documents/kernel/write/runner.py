"""Runs operations: one transaction a mutation holds the new state, its audit entry and its event, or nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from auth.crypto.sealing import Vault
from auth.errors import Forbidden, NotFound, Problem, Problems, Stale, Timeout, one_each
from auth.policy.decide import allows, plan
from auth.policy.explaining import refusal
from auth.policy.grammar import Moment
from auth.principal import Principal
from documents.kernel.read.reference import (
    REVOCATIONS_ID,
    VERSION_ID,
    VERSIONS,
    Reference,
    Versions,
)
from documents.kernel.record import Record
from documents.kernel.store.commands import DUPLICATES
from documents.kernel.store.connection import Session, Store, is_away, is_passing
from documents.kernel.store.transactions import TookEffect
from documents.kernel.write.asking import demand, may_ask
from documents.kernel.write.change import Change, Draws
from documents.kernel.write.counters import NumberDraw
from documents.kernel.write.events import Actor
from documents.kernel.write.leases import Fence
from documents.kernel.write.offering import impossible_now, leaves, why_refused
from documents.kernel.write.operation import Effect, GuardContext, Operation
from documents.kernel.write.stamping import Positions
from documents.kernel.write.uniqueness import unique_problem
from documents.kernel.write.unit import LOCKS, Unit

T = TypeVar("T")

ATTEMPTS = 12


class PrincipalSource(Protocol):
    """Builds principals anew from the documents; the kernel does not know how people come to their roles."""

    async def current(self, account_id: str, now: datetime, scope: frozenset[str] | None = None) -> Principal:
        """Return the principal of an account at `now`, narrowed to a scope.

        Raises: Unauthenticated when the account may no longer act.
        """


@dataclass(frozen=True)
class Request:
    """One call of an operation: by whom (None: the command line), on what, with which facts, and when."""

    operation: Operation
    who: Principal | None
    now: datetime
    target_id: str | None = None
    expected_revision: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    refused_form: Sequence[Problem] = ()
    """What is wrong with the input before any rule of the operation: told with what its own checks find."""
    numbered: str | None = None
    """The series of which it is expected to draw a number: those of several that run together are drawn at once."""


@dataclass
class Outcome:
    """What an operation left behind: the after-image of its object (None where it has none) and its own answer."""

    record: Record | None
    answer: Any = None
    who: Principal | None = None


Confirm = Callable[[Versions], Awaitable[None]]
Noting = Callable[[Session, Sequence[Outcome]], Awaitable[None]]


class Runner:
    """Runs operations. One instance a process."""

    def __init__(
        self,
        store: Store,
        reference: Reference,
        principals: PrincipalSource,
        new_id: Callable[[], str],
        vault: Vault | None = None,
    ) -> None:
        self.store = store
        self.reference = reference
        self.new_id = new_id
        self._vault = vault
        self._principals = principals
        self._confirm: Confirm | None = None
        self._teller: Actor | None = None
        self._fence: Fence | None = None
        self._positions: Positions | None = None
        self._noting: Noting | None = None

    def alone(self, positions: Positions) -> "Runner":
        """Return the same for who alone writes: its events get their positions at once."""
        bound = copy(self)
        bound._positions = positions  # noqa: SLF001
        return bound

    def in_the_name_of(self, teller: Actor | None, fence: Fence | None = None) -> "Runner":
        """Return the same for what no caller with rights asks for: who acts, and for a job the lease while which it
        counts; without a teller those act in whose name each request is made."""
        bound = copy(self)
        bound._teller, bound._fence = teller, fence  # noqa: SLF001
        return bound

    def confirmed_by(self, confirm: Confirm) -> "Runner":
        """Return the same for one caller, whose session is confirmed inside each transaction, as of the versions read there.

        `confirm` raises where the session has ended: what was revoked anywhere writes nothing any more.
        """
        bound = copy(self)
        bound._confirm = confirm  # noqa: SLF001
        return bound

    def noting(self, noting: Noting) -> "Runner":
        """Return the same for one call: what its operations left behind is noted inside each attempt of their transaction,
        so that the note is stored with the change or not at all. What is noted is bookkeeping, and no part of the change."""
        bound = copy(self)
        bound._noting = noting  # noqa: SLF001
        return bound

    async def prepare(self, guards: Iterable[str]) -> None:
        """Make the rows that are raised: the versions rows and the lock rows. Two first touches at once
        would otherwise both insert, and one of them fail for a reason that no retry mends."""
        await self._make_rows(VERSIONS, (VERSION_ID, REVOCATIONS_ID), "version")
        await self._make_rows(LOCKS, guards, "turn")

    async def _make_rows(self, collection: str, row_ids: Iterable[str], counter: str) -> None:
        rows = [UpdateOne({"_id": one}, {"$setOnInsert": {counter: 0}}, upsert=True) for one in row_ids]
        try:
            await self.store.collection(collection).bulk_write(rows, ordered=False)
        except BulkWriteError as error:
            # Of two processes that make them at the same moment, one finds them made.
            if any(one["code"] not in DUPLICATES for one in error.details["writeErrors"]):
                raise

    async def run(
        self,
        who: Principal,
        now: datetime,
        operation: Operation,
        target_id: str | None = None,
        *,
        expected_revision: int | None = None,
        refused_form: Sequence[Problem] = (),
        **facts: Any,
    ) -> Outcome:
        """Run one operation. Raises: Problem or Problems, in the order NOT_FOUND, FORBIDDEN, INVALID, STALE,
        INVALID_TRANSITION, then the rules of the domain; nothing is written then."""
        who = await self.entitled(who, now, operation)
        outcomes = await self.run_together(
            [Request(operation, who, now, target_id, expected_revision, facts, refused_form)]
        )
        return outcomes[0]

    async def entitled(self, who: Principal, now: datetime, operation: Operation) -> Principal:
        """Return the caller, where some role of theirs may do it at all; the document is not looked at. Raises: Forbidden.

        A right may have been given a moment ago in another process: whoever seems to have none is looked at again.
        """
        if may_ask(who, operation):
            return who
        version = (await self.reference.stored_versions()).reference
        if who.version < version:
            await self.reference.at_least(version)
            who = await self._principals.current(who.account_id, now, who.scope)
        demand(who, operation)
        return who

    async def run_together(self, requests: Sequence[Request]) -> list[Outcome]:
        """Run several operations in one transaction, each on what the one before left; all of them or none."""
        numbers = NumberDraw(self.store, [one.numbered for one in requests if one.numbered is not None])
        kept = [Draws(numbers) for _ in requests]
        transaction_id = self.new_id()
        units: list[Unit] = []
        version = -1

        async def body(session: Session) -> list[Outcome]:
            nonlocal version
            unit = Unit(self.store, session, transaction_id, positions=self._positions)
            units.append(unit)
            version = (await self._admitted(unit, requests)).reference
            outcomes = await self._applied(unit, zip(requests, kept, strict=True), version)
            await unit.flush()
            if self._noting is not None:
                await self._noting(session, outcomes)
            return outcomes

        async def took_effect() -> bool:
            return await units[-1].took_effect()

        line = requests[0].operation.record.__name__ if requests else None
        outcomes = await self._committed(body, took_effect, line)
        units[-1].note_committed()
        if units[-1].raises_version:
            # Who else had raised it meanwhile would have aborted this transaction.
            await self.reference.rewritten(units[-1].rewritten, version + 1)
        return outcomes

    async def _admitted(self, unit: Unit, requests: Sequence[Request]) -> Versions:
        """The versions as of a transaction in which one may write, and with them what is moved first: the lease and the
        session that it rests on hold."""
        if self._fence is not None:
            await self._fence.hold(self.store, unit.session)
        first = requests[0] if requests else None
        if first is None or first.target_id is None:
            versions = await self.reference.stored_versions(unit.session)
        else:
            versions = await unit.begin_with(first.operation.record, first.target_id, self.reference)
        if self._confirm is not None:
            await self._confirm(versions)
        return versions

    async def _committed(
        self, body: Callable[[Session], Coroutine[Any, Any, T]], took_effect: TookEffect, line: str | None
    ) -> T:
        try:
            before = partial(self._fence.note, self.store) if self._fence is not None else None
            return await self.store.transaction(
                body, attempts=ATTEMPTS, took_effect=took_effect, before=before, line=line
            )
        except (DuplicateKeyError, BulkWriteError) as error:
            # Not chained: the driver's error carries the whole document, personal data included.
            raise unique_problem(error) from None
        except PyMongoError as error:
            if is_passing(error) or is_away(error):
                raise Timeout from error
            raise

    async def _applied(
        self, unit: Unit, requests: Iterable[tuple[Request, Draws]], version: int
    ) -> list[Outcome]:
        """Apply requests one after another under the rights and the reference data of a version."""
        snapshot = await self.reference.at_least(version)
        outcomes: list[Outcome] = []
        pairs = list(requests)
        await unit.look_up([sought for one, _ in pairs for sought in one.operation.seeks(one.facts, one.who)])
        for request, draws in pairs:
            if outcomes:
                # Many that wait for nothing in between would keep everybody else from the loop.
                await asyncio.sleep(0)
            known = await self._renewed(request, version)
            change = Change(
                unit,
                known.operation,
                known.who,
                known.now,
                snapshot,
                draws,
                self.new_id,
                self._vault,
                teller=self._teller,
            )
            outcomes.append(await _apply(change, unit, known))
        return outcomes

    async def _renewed(self, request: Request, version: int) -> Request:
        """The request under the rights that hold now: built again where the reference data or the clock moved on."""
        who = request.who
        if who is None or (who.version >= version and request.now < who.expires_at):
            return request
        fresh = await self._principals.current(who.account_id, request.now, who.scope)
        demand(fresh, request.operation)
        return replace(request, who=fresh)


async def _apply(change: Change, unit: Unit, request: Request) -> Outcome:
    declared = request.operation
    if declared.effect is Effect.CREATES:
        if request.who and declared.preview:
            row = declared.preview(request.facts, request.who)
            if not allows(request.who, declared.action, row, moment=Moment.AFTER).allowed:
                raise _not_made(declared, request.who, row)
        _check(declared, request)
        answer = await declared.body(change, **request.facts)
        return Outcome(answer if isinstance(answer, Record) else None, answer, request.who)
    if request.target_id is None:
        raise ValueError(f"{declared.name} needs the id of what it moves")
    record = await unit.get(declared.record, request.target_id)
    if record is None or not declared.applies_to(record.to_row()):
        raise NotFound
    if declared.machine is not None:
        # A clock that was put back, or runs behind another server's, makes no history run backwards: nor do the moments
        # that a move leaves on its object.
        change.now = max(change.now, record.updated_at)
    refused = _admit(change, request, record)
    _check(declared, request)
    if request.expected_revision is not None and request.expected_revision != record.revision:
        raise Stale(revision=record.revision)
    _guard(change, request, record, refused)
    answer = await declared.body(change, record, **request.facts)
    return Outcome(answer if isinstance(answer, Record) else record, answer, request.who)


def _not_made(declared: Operation, who: Principal, row: Mapping[str, Any]) -> Forbidden:
    about = declared.record.type_name(row)
    return refusal(who, declared.action, row, about=about, step=declared.words, moment=Moment.AFTER)


def _admit(change: Change, request: Request, record: Record) -> Problem | None:
    """Whether the caller sees and may do it. A limit that has a problem of its own is answered later, in its turn."""
    if request.who is None:
        return None
    declared, row = request.operation, record.to_row()
    if declared.read is not None and not plan(request.who, declared.read).admits(record.keys()):
        raise NotFound
    authorization = allows(request.who, declared.action, row, moment=Moment.BEFORE, reading=declared.reading)
    if not authorization.allowed:
        guard_context = GuardContext(request.who, change.now, change.reference, request.facts)
        refused = why_refused(declared, row, guard_context, authorization)
        if isinstance(refused, Forbidden):
            raise refused
        return refused
    change.allow(authorization, row)
    return None


def _check(declared: Operation, request: Request) -> None:
    problems = one_each([*request.refused_form, *declared.refused_input(request.facts)])
    if problems:
        raise Problems(problems)


def _guard(change: Change, request: Request, record: Record, refused: Problem | None) -> None:
    declared, row = request.operation, record.to_row()
    guard_context = change.guard_context(request.facts)
    if declared.machine is not None and not leaves(declared, row, change.reference):
        raise impossible_now(declared.machine, declared.name, row, change.reference, guard_context)
    if refused is not None:
        raise refused
    for guard in declared.guards if guard_context else ():
        assert guard_context is not None
        problem = guard(row, guard_context)
        if problem is not None:
            raise problem
