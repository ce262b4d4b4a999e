"""The stored shapes of notifications: one row for each person told of something, and how each wants to be told."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from beanie import Document
from pymongo import ASCENDING, DESCENDING, IndexModel


class Notification(Document):
    """What one person is told once. The id follows from what brought it, its kind and the person: nothing is told twice.

    It names an object and holds nothing of it. `mail_state` is null where it goes out by no mail; else WAITING, SENDING,
    SENT or LEFT. `mail_due_at` is null once there is nothing left to send.
    """

    id: str  # type: ignore[assignment]  # a digest
    person_id: str
    kind: str
    relations: list[str]
    at: datetime
    object_collection: str
    object_id: str
    in_inbox: bool
    read_at: datetime | None = None
    mail_state: str | None = None
    mail_due_at: datetime | None = None
    sort_at: str

    class Settings:
        name = "notifications"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel(
                [("person_id", ASCENDING), ("in_inbox", ASCENDING), ("sort_at", DESCENDING)], name="inbox"
            ),
            IndexModel(
                [
                    ("person_id", ASCENDING),
                    ("in_inbox", ASCENDING),
                    ("read_at", ASCENDING),
                    ("sort_at", DESCENDING),
                ],
                name="unread",
            ),
            IndexModel([("at", ASCENDING)], name="at"),
            IndexModel([("mail_due_at", ASCENDING)], name="mail_due"),
        ]


class NotificationPreference(Document):
    """How one person wants to be told: what differs from the table of kinds, quiet hours in local time, a daily digest."""

    id: str  # type: ignore[assignment]  # the person
    switches: Mapping[str, bool] = {}
    quiet_from: str | None = None
    quiet_to: str | None = None
    is_digest: bool = False

    class Settings:
        name = "notification_preferences"
        indexes: ClassVar[list[IndexModel]] = []


class NotificationMark(Document):
    """Up to which moment the clock's notifications were made."""

    id: str  # type: ignore[assignment]  # what becomes due
    until: datetime

    class Settings:
        name = "notification_marks"
        indexes: ClassVar[list[IndexModel]] = []


class KeptLetter(Document):
    """A letter that development keeps instead of sending it."""

    id: str  # type: ignore[assignment]  # the name of the letter
    to: str
    subject: str
    text: str
    html: str
    at: datetime
    enclosed: list[str] = []  # what the documents with it are called

    class Settings:
        name = "kept_letters"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("at", DESCENDING)], name="at")]
