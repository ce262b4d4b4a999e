"""The subscription to one's own notifications."""

from typing import Annotated, Any

import strawberry

from schema.context import GraphInfo
from schema.live.interest import AccessRevoked, Changed, open_position, subscription
from schema.notifications.following import InboxInterest
from schema.notifications.types import Notification
from schema.shapes.kinds import PageCursor


@strawberry.type(description="Something concerns you: a notification came. `action` is always null.")
class NotificationReceived(Changed):
    notification: Notification = strawberry.field(
        description="The notification, as it stands in `notifications`."
    )


NotificationChange = Annotated[
    NotificationReceived | AccessRevoked,
    strawberry.union(
        "NotificationChange",
        description="What is told of your notifications. Nobody takes them away, so that `AccessRevoked` never comes.",
    ),
]


@strawberry.type
class NotificationSubscriptions:
    @subscription(
        None,
        NotificationChange,
        "Your own notifications, each as soon as it is there; only those that you want to be told of in Pult.",
    )
    async def notification_received(self, info: GraphInfo, after: PageCursor | None = None) -> Any:
        return InboxInterest(NotificationReceived.__name__, open_position(info, after))
