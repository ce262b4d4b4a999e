"""Notifications as types: one row of the inbox, a page of it, and how one wants to be told."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import strawberry

from documents.kernel.ids import global_id
from documents.notifications.kinds import KINDS
from documents.notifications.preferences import Preference
from documents.notifications.reading import title_of
from documents.notifications.vocabulary import NotificationChannel, NotificationKind, NotificationRelation
from schema.connections import CountedConnection
from schema.context import GraphInfo
from schema.lookup import named
from schema.nodes import Node

Row = Mapping[str, Any]

NAME = "Notification"


@strawberry.type(description="Уведомление: something that concerns the viewer, told once.")
class Notification:
    id: strawberry.ID = strawberry.field(
        description="Opaque; pass it to `markNotificationsRead`. It is no id of a Node: only its owner reads it."
    )
    kind: NotificationKind = strawberry.field(description="What it tells of.")
    relations: list[NotificationRelation] = strawberry.field(description="Why it concerns the viewer.")
    at: datetime = strawberry.field(description="When it happened.")
    title: str = strawberry.field(
        description=(
            "A line in Russian: the kind, and what the object is and its number as long as the viewer may see it. "
            "Never a name, a contact or a text."
        )
    )
    is_read: bool = strawberry.field(description="Whether the viewer marked it as read.")

    @strawberry.field(
        description="What it is about, under the rights that hold now; null where the viewer may not see it any more.",
        graphql_type=Node | None,
    )
    async def object(self, info: GraphInfo, notification: strawberry.Parent[Row]) -> Any:
        name = notification["named"]
        return await named(info, name) if name is not None else None


def shown_notification(row: Row, seen: Row | None) -> dict[str, Any]:
    """Return the mapping that the type reads; `seen` is what the viewer sees of the object."""
    return {
        "id": global_id(NAME, row["_id"]),
        "kind": NotificationKind(row["kind"]),
        "relations": [NotificationRelation(one) for one in row["relations"]],
        "at": row["at"],
        "title": title_of(row["kind"], seen),
        "is_read": row["read_at"] is not None,
        "sort_at": row["sort_at"],
        "named": (seen["__type"], row["object_id"]) if seen is not None else None,
    }


@strawberry.type(description="A page of the viewer's notifications.")
class NotificationConnection(CountedConnection[Notification]):
    unread_count: int = strawberry.field(
        description="How many of all the viewer's notifications are unread, counted up to 10 000."
    )


@strawberry.type(description="Whether one kind is told through one channel to whom it concerns in one way.")
class NotificationChoice:
    kind: NotificationKind = strawberry.field(description="The kind.")
    relation: NotificationRelation = strawberry.field(description="Why it would concern the viewer.")
    channel: NotificationChannel = strawberry.field(description="Through what it is told.")
    is_on: bool = strawberry.field(description="Whether it is.")


@strawberry.type(description="Настройки уведомлений: how the viewer wants to be told.")
class NotificationSettings:
    choices: list[NotificationChoice] = strawberry.field(
        description="Each kind by each relation and channel that there is for it."
    )
    quiet_hours: str | None = strawberry.field(
        description="When no mail goes out, local time, like `22:00-07:00`; null if it always may."
    )
    is_digest: bool = strawberry.field(
        description="Whether mail comes once a day, at 08:00 local time, in one letter."
    )


def shown_settings(wishes: Preference) -> dict[str, Any]:
    """Return the mapping that the type reads."""
    return {
        "choices": list(_choices(wishes)),
        "quiet_hours": "-".join(wishes.quiet) if wishes.quiet is not None else None,
        "is_digest": wishes.is_digest,
    }


def _choices(wishes: Preference) -> Iterator[dict[str, Any]]:
    for kind, declared in KINDS.items():
        for relation in declared.relations:
            for channel in NotificationChannel:
                is_on = wishes.is_on(kind, relation, channel)
                yield {"kind": kind, "relation": relation, "channel": channel, "is_on": is_on}
