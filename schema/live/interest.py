"""What subscriptions say of every change, and the ids by which callers know the place of one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import CursorExpired
from documents.kernel.read.resource import Resource
from schema.context import Context, GraphInfo
from schema.engine.rows import ToldByKey
from schema.loading import present
from schema.nodes import asking

ORDER = "events:position"
"""What the ids of events are sealed with, so that they are no cursors of any list."""

LOST = "AccessRevoked"


@strawberry.type(
    description="You may not see this object any more: nothing more of it is told. Drop whatever you keep of it."
)
class AccessRevoked(ToldByKey):
    id: strawberry.ID = strawberry.field(description="The global id of the object.")


@strawberry.type
class Changed(ToldByKey):
    """What every change of an object is told with; each kind of object adds itself."""

    event_id: str = strawberry.field(
        description="Opaque id of the event. Subscribe with the last one as `after` to go on from there."
    )
    position: int = strawberry.field(
        description="Its place in the order of all events: it only grows, with gaps where events are not for you."
    )
    at: datetime = strawberry.field(description="When it happened.")
    action: str | None = strawberry.field(
        description="The code of the permission that was used, as in `history`; null if you may not read the history."
    )


def subscription(
    actions: Action | Sequence[Action] | None, shown: Any, description: str
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a root subscription field behind the permissions that it names; its resolver returns an Interest."""
    declared = asking(actions, description)
    field: Callable[[Callable[..., Any]], Any] = strawberry.field(
        graphql_type=shown, is_subscription=True, **declared
    )
    return field


def as_it_is(info: GraphInfo, resource: Resource, event: Mapping[str, Any]) -> Any:
    """Return the object of an event as the follower sees it now."""
    return present(info, resource, event["stored"], path=())


def seal_position(context: Context, position: int) -> str:
    """Return the id that callers know an event by."""
    return context.cursors.seal(str(position), order=ORDER)


def open_position(info: GraphInfo, after: str | None) -> int | None:
    """Return the position of the event with an id; None where none is named. Raises: BAD_REQUEST for a malformed id."""
    if after is None:
        return None
    return int(info.context.cursors.open(after, order=ORDER, path="after"))


def refuse_expired(position: int, *, last: int, most: int) -> None:
    """Refuse a place that is too many events ago, or that the log has not come to (it was restored from a backup).

    Raises: CursorExpired.
    """
    if not last - most <= position <= last:
        raise CursorExpired
