"""How a person wants to be told: which kinds through what, when no mail goes out, and whether all comes once a day."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from auth.errors import Invalid
from documents.kernel.calendar import Calendar
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.notifications.document import NotificationPreference
from documents.notifications.kinds import KINDS
from documents.notifications.vocabulary import NotificationChannel, NotificationKind, NotificationRelation

PREFERENCES = ledger.bookkeeping(NotificationPreference)

DIGEST_AT = time(8)
"""When the digest of a day goes out, local time."""

HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")

DAY = timedelta(days=1)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Preference:
    """How one person wants to be told; without a row as the table of kinds says."""

    row: Row

    @property
    def quiet(self) -> tuple[str, str] | None:
        """From when until when no mail goes out, local HH:MM; None where it always may."""
        start, end = self.row.get("quiet_from"), self.row.get("quiet_to")
        return (start, end) if start is not None and end is not None else None

    @property
    def is_digest(self) -> bool:
        """Whether mail comes once a day."""
        return bool(self.row.get("is_digest"))

    def is_on(
        self, kind: NotificationKind, relation: NotificationRelation, channel: NotificationChannel
    ) -> bool:
        """Return whether a kind is told through a channel to whom it concerns by a relation."""
        default = channel is NotificationChannel.INBOX or KINDS[kind].is_mailed
        return bool(self.row.get("switches", {}).get(switch(kind, relation, channel), default))

    def mail_due_at(self, now: datetime, calendar: Calendar) -> datetime:
        """Return when a mail of `now` may go out: at once, with the next digest, or when the quiet hours are over."""
        wall = calendar.local(now)
        if self.is_digest:
            today = datetime.combine(wall.date(), DIGEST_AT)
            wall = today if wall <= today else today + DAY
        return calendar.utc(_after_quiet(wall, self.quiet)) if self.is_digest or self.quiet else now


def _after_quiet(wall: datetime, quiet: tuple[str, str] | None) -> datetime:
    if quiet is None:
        return wall
    start, end = (time.fromisoformat(one) for one in quiet)
    is_within = start <= wall.time() < end if start < end else not end <= wall.time() < start
    if not is_within:
        return wall
    ends = datetime.combine(wall.date(), end)
    return ends if ends > wall else ends + DAY


def quiet_hours(text: str | None) -> dict[str, str | None]:
    """Return what to store of quiet hours like `22:00-07:00`; None for none. Raises: INVALID (`malformed_hours`)."""
    if text is None:
        return {"quiet_from": None, "quiet_to": None}
    start, _, end = text.partition("-")
    if HOURS.fullmatch(text) is None or start == end:
        raise Invalid("malformed_hours", path=("quietHours",))
    return {"quiet_from": start, "quiet_to": end}


def switch(kind: NotificationKind, relation: NotificationRelation, channel: NotificationChannel) -> str:
    """Return the name under which it is stored whether this is on."""
    return f"{kind.value}:{relation.value}:{channel.value}"


async def preferences_of(store: Store, people: Iterable[str]) -> Mapping[str, Preference]:
    """Return person → how each wants to be told."""
    wanted = sorted(people)
    where = {"_id": {"$in": wanted}}
    rows = await ledger.read_many(store, PREFERENCES, where, at_most=len(wanted)) if wanted else []
    found = {row["_id"]: row for row in rows}
    return {one: Preference(found.get(one, {})) for one in wanted}


async def preference_of(store: Store, person_id: str) -> Preference:
    """Return how a person wants to be told."""
    return (await preferences_of(store, [person_id]))[person_id]


async def prefer(store: Store, person_id: str, sets: Row) -> Preference:
    """Store what a person wants otherwise from now on, and return all of it."""
    await ledger.add(store, PREFERENCES, {"_id": person_id, "switches": {}, "is_digest": False})
    if sets:
        await ledger.change(store, PREFERENCES, {"_id": person_id}, {"$set": dict(sets)})
    return await preference_of(store, person_id)
