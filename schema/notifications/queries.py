"""Queries of one's own notifications."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import strawberry

from documents.kernel.read.paging import Count, empty_page
from documents.notifications.preferences import preference_of
from documents.notifications.reading import ORDER, count, inbox, own, seen_objects
from documents.notifications.vocabulary import NotificationKind
from schema.connections import row_fields, shown_page, wants_total, window_of
from schema.context import GraphInfo
from schema.engine.selection import selected
from schema.nodes import query
from schema.notifications.types import (
    NotificationConnection,
    NotificationSettings,
    shown_notification,
    shown_settings,
)
from schema.shapes.kinds import Many, PageCursor, PageSize

NAMING = frozenset({"title", "object"})
"""The fields for which it is asked what the viewer sees of the objects."""


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class NotificationFilter:
    is_read: bool | None = strawberry.field(
        default=None, description="True for those that were marked as read, false for the others."
    )
    kind: Many[NotificationKind] | None = strawberry.field(default=None, description="Kinds.")


@strawberry.type
class NotificationQueries:
    @query(
        None, NotificationConnection, "Your own notifications, latest first; empty for a partner's client."
    )
    async def notifications(
        self,
        info: GraphInfo,
        filter: NotificationFilter | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        window = window_of(info, ORDER, first=first, after=after, last=last, before=before)
        context, given = info.context, filter or NotificationFilter()
        who, store = context.principal, context.container.store
        if who.person_id is None:
            return {**shown_page(info, empty_page(ORDER), Count(0, exact=True)), "unread_count": 0}
        kinds = [one.value for one in given.kind] if given.kind is not None else None
        where = own(who.person_id, is_read=given.is_read, kinds=kinds)
        page = await inbox(store, where, window=window)
        seen: Mapping[tuple[str, str], Any] = {}
        if not NAMING.isdisjoint(row_fields(info)):
            seen = await seen_objects(context.container.access, who, context.now, page.rows)
        rows = [
            shown_notification(row, seen.get((row["object_collection"], row["object_id"])))
            for row in page.rows
        ]
        total = await count(store, where) if wants_total(info) else None
        shown = shown_page(info, replace(page, rows=rows), total)
        if "unread_count" in selected(info, ()):
            shown["unread_count"] = (await count(store, own(who.person_id, is_read=False))).value
        return shown

    @query(None, NotificationSettings, "How you want to be told; null for a partner's client.")
    async def notification_settings(self, info: GraphInfo) -> Any:
        person_id = info.context.principal.person_id
        if person_id is None:
            return None
        return shown_settings(await preference_of(info.context.container.store, person_id))
