"""Mutations on one's own notifications: marked as read, and how one wants to be told."""

from collections.abc import Callable
from typing import Any

import strawberry

from auth.errors import Invalid, Problems
from auth.principal import Principal
from documents.idempotency.calls import Earlier
from documents.notifications.kinds import KINDS
from documents.notifications.preferences import prefer, preference_of, quiet_hours, switch
from documents.notifications.reading import count, mark_read, own
from documents.notifications.vocabulary import NotificationChannel, NotificationKind, NotificationRelation
from schema.context import GraphInfo
from schema.notifications.types import NAME, NotificationSettings, shown_settings
from schema.owned import answered, own_id
from schema.problems import Ids, ProblemType, mutation
from schema.shapes.kinds import Code, Id, Many

MARKED = "marked"
"""Under which name it is kept for a repeat of the call how many were marked."""


@strawberry.input(description="Which of your notifications to mark as read: these, or all.")
class MarkNotificationsReadInput:
    ids: Many[Id] | None = strawberry.field(
        default=None, description="Notifications; those of others are passed over. Either these or `all`."
    )
    all: bool | None = strawberry.field(default=None, description="True for all that are unread.")


@strawberry.input(description="A kind of notification to switch on or off.")
class SetNotificationInput:
    kind: NotificationKind = strawberry.field(description="The kind.")
    relation: NotificationRelation = strawberry.field(description="Why it would concern you.")
    channel: NotificationChannel = strawberry.field(description="Through what it is told.")
    is_on: bool = strawberry.field(description="Whether it is told.")


@strawberry.input(description="When mail is sent to you; what is left out stays as it is.")
class SetNotificationTimesInput:
    quiet_hours: Code | None = strawberry.field(
        default=strawberry.UNSET,
        description="When no mail goes out, local time, like `22:00-07:00`; null lets it go out at any time.",
    )
    is_digest: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="True for one letter a day, at 08:00 local time; false or null for each at once.",
    )


@strawberry.type(description="What was marked as read.")
class ReadNotifications:
    count: int = strawberry.field(description="How many were unread before.")
    unread_count: int = strawberry.field(description="How many are unread now, counted up to 10 000.")


@strawberry.type(description="The result of marking notifications as read.")
class MarkNotificationsReadPayload:
    marked: ReadNotifications | None = strawberry.field(
        description="What was marked; null if the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a change of how you want to be told.")
class NotificationSettingsPayload:
    settings: NotificationSettings | None = strawberry.field(
        description="How you want to be told now; null if the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class NotificationMutations:
    @mutation(None, MarkNotificationsReadPayload, "Mark your own notifications as read.")
    async def mark_notifications_read(self, info: GraphInfo, input: MarkNotificationsReadInput) -> Any:
        async def work(who: Principal) -> int:
            ids = Ids()
            wanted = ids.many(input.ids, NAME, path="ids") if input.ids is not None else None
            if ids.problems:
                raise Problems(ids.problems)
            if (wanted is None) is not bool(input.all):
                raise Invalid("required", path=("ids",))
            found = await mark_read(info.context.container.store, own_id(who), wanted, info.context.now)
            if info.context.call is not None:
                info.context.call.kept = {MARKED: found}
            return found

        async def shown(who: Principal, earlier: Earlier | None, found: int | None) -> dict[str, Any]:
            unread = await count(info.context.container.store, own(own_id(who), is_read=False))
            marked = found if earlier is None else earlier.kept[MARKED]
            return {"count": marked, "unread_count": unread.value}

        return await answered(info, "marked", work, shown)

    @mutation(None, NotificationSettingsPayload, "Switch a kind of notification on or off for yourself.")
    async def set_notification(self, info: GraphInfo, input: SetNotificationInput) -> Any:
        def sets() -> dict[str, Any]:
            if input.relation not in KINDS[input.kind].relations:
                raise Invalid("unknown_value", path=("relation",))
            return {f"switches.{switch(input.kind, input.relation, input.channel)}": input.is_on}

        return await _preferred(info, sets)

    @mutation(
        None,
        NotificationSettingsPayload,
        "Set when mail is sent to you: never in some hours, and at once or once a day.",
    )
    async def set_notification_times(self, info: GraphInfo, input: SetNotificationTimesInput) -> Any:
        def sets() -> dict[str, Any]:
            found: dict[str, Any] = {}
            if input.quiet_hours is not strawberry.UNSET:
                found |= quiet_hours(input.quiet_hours)
            if input.is_digest is not strawberry.UNSET:
                found["is_digest"] = bool(input.is_digest)
            return found

        return await _preferred(info, sets)


async def _preferred(info: GraphInfo, sets: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    store = info.context.container.store

    async def work(who: Principal) -> None:
        await prefer(store, own_id(who), sets())

    async def shown(who: Principal, _earlier: Earlier | None, _found: None) -> dict[str, Any]:
        return shown_settings(await preference_of(store, own_id(who)))

    return await answered(info, "settings", work, shown)
