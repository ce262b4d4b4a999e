"""Makes the rows of notifications: a pure function of what happened, whom it concerns and how they want to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from documents.kernel.calendar import Calendar
from documents.kernel.read.paging import sort_value
from documents.notifications.preferences import Preference
from documents.notifications.vocabulary import NotificationChannel as C
from documents.notifications.vocabulary import NotificationKind, NotificationRelation

WAITING = "WAITING"
Row = dict[str, Any]


@dataclass(frozen=True)
class Occasion:
    """What brings a notification: an event or a moment of the clock, as a text that is never used again, its kind, when,
    and about which object."""

    origin: str
    kind: NotificationKind
    at: datetime
    object_collection: str
    object_id: str


def composed(
    occasion: Occasion,
    people: Mapping[str, tuple[NotificationRelation, ...]],
    preferences: Mapping[str, Preference],
    calendar: Calendar,
) -> list[Row]:
    """Return a row for each of these people who wants to be told of it, through whatever channel."""
    return [
        row
        for person_id, relations in sorted(people.items())
        if (row := _row(occasion, person_id, relations, preferences[person_id], calendar)) is not None
    ]


def _row(
    occasion: Occasion,
    person_id: str,
    relations: tuple[NotificationRelation, ...],
    wishes: Preference,
    calendar: Calendar,
) -> Row | None:
    in_inbox, by_mail = (
        any(wishes.is_on(occasion.kind, one, channel) for one in relations) for channel in (C.INBOX, C.MAIL)
    )
    if not (in_inbox or by_mail):
        return None
    row_id = _digest(occasion.origin, occasion.kind.value, person_id)
    return {
        "_id": row_id,
        "person_id": person_id,
        "kind": occasion.kind.value,
        "relations": [one.value for one in relations],
        "at": occasion.at,
        "object_collection": occasion.object_collection,
        "object_id": occasion.object_id,
        "in_inbox": in_inbox,
        "read_at": None,
        "mail_state": WAITING if by_mail else None,
        "mail_due_at": wishes.mail_due_at(occasion.at, calendar) if by_mail else None,
        "sort_at": sort_value(occasion.at, row_id),
    }


def _digest(*parts: str) -> str:
    # Opaque: an id that named the object would tell of one that is out of sight by now.
    return sha256("\n".join(parts).encode()).hexdigest()[:32]
