"""Queries of the stream of changes, for a partner's client that keeps a copy of what it may see (contract, §5)."""

from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import CursorExpired
from auth.policy.decide import plan
from documents.cases.resource import CASES
from documents.center.settings import EVENTS_RETAINED, EVENTS_RETAINED_COUNT, setting
from documents.kernel.read.catching_up import Stretch, ToldEvent, catch_up, sight
from documents.kernel.write.stamping import head
from schema.context import Context, GraphInfo
from schema.live.interest import refuse_expired, seal_position
from schema.nodes import query
from schema.outbox.types import EventPage
from schema.shapes.kinds import PageCursor, PageSize

ORDER = "events:stream"
"""What places in the stream are sealed with, so that they are no cursors of any list."""


@strawberry.type
class EventQueries:
    @query(
        Action.EVENT_READ,
        EventPage,
        "The stream of changes of the cases that you may see, behind a place: `endCursor` of the page before or "
        "`eventsHead`; without one from the oldest event that is told. `CURSOR_EXPIRED` if more has happened since than the "
        "setting `eventsRetained`, or if your rights have changed: take `eventsHead` and list the cases anew.",
    )
    async def events(self, info: GraphInfo, first: PageSize, after: PageCursor | None = None) -> Any:
        context = info.context
        sealed = context.cursors.open(after, order=ORDER, path="after") if after is not None else None
        container, who = context.container, context.principal
        last = await head(container.store)
        most = setting(container.access.reference, EVENTS_RETAINED, default=EVENTS_RETAINED_COUNT)
        position = _place(context, sealed) if sealed is not None else max(0, last - most)
        refuse_expired(position, last=last, most=most)
        opened = plan(who, Action.EVENT_READ)
        found = await catch_up(
            container.store, container.access, who, CASES, opened, position, last=last, first=first
        )
        return _shown_page(context, found)

    @query(
        Action.EVENT_READ,
        str,
        "The place behind the last event, as `after` of `events`: take it, list what you may see, and follow the stream "
        "from there.",
    )
    async def events_head(self, info: GraphInfo) -> Any:
        context = info.context
        return _sealed_place(context, await head(context.container.store))


def _sight(context: Context) -> str:
    who = context.principal
    return sight(who, CASES, plan(who, Action.EVENT_READ))


def _sealed_place(context: Context, position: int) -> str:
    return context.cursors.seal(f"{position} {_sight(context)}", order=ORDER)


def _place(context: Context, sealed: str) -> int:
    """The position of a place. Raises: CursorExpired where it was taken under other rights: what they gave or took away
    without an event would never be told."""
    position, _, seen = sealed.partition(" ")
    if seen != _sight(context):
        raise CursorExpired
    return int(position)


def _shown_page(context: Context, found: Stretch) -> dict[str, Any]:
    return {
        "nodes": [_shown_event(context, one) for one in found.events],
        "end_cursor": _sealed_place(context, found.position),
        "has_next": found.has_more,
    }


def _shown_event(context: Context, told: ToldEvent) -> dict[str, Any]:
    return {
        "id": seal_position(context, told.position),
        "position": told.position,
        "at": told.at,
        "name": told.name,
        "object": {"id": told.object_id},
        "changed_fields": list(told.changed_fields),
    }
