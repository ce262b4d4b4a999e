"""Reads of meetings for what happens by itself, and for calendars."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.kernel.store.connection import Store
from documents.meetings.document import UNSEEN, Meeting
from documents.meetings.rules import MeetingStatus

MEETINGS = Meeting.collection_name()
AT_ONCE = 200

Row = Mapping[str, Any]


async def voting_over(store: Store, status: MeetingStatus, until: datetime) -> Sequence[Row]:
    """Return the absentee meetings in a state whose time to vote was over at `until`, the earliest first."""
    where = {"status": status.value, "voting_to": {"$lte": until}}
    return await store.find(MEETINGS, where, sort={"voting_to": 1}, at_most=AT_ONCE)


async def meetings_of_person(store: Store, person_id: str, *, since: datetime) -> Sequence[Row]:
    """Return the meetings that somebody takes part in or writes the protocol of, planned for `since` or later, the latest
    first; drafts are none."""
    where = {
        "access_keys": {"$in": [f"participant:{person_id}", f"secretary:{person_id}"]},
        "status": {"$nin": sorted(UNSEEN)},
        "planned_at": {"$gte": since},
    }
    return await store.find(MEETINGS, where, sort={"sort_planned": -1}, at_most=AT_ONCE)
