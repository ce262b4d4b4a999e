"""What has an id and is no object of its own: a file, a note, a notification, a saved filter, an export, a delivery; who may
be shown one follows from what bears it."""

from collections.abc import Callable, Mapping
from typing import Any

from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.ratings import checks, ratings, told_of
from api.leaks.truth import FILE, NOTE, Truth

NOTIFICATION, SAVED_FILTER, EXPORT, DELIVERY = "Notification", "SavedFilter", "Export", "WebhookDelivery"

About = tuple[str, str]


def _file(truth: Truth, asker: Asker, file_id: str) -> About | None:
    known = truth.files.get(file_id)
    if known is None or truth.reads_file(asker, file_id):
        return None
    return known.type_name, known.row["_id"]


def _note(truth: Truth, asker: Asker, note_id: str) -> About | None:
    known = truth.noted.get(note_id)
    if known is None:
        return None
    type_name, row = known
    is_theirs = truth.is_visible(asker, type_name, row["_id"]) and any(
        one["id"] == note_id for one in truth.notes(asker, row)
    )
    return None if is_theirs else (type_name, row["_id"])


def _notification(truth: Truth, asker: Asker, row_id: str) -> About | None:
    row = truth.data.row("notifications", row_id)
    is_of_another = row is not None and row["person_id"] != asker.person.person_id
    return (NOTIFICATION, row_id) if is_of_another else None


def sees_filter(row: Row, asker: Asker) -> bool:
    """Return whether a saved filter is the asker's own, or open to a role that they hold."""
    me = asker.person.person_id
    return me == row["owner_id"] or (me is not None and row["role"] in asker.roles)


def _saved_filter(truth: Truth, asker: Asker, row_id: str) -> About | None:
    row = truth.data.row("saved_filters", row_id)
    return (SAVED_FILTER, row_id) if row is not None and not sees_filter(row, asker) else None


def _export(truth: Truth, asker: Asker, row_id: str) -> About | None:
    row = truth.data.row("exports", row_id)
    return (EXPORT, row_id) if row is not None and row["account_id"] != asker.account_id else None


def _delivery(truth: Truth, asker: Asker, row_id: str) -> About | None:
    row = truth.data.row("webhook_deliveries", row_id)
    is_theirs = row is None or truth.is_visible(asker, "Webhook", row["webhook_id"])
    return None if is_theirs else (DELIVERY, row_id)


PARTS: Mapping[str, Callable[[Truth, Asker, str], About | None]] = {
    FILE: _file,
    NOTE: _note,
    NOTIFICATION: _notification,
    SAVED_FILTER: _saved_filter,
    EXPORT: _export,
    DELIVERY: _delivery,
}
"""Type → what bears one that the asker may not be shown; None for one that they may, or that was made meanwhile."""

COUNTED = "item"
"""Stands for an item without an id, which is counted."""

ITEM_BY_ITEM: Mapping[str, Callable[[Truth, Asker, Row, str], list[Any]]] = {
    "ballots": lambda truth, asker, row, _tail: list(truth.ballots(asker, row)),
    "attachments": lambda truth, asker, row, tail: [
        one[tail or "id"] for one in truth.attachments(asker, row)
    ],
    "notes": lambda truth, asker, row, tail: [one[tail or "id"] for one in truth.notes(asker, row)],
    "earlier_wordings": lambda truth, asker, row, tail: [
        one[tail] if tail else COUNTED for one in truth.earlier_wordings(asker, row)
    ],
    "satisfaction": lambda truth, asker, row, tail: told_of(ratings(truth, asker, row), tail),
    "quality_checks": lambda truth, asker, row, tail: told_of(checks(truth, asker, row), tail),
    "drafts": lambda truth, asker, row, tail: [
        one[tail] if tail else COUNTED for one in truth.drafts(asker, row)
    ],
    "linked_cases": lambda truth, asker, row, _tail: [COUNTED for _ in truth.linked_cases(asker, row)],
}
"""List of which each item has its own rule → what the asker should read of it."""
