"""The notifications of the leak suite: several people told of the same things, which some of them see and others do not."""

from collections.abc import Sequence
from typing import Any

from documents.kernel.read.paging import sort_value
from documents.kernel.store.connection import Session
from documents.notifications.telling import tell
from tests.leaks.town_planted import person_id
from tests.support.town import NOW, Town

TOLD = ("PO", "HD", "AS", "CU", "RC")
"""Those who are told, by their logins: of each thing all of them."""

ABOUT = (
    ("ESCALATED", "CENTER_HEAD", "cases", "far-message-ordinary"),
    ("CASE_OVERDUE", "ASSIGNEE", "cases", "person-appeal-sensitive"),
    ("PERSONAL_DATA_READ", "CURATOR", "persons", person_id("PO")),
    ("WEBHOOK_PARKED", "ADMINISTRATOR", "webhooks", "webhook-own"),
)
"""Kind, relation, and what it is about."""


async def store_notifications(town: Town) -> None:
    """The notifications, and what tells those who follow theirs."""
    for number, about in enumerate(ABOUT):
        rows = [_row(f"{number:08x}{place:024x}", login, about) for place, login in enumerate(TOLD)]

        async def body(session: Session, told: Sequence[dict[str, Any]] = tuple(rows)) -> None:
            await tell(town.store, session, told, NOW)

        await town.store.transaction(body, attempts=1)


def _row(row_id: str, login: str, about: tuple[str, str, str, str]) -> dict[str, Any]:
    kind, relation, collection, object_id = about
    return {
        "_id": row_id,
        "person_id": person_id(login),
        "kind": kind,
        "relations": [relation],
        "at": NOW,
        "object_collection": collection,
        "object_id": object_id,
        "in_inbox": True,
        "read_at": None,
        "mail_state": None,
        "mail_due_at": None,
        "sort_at": sort_value(NOW, row_id),
    }
