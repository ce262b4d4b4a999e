"""Reads of meetings for what happens by itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.kernel.store.connection import Store
from documents.meetings.document import Meeting
from documents.meetings.rules import MeetingStatus

MEETINGS = Meeting.collection_name()
AT_ONCE = 200

Row = Mapping[str, Any]


async def voting_over(store: Store, status: MeetingStatus, until: datetime) -> Sequence[Row]:
    """Return the absentee meetings in a state whose time to vote was over at `until`, the earliest first."""
    where = {"status": status.value, "voting_to": {"$lte": until}}
    return await store.find(MEETINGS, where, sort={"voting_to": 1}, at_most=AT_ONCE)
