"""Notifications as an aggregate: rows of bookkeeping, one for each person told, and how each wants to be told."""

from documents.kernel.aggregate import Aggregate, Enumeration
from documents.notifications.document import (
    KeptLetter,
    Notification,
    NotificationMark,
    NotificationPreference,
)
from documents.notifications.vocabulary import (
    CHANNELS,
    KINDS,
    RELATIONS,
    NotificationChannel,
    NotificationKind,
    NotificationRelation,
)

AGGREGATE = Aggregate(
    bookkeeping=(KeptLetter, Notification, NotificationMark, NotificationPreference),
    transient=(KeptLetter,),
    enumerations=(
        Enumeration(
            NotificationKind, "NotificationKind", "Вид уведомления: what a notification tells of.", KINDS
        ),
        Enumeration(
            NotificationRelation,
            "NotificationRelation",
            "Отношение: why a notification concerns somebody.",
            RELATIONS,
        ),
        Enumeration(
            NotificationChannel,
            "NotificationChannel",
            "Способ доставки: through what somebody is told.",
            CHANNELS,
        ),
    ),
)
