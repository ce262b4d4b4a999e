"""What a feed holds: the meetings that its person takes part in or writes the protocol of, as far as they may see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from auth.errors import Unauthenticated
from auth.principal import Principal
from documents.calendar_feeds.keeping import feed_by
from documents.kernel.read.readable import readable
from documents.kernel.store.connection import Store
from documents.meetings.pipelines import meetings_of_person
from documents.meetings.resource import MEETINGS
from documents.members.principals import Principals

PAST = timedelta(days=90)
"""For how long a calendar is told of what is over."""

Row = Mapping[str, Any]


async def meetings_by_link(
    store: Store, principals: Principals, digest: str, now: datetime
) -> Sequence[Row] | None:
    """Return the meetings that a link shows, under the rights that its person has now; None where it opens nothing: it was
    replaced, has ended, or whose it was may not sign in any more or reads no meetings."""
    feed = await feed_by(store, digest, now)
    who = await _principal(principals, feed["account_id"], now) if feed is not None else None
    if who is None or who.person_id is None:
        return None
    readers = readable(who, MEETINGS)
    if readers.plan.nothing:
        return None
    rows = await meetings_of_person(store, who.person_id, since=now - PAST)
    return [row for row in rows if readers.admits(row)]


async def _principal(principals: Principals, account_id: str, now: datetime) -> Principal | None:
    try:
        return await principals.of(account_id, now)
    except Unauthenticated:
        return None
