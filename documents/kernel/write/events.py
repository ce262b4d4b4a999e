"""The event log: one row a change of one object, written in the change's own transaction, never altered."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel

from auth.principal import Principal
from auth.roles import Role
from documents.kernel.record import EmbeddedDocument, Record


@dataclass(frozen=True)
class EventKind:
    """A kind of event that may be emitted: its name, the collection it tells of, and its words in Russian."""

    name: str
    aggregate: str
    words: str


_KINDS: dict[str, EventKind] = {}


def event(name: str, aggregate: str, words: str) -> str:
    """Declare a kind of event and return its name. Raises: ValueError when the name is taken."""
    if name in _KINDS:
        raise ValueError(f"event {name} is declared twice")
    _KINDS[name] = EventKind(name, aggregate, words)
    return name


Follower = Callable[..., Awaitable[None]]
"""What an aggregate above does in the same transaction: given the change and the document as it is now."""

_FOLLOWERS: dict[str, list[Follower]] = {}


def follows(name: str) -> Callable[[Follower], Follower]:
    """Have the decorated coroutine run whenever this event is emitted, in its transaction. Below nobody knows of it."""

    def declare(follower: Follower) -> Follower:
        _FOLLOWERS.setdefault(name, []).append(follower)
        return follower

    return declare


def followers(name: str) -> Sequence[Follower]:
    """Return what follows an event, in the order in which it was declared."""
    return _FOLLOWERS.get(name, ())


def event_kind(name: str) -> EventKind:
    """Return the declaration of an event. Raises: KeyError for a name that nobody declared."""
    return _KINDS[name]


def event_kinds() -> tuple[EventKind, ...]:
    """Return all declared kinds of events, by name; the catalog in docs/ is made from them."""
    return tuple(_KINDS[name] for name in sorted(_KINDS))


class Actor(EmbeddedDocument):
    """Who acted: account and person (null for the command line) and the role whose rule allowed it."""

    account_id: str | None
    person_id: str | None
    role: str


SYSTEM = Actor(account_id=None, person_id=None, role="SYSTEM")
"""Who acts in a job: no person, and not somebody at the command line either."""

GUEST = Actor(account_id=None, person_id=None, role="GUEST")
"""Who follows a link without an account: all that is known is which link it was."""


class FieldChange(EmbeddedDocument):
    """One field before and after; only fields of the record's allow-list come with values."""

    field: str
    before: Any = None
    after: Any = None


class EventRecord(Record):
    """One change of one object. It never carries personal data or free text."""

    name: str
    object_collection: str
    object_id: str
    sequence: int
    at: datetime
    actor: Actor
    acting_for_id: str | None = None
    action: str
    keys_before: list[str]
    keys_after: list[str]
    changed: list[str]
    changes: list[FieldChange]
    facts: dict[str, Any] = {}
    transaction_id: str | None = None
    sort_sequence: str = ""
    position: int | None = None
    """The global order, without gaps, stamped after the commit; see `stamping`."""

    access_keys: ClassVar[tuple[str, ...]] = ()

    class Settings:
        name = "events"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel(
                [("object_collection", ASCENDING), ("object_id", ASCENDING), ("sort_sequence", ASCENDING)],
                unique=True,
            ),
            # Those without a position stand before all others: the next ones to stamp, in the order of their moments.
            IndexModel(
                [("position", ASCENDING), ("at", ASCENDING), ("sort_sequence", ASCENDING)], name="position"
            ),
            IndexModel([("at", ASCENDING)]),
        ]

    def derive(self) -> None:
        """Fill the sequence as text that sorts like the number, so that a history is paged like every list."""
        self.sort_sequence = sequence_key(self.sequence)


def sequence_key(sequence: int) -> str:
    """Return a sequence number as text that sorts like the number."""
    return f"{sequence:09d}"


def event_id(aggregate: str, object_id: str, sequence: int) -> str:
    """Return the id of an event: the object and its sequence number together, so that a repeated write cannot double it."""
    return f"{aggregate}:{object_id}:{sequence}"


def differences(before: Record | None, after: Record) -> tuple[list[str], list[FieldChange]]:
    """Return names of the fields that changed, and values before and after of those on the allow-list, both by name."""
    old: Mapping[str, Any] = before.to_row() if before else {}
    new = after.to_row()
    if before is None:
        altered = {name for name, value in new.items() if value not in (None, [], {})}
    else:
        altered = {name for name, value in new.items() if name not in old or value != old[name]}
    changed = sorted(altered - after.untold - {"_id"})
    told = [
        FieldChange(field=name, before=old.get(name), after=new[name])
        for name in changed
        if name in after.told
    ]
    return changed, told


def actor_of(who: Principal | None, role: Role | None) -> Actor:
    """Return the actor of an event; without a principal it is the command line."""
    if who is None:
        return Actor(account_id=None, person_id=None, role="COMMAND_LINE")
    return Actor(account_id=who.account_id, person_id=who.person_id, role=role.value if role else "NONE")
