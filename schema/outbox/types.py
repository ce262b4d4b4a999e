"""A page of the stream of changes as types."""

from datetime import datetime

import strawberry


@strawberry.type(description="What an event happened to, by id alone: ask `nodes` for what it is now.")
class EventObject:
    id: strawberry.ID = strawberry.field(description="The global id of the object.")


@strawberry.type(
    description="Событие: one change of an object that you may see, or that you may not see any more."
)
class Event:
    id: strawberry.ID = strawberry.field(
        description="Opaque, and the same whenever it is told: the `eventId` of subscriptions. It is no id of a Node."
    )
    position: int = strawberry.field(
        description="Its place in the order of all events: it only grows, with gaps where events are not for you."
    )
    at: datetime | None = strawberry.field(
        description="When it happened; null if you may not see the object any more."
    )
    name: str | None = strawberry.field(
        description=(
            "What happened, a name of `docs/events.md`; null if you may not see the object any more: drop what you "
            "keep of it."
        )
    )
    object: EventObject = strawberry.field(description="What it happened to.")
    changed_fields: list[str] = strawberry.field(
        description=(
            "Paths of the fields that changed, of those that you may read on this object; empty if you may not see it any "
            "more, or if only other fields changed."
        )
    )


@strawberry.type(description="A page of the stream of changes, in the order of `position`.")
class EventPage:
    nodes: list[Event] = strawberry.field(description="The events; may be empty though `hasNext` is true.")
    end_cursor: str = strawberry.field(
        description="Opaque place behind all that was looked through: the `after` of the next page. Keep the last one."
    )
    has_next: bool = strawberry.field(
        description="Whether there was more at that moment: ask for the next page at once."
    )
