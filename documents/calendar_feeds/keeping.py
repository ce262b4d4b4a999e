"""Links of feeds as they are kept: made, made anew and revoked by whose feed it is; a replaced link opens nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.crypto.sealing import Vault
from auth.errors import NotFound
from documents.calendar_feeds.document import CalendarFeed
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.links.document import GuestLink
from documents.links.rules import LinkPurpose, is_readable, link_by, minted, told_token

FEEDS = ledger.bookkeeping(CalendarFeed)

LONGEST_DAYS = 366
"""For how many days a link is made at most, and if nobody says for how many."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class FeedLink:
    """Where a feed is read, from the root of the server, and until when."""

    path: str
    made_at: datetime
    ends_at: datetime


async def make_link(
    store: Store, vault: Vault, *, person_id: str, account_id: str, nonce: str, days: int, now: datetime
) -> None:
    """Have a person's feed opened by a new link; the one before opens nothing from now on."""
    link = minted(vault, LinkPurpose.CALENDAR, person_id, nonce=nonce, now=now, days=days)
    kept = {"account_id": account_id, "link": link.model_dump()}
    # Of two who make one at once the second finds the row of the first.
    for _ in range(2):
        if await ledger.change(store, FEEDS, {"_id": person_id}, {"$set": kept}):
            return
        if await ledger.add(store, FEEDS, {"_id": person_id, **kept}):
            return


async def revoke_link(store: Store, person_id: str, *, made_at: datetime | None) -> None:
    """Forget the link of a person's feed. Raises: NOT_FOUND where there is none, or another than the one made then."""
    where: dict[str, Any] = {"_id": person_id}
    if made_at is not None:
        where["link.minted_at"] = made_at
    if not await ledger.remove(store, FEEDS, where):
        raise NotFound


async def link_of(store: Store, vault: Vault, person_id: str, now: datetime) -> FeedLink | None:
    """Return the link of a person's feed; None where none can be followed, or it was made with another key."""
    row = await ledger.read(store, FEEDS, {"_id": person_id})
    link = GuestLink(**row["link"]) if row is not None else None
    if link is None or not is_readable(link, now):
        return None
    token = told_token(vault, person_id, link)
    return FeedLink(f"/calendar/{token}.ics", link.minted_at, link.ends_at) if token is not None else None


async def feed_by(store: Store, digest: str, now: datetime) -> Row | None:
    """Return the feed that a link opens now; None where it opens nothing, for whatever reason."""
    row = await ledger.read(store, FEEDS, {"link.digest": digest})
    link = link_by([GuestLink(**row["link"])], LinkPurpose.CALENDAR, digest) if row is not None else None
    return row if link is not None and is_readable(link, now) else None
