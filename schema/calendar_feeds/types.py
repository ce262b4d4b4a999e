"""The link of a feed as a type."""

from datetime import datetime

import strawberry

from documents.calendar_feeds.keeping import FeedLink


@strawberry.type(
    description="Календарная подписка: the link by which a calendar program reads the meetings that you take part in."
)
class CalendarLink:
    url: str = strawberry.field(
        description=(
            "Its address on this server, `/calendar/….ics`: whoever has it reads when and where those meetings are and "
            "what they are about, without names."
        )
    )
    made_at: datetime = strawberry.field(description="When it was made; no link made before opens anything.")
    ends_at: datetime = strawberry.field(description="Until when it can be followed.")


def shown_link(link: FeedLink) -> CalendarLink:
    """Return a link as its type."""
    return CalendarLink(url=link.path, made_at=link.made_at, ends_at=link.ends_at)
