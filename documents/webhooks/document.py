"""The stored shapes of webhooks: what a client wants to be told where, what was to be sent, and what became of it."""

from datetime import datetime
from typing import ClassVar

from beanie import Document
from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.kernel.read.paging import name_sort_value
from documents.kernel.record import Record


class Webhook(Record):
    """Where a client is told, of which events (all, if none are named), and by which selection of its own.

    `secret` is the key of the signatures, sealed; the one before signs beside it until `previous_secret_until`.
    `client_login` is how the client is known, and never changes.
    """

    client_id: str
    client_login: str
    title: str
    url: str
    event_names: list[str] = []
    selection: str
    merges: bool = False
    is_paused: bool = False
    disabled_at: datetime | None = None
    secret: str
    previous_secret: str | None = None
    previous_secret_until: datetime | None = None
    sort_title: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    told: ClassVar[frozenset[str]] = frozenset(
        {"client_id", "event_names", "merges", "is_paused", "disabled_at", "previous_secret_until"}
    )
    texts: ClassVar[frozenset[str]] = frozenset({"client_login", "title", "url", "selection"})
    sealed: ClassVar[frozenset[str]] = frozenset({"secret", "previous_secret"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_title", "is_demo", "secret", "previous_secret"}
    )

    class Settings:
        name = "webhooks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("sort_title", ASCENDING)], name="sort_title"),
            IndexModel([("access_keys", ASCENDING), ("sort_title", ASCENDING)], name="keys_sort_title"),
        ]

    def derive(self) -> None:
        """Fill whose it is, and the sort value: the title."""
        self.access_keys = [f"client:{self.client_id}"]
        self.sort_title = name_sort_value(self.title, self.id)


class WebhookDelivery(Document):
    """One event that is to be sent, under the id that it keeps for good. Of a test the object and its event are null.

    `changed` holds stored names: which of them the client may read is asked when it is sent. `previous_sequence` is that of
    the last event of the object that was sent before this one was tried for the first time, at `first_at`.
    """

    id: str  # type: ignore[assignment]  # the `webhook-id`
    webhook_id: str
    object_id: str | None = None
    object_type: str | None = None
    event_name: str | None = None
    occurred_at: datetime
    changed: list[str] = []
    sequence: int | None = None
    previous_sequence: int | None = None
    position: int
    status: str
    attempts: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    due_at: datetime
    ended_at: datetime | None = None
    problem: str | None = None
    status_code: int | None = None
    sort_position: str
    removable_at: datetime | None = None

    class Settings:
        name = "webhook_deliveries"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("webhook_id", ASCENDING), ("sort_position", DESCENDING)], name="list"),
            IndexModel(
                [("webhook_id", ASCENDING), ("status", ASCENDING), ("sort_position", DESCENDING)],
                name="status_list",
            ),
            IndexModel(
                [
                    ("webhook_id", ASCENDING),
                    ("status", ASCENDING),
                    ("attempts", ASCENDING),
                    ("sort_position", ASCENDING),
                    ("due_at", ASCENDING),
                ],
                name="due",
            ),
            IndexModel(
                [
                    ("webhook_id", ASCENDING),
                    ("object_id", ASCENDING),
                    ("status", ASCENDING),
                    ("sort_position", ASCENDING),
                ],
                name="object",
            ),
            IndexModel([("removable_at", ASCENDING)], name="removable"),
        ]


class WebhookObject(Document):
    """The last event of an object that was sent to a webhook."""

    id: str  # type: ignore[assignment]  # the webhook and the object
    sequence: int

    class Settings:
        name = "webhook_objects"
        indexes: ClassVar[list[IndexModel]] = []


class WebhookStanding(Document):
    """How a receiver does: failures in a row, and until when it is left alone."""

    id: str  # type: ignore[assignment]  # that of the webhook
    failures: int = 0
    held_until: datetime | None = None

    class Settings:
        name = "webhook_standings"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("held_until", ASCENDING)], name="held")]


class WebhookProblem(Document):
    """What went wrong with a webhook, a row a kind: how often, and when first and last."""

    id: str  # type: ignore[assignment]  # the webhook and the kind
    webhook_id: str
    kind: str
    times: int
    first_at: datetime
    last_at: datetime
    status_code: int | None = None

    class Settings:
        name = "webhook_problems"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("webhook_id", ASCENDING), ("last_at", DESCENDING)], name="webhook"),
        ]
