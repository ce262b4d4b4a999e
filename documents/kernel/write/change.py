"""What an operation's body sees: reading in the transaction, saving, numbers, guards, and the events that tell of it."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from auth.actions import Action
from auth.crypto.sealing import Vault
from auth.errors import Forbidden
from auth.policy.decide import Authorization, allows, bears
from auth.policy.explaining import refusal
from auth.policy.grammar import Moment
from auth.principal import Principal
from documents.kernel.aside import aside
from documents.kernel.machine import Machine
from documents.kernel.read.reference import Snapshot
from documents.kernel.record import Record
from documents.kernel.write import ledger
from documents.kernel.write.counters import NumberDraw, next_number
from documents.kernel.write.events import (
    SYSTEM,
    Actor,
    EventRecord,
    actor_of,
    differences,
    event_id,
    event_kind,
    followers,
)
from documents.kernel.write.operation import Effect, GuardContext, Operation
from documents.kernel.write.unit import Unit

R = TypeVar("R", bound=Record)


@dataclass
class Draws:
    """What survives a retry: numbers and ids once drawn, so that a second attempt is the same change."""

    numbers: NumberDraw
    drawn: list[Any] = field(default_factory=list)


class Change:
    """What an operation's body sees of the unit of work; everything it does rides in one transaction."""

    def __init__(
        self,
        unit: Unit,
        operation: Operation,
        who: Principal | None,
        now: datetime,
        snapshot: Snapshot,
        kept: Draws,
        new_id: Callable[[], str],
        vault: Vault | None = None,
        *,
        teller: Actor | None = None,
    ) -> None:
        self._unit = unit
        self._new_id = new_id
        self._vault = vault
        self._kept = kept
        self._position = 0
        self._authorization: Authorization | None = None
        self._teller = teller
        self._stands_in_for: str | None = None
        self._move = (operation.machine, operation.name)
        self._action = operation.action
        self.who = who
        self.now = now
        self.operation = operation
        self.reference = snapshot

    @property
    def subject(self) -> str:
        """Who acts, as documents record it: the person's id, the client's account id, or `command-line`."""
        if self._teller is not None and self._teller.person_id is not None:
            return self._teller.person_id
        return self.who.subject if self.who else "command-line"

    @property
    def is_by_system(self) -> bool:
        """Whether the system acts, and nobody in person."""
        return self._teller is SYSTEM

    def allow(self, authorization: Authorization, row: Mapping[str, Any]) -> None:
        """Take the authorization that admitted this change of `row`; the kernel calls it before the body."""
        self._authorization = authorization
        self._stands_in_for = self._substituted(row, Moment.BEFORE)

    def go_on_under(self, action: Action, authorization: Authorization, row: Mapping[str, Any]) -> None:
        """Go on with another object under an action of its own, which `authorization` has allowed on `row`."""
        self._action = action
        self.allow(authorization, row)

    @property
    def vault(self) -> Vault:
        """The keys of personal data. Raises: RuntimeError in a process that was opened without them."""
        if self._vault is None:
            raise RuntimeError(
                "this process has no keys for personal data, so it can neither store nor open any"
            )
        return self._vault

    @property
    def authorization(self) -> Authorization | None:
        """The rules that allowed this operation; None for the command line and before a creation is stored."""
        return self._authorization

    def guard_context(self, facts: Mapping[str, Any] | None = None) -> GuardContext | None:
        """Return what guards look at; None for the command line."""
        return GuardContext(self.who, self.now, self.reference, facts) if self.who else None

    def retell(self, event: str, machine: Machine, *, at: datetime, person_id: str | None, role: str) -> None:
        """Go on as if it were `at` and that person moved: how a past is imported. Only the command line may."""
        if self.who is not None:
            raise Forbidden(action=self.operation.action.value)
        self.now = at
        self._move = (machine, event)
        self._teller = Actor(account_id=None, person_id=person_id, role=role)

    @contextmanager
    def as_system(self, machine: Machine, event: str, action: Action) -> Iterator[None]:
        """Let the system make a move by itself within this change, whatever who began it may do; what is saved meanwhile
        tells that the system did it, under `action`."""
        kept = (self.who, self._teller, self._move, self._action, self._authorization, self._stands_in_for)
        self.who, self._teller, self._move, self._action = None, SYSTEM, (machine, event), action
        self._authorization = self._stands_in_for = None
        try:
            yield
        finally:
            (
                self.who,
                self._teller,
                self._move,
                self._action,
                self._authorization,
                self._stands_in_for,
            ) = kept

    async def new_id(self) -> str:
        """Return an id for a new document; the same one when the transaction is retried."""
        return str(await self._draw(self._fresh_id))

    async def number(self, series: str) -> int:
        """Return the next number of a series that may have gaps; drawn outside the transaction, so that nobody waits."""
        return int(await self._draw(lambda: self._kept.numbers.next(series)))

    async def gapless_number(self, series: str) -> int:
        """Return the next number of a series without gaps; drawn inside the transaction, so that an abort gives it back."""
        return await next_number(self._unit.store, series, session=self._unit.session)

    def touch_lock_row(self, name: str) -> None:
        """Raise a lock row at the end: of two rules that span documents and run at once, one looks again."""
        self._unit.lock_rows.add(name)

    async def seize_lock_rows(self, names: Iterable[str]) -> None:
        """Raise lock rows now, so that from here on whoever touches one of them looks again: for the rare side of a
        rule whose other side touches one of many."""
        await self._unit.seize_lock_rows(names)

    async def get(self, record: type[R], record_id: str) -> R | None:
        """Return a document as it is in this transaction; None where there is none."""
        return await self._unit.get(record, record_id)

    async def find(self, record: type[R], where: Mapping[str, Any], *, at_most: int = 1_000) -> Sequence[R]:
        """Return documents as they are in this transaction; for the rules of operations, never for showing."""
        return await self._unit.find(record, where, at_most=at_most)

    async def kept_row(self, name: str, where: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return a row of bookkeeping as it is in this transaction; None where nothing matches."""
        return await ledger.read_within(self._unit.store, self._unit.session, name, where)

    async def change_kept(
        self, name: str, where: Mapping[str, Any], update: Mapping[str, Any], *, upsert: bool = False
    ) -> bool:
        """Change a row of bookkeeping with this change, or not at all, and say whether there was one; with `upsert` it is
        made."""
        return await ledger.change_within(
            self._unit.store, self._unit.session, name, where, update, upsert=upsert
        )

    async def create(self, record: R, event: str, *, facts: Mapping[str, Any] | None = None) -> R:
        """Store a new document with its first event. Raises: Forbidden where no rule covers what it has become."""
        record.revision, record.updated_at = 1, self.now
        record.reckon(self.reference)
        await aside(record.derive, characters=record.characters())
        if self.operation.effect is Effect.CREATES and isinstance(record, self.operation.record):
            self._decide_creation(record)
        self._unit.put(None, record, self._event(None, record, event, facts))
        return record

    async def save(self, record: R, event: str, *, facts: Mapping[str, Any] | None = None, **sets: Any) -> R:
        """Store `record` with `sets` applied, its status moved by the machine, and its event; return the after-image.

        Raises: Forbidden where a rule limits what the document may become; pydantic's ValidationError for wrong types.
        """
        after = record.replaced(sets)
        after.revision, after.updated_at = record.revision + 1, max(self.now, record.updated_at)
        if isinstance(record, self.operation.record):
            self._set_status(record, after)
        after.reckon(self.reference)
        await aside(after.derive, characters=after.characters())
        if self.operation.effect is Effect.MOVES and isinstance(record, self.operation.record):
            self._decide_move(after)
        self._unit.put(record, after, self._event(record, after, event, facts))
        for follower in followers(event):
            await follower(self, after)
        return after

    async def touch(self, record: R, event: str, *, facts: Mapping[str, Any] | None = None, **sets: Any) -> R:
        """Store another document of the kind that the operation moves, which this change concerns as well: its status stays.
        Rights on it are the operation's to ask. Returns the after-image."""
        after = record.replaced(sets)
        after.revision, after.updated_at = record.revision + 1, max(self.now, record.updated_at)
        await aside(after.derive, characters=after.characters())
        self._unit.put(record, after, self._event(record, after, event, facts))
        return after

    def _set_status(self, before: Record, after: Record) -> None:
        machine, event = self._move
        if machine is None:
            return
        given = self.operation.given(self.reference)
        move = machine.move(before.status, event, given=given)
        if move is not None and move.target is not None:
            after.status = move.target

    def _decide_creation(self, record: Record) -> None:
        if self.who is None:
            return
        authorization = allows(self.who, self.operation.action, record.to_row(), moment=Moment.AFTER)
        if not authorization.allowed:
            raise self._refused(self.who, record.to_row())
        self._authorization = authorization
        self._stands_in_for = self._substituted(record.to_row(), Moment.AFTER)

    def _decide_move(self, after: Record) -> None:
        if self.who is None or self._authorization is None:
            return
        borne = bears(self.who, self._authorization, after.to_row())
        if not borne.allowed:
            raise self._refused(self.who, after.to_row())
        self._authorization = borne

    def _refused(self, who: Principal, row: Mapping[str, Any]) -> Forbidden:
        declared = self.operation
        about = declared.record.type_name(row)
        return refusal(who, declared.action, row, about=about, step=declared.words, moment=Moment.AFTER)

    def _event(
        self, before: Record | None, after: Record, event: str, facts: Mapping[str, Any] | None
    ) -> EventRecord:
        kind = event_kind(event)
        aggregate = after.collection_name()
        if kind.aggregate != aggregate:
            raise ValueError(f"event {event} tells of {kind.aggregate}, not of {aggregate}")
        changed, told = differences(before, after)
        role = self._authorization.rules[0].role_for(self.who) if self._authorization and self.who else None
        row = EventRecord(
            id=event_id(aggregate, after.id, after.revision),
            updated_at=after.updated_at,
            name=event,
            object_collection=aggregate,
            object_id=after.id,
            sequence=after.revision,
            at=after.updated_at,
            actor=self._teller or actor_of(self.who, role),
            acting_for_id=self._acting_for(),
            action=self._action.value,
            keys_before=before.keys() if before else [],
            keys_after=after.keys(),
            changed=changed,
            changes=told,
            facts=dict(facts or {}),
        )
        row.derive()
        return row

    def _acting_for(self) -> str | None:
        # What is done by a rule that lends somebody's power is done for him, and for nobody else.
        rules = self._authorization.rules if self._authorization else ()
        lent = [rule.limit.acts_for for rule in rules if rule.limit is not None and rule.limit.acts_for]
        return lent[0](self.who) if self.who and lent else self._stands_in_for

    def _substituted(self, row: Mapping[str, Any], moment: Moment) -> str | None:
        """For whom one does what none of one's own roles would allow; None for what one may do oneself."""
        who, action = self.who, self._action
        standing_in = [grant for grant in who.grants if grant.stands_in_for] if who else []
        if who is None or not standing_in:
            return None
        own = tuple(grant for grant in who.grants if not grant.stands_in_for)
        if allows(replace(who, grants=own), action, row, moment=moment).allowed:
            return None
        return next(
            (
                grant.stands_in_for
                for grant in standing_in
                if allows(replace(who, grants=(grant,)), action, row, moment=moment).allowed
            ),
            None,
        )

    async def _draw(self, source: Callable[[], Awaitable[Any]]) -> Any:
        if self._position == len(self._kept.drawn):
            self._kept.drawn.append(await source())
        self._position += 1
        return self._kept.drawn[self._position - 1]

    async def _fresh_id(self) -> str:
        return self._new_id()
