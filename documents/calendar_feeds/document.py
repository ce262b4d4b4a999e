"""The stored shape of a feed: whose it is, and the one link that opens it."""

from typing import ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel

from documents.links.document import GuestLink


class CalendarFeed(Document):
    """The feed of one person; the id is the person's, so that nobody has two. The account is asked at every reading."""

    id: str  # type: ignore[assignment]  # the person
    account_id: str
    link: GuestLink

    class Settings:
        name = "calendar_feeds"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("link.digest", ASCENDING)], name="link_digest", unique=True),
        ]
