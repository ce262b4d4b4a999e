"""What a subscription field follows: its resolver answers with an interest, and the broadcaster does the rest."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import CursorExpired
from documents.kernel.read.following import EVERYTHING, FollowedList
from documents.kernel.read.parts import ListPart
from documents.kernel.read.resource import Resource
from schema.context import Context, GraphInfo
from schema.engine.rows import ToldByKey
from schema.loading import present
from schema.nodes import asking

ORDER = "events:position"
"""What the ids of events are sealed with, so that they are no cursors of any list."""

LOST = "AccessRevoked"

Parts = Callable[[Context], Sequence[ListPart]]
"""The parts of a list as they are for a viewer at a moment."""


def everything(_context: Context) -> Sequence[ListPart]:
    """Follow all that the viewer may read."""
    return EVERYTHING


@dataclass(frozen=True)
class Interest:
    """Objects of a resource, told of by the type `shown`, in the list of `parts`; behind a position where one is named.

    It is given where GraphQL asks for a stream of events: there is none, since all who follow share one.
    """

    resource: Resource
    shown: str
    position: int | None
    parts: Parts = everything
    touching: tuple[str, ...] = ()

    def listed(self, context: Context) -> FollowedList:
        """Return the list as it is for a viewer at a moment."""
        return FollowedList(self.parts(context), self.touching)

    async def __aiter__(self) -> AsyncIterator[Any]:
        no_events: tuple[Any, ...] = ()
        for event in no_events:
            yield event


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
    actions: Action | Sequence[Action], shown: Any, description: str
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a root subscription field behind the permissions that it names; its resolver returns an Interest."""
    declared = asking(actions, description)
    field: Callable[[Callable[..., Any]], Any] = strawberry.field(
        graphql_type=shown, is_subscription=True, **declared
    )
    return field


def follow(
    info: GraphInfo,
    resource: Resource,
    shown: str,
    after: str | None,
    *,
    parts: Parts = everything,
    touching: tuple[str, ...] = (),
) -> Interest:
    """Return what a field follows, once its arguments are known to make sense for who asks.

    Raises: BAD_REQUEST for a malformed `after`, and whatever a filter refuses.
    """
    found = Interest(resource, shown, _position(info, after), parts, touching)
    context = info.context
    for part in parts(context):
        context.container.access.condition(resource, context.principal, part.where, touching, part.within)
    return found


def as_it_is(info: GraphInfo, resource: Resource, event: Mapping[str, Any]) -> Any:
    """Return the object of an event as the follower sees it now."""
    return present(info, resource, event["stored"], path=())


def seal_position(context: Context, position: int) -> str:
    """Return the id that callers know an event by."""
    return context.cursors.seal(str(position), order=ORDER)


def refuse_expired(position: int, *, last: int, most: int) -> None:
    """Refuse a place that is too many events ago, or that the log has not come to (it was restored from a backup).

    Raises: CursorExpired.
    """
    if not last - most <= position <= last:
        raise CursorExpired


def _position(info: GraphInfo, after: str | None) -> int | None:
    if after is None:
        return None
    return int(info.context.cursors.open(after, order=ORDER, path="after"))
