"""What an official who follows a link is told of a protocol: the decisions that give something to him, in words without
personal data (§2.6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auth.crypto.sealing import Vault
from documents.assignments.document import OPEN
from documents.links.document import GuestLink
from documents.links.rules import is_readable, told_token
from documents.privacy.redaction import redact

ACKNOWLEDGING_PATH = "/acknowledgement/"
"""What stands before the token in the address of the page."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class OrderedLine:
    """One order: the decision that gives it, what is to be done, and by when, in words."""

    decision_no: str
    text: str
    term: str


@dataclass(frozen=True)
class LinkedExtract:
    """What one official is told of one protocol, and how the link stands by which he acknowledges it."""

    protocol_id: str
    number: int
    on: date
    orders: tuple[OrderedLine, ...]
    ends_at: datetime
    acknowledged_at: datetime | None


def addressed_by(row: Row, digest: str) -> Row | None:
    """Return the entry of a dispatch list whose link has this digest; None where none has."""
    return next((one for one in row["dispatches"] if (one.get("link") or {}).get("digest") == digest), None)


def linked_extract(row: Row, sent: Row, given: Sequence[Row], now: datetime) -> LinkedExtract | None:
    """Return what the link of an entry of the dispatch list shows; None where it opens nothing now: it has ended, was
    revoked, or nothing of what was `given` is his to do any more."""
    link = GuestLink(**sent["link"])
    if not is_readable(link, now) or not still_given(given):
        return None
    return LinkedExtract(
        protocol_id=row["_id"],
        number=row["number"],
        on=date.fromisoformat(row["date"]),
        orders=tuple(_orders(row, sent)),
        ends_at=link.ends_at,
        acknowledged_at=sent["acknowledged_at"],
    )


def still_given(given: Sequence[Row]) -> bool:
    """Return whether something of what a protocol gave an official still waits for him: neither handed over nor ended."""
    return any(one["status"] in OPEN for one in given)


def acknowledging_path(vault: Vault, protocol_id: str, link: GuestLink) -> str | None:
    """Return where an official acknowledges, from the root of the server; None where the link was made with another key."""
    token = told_token(vault, protocol_id, link)
    return f"{ACKNOWLEDGING_PATH}{token}" if token is not None else None


def _orders(row: Row, sent: Row) -> Iterator[OrderedLine]:
    """What is given to the official, or to the one whom he takes over from."""
    his = {sent["person_id"], sent.get("instead_of_id")}
    for item in row["items"]:
        for decision in item["decisions"]:
            for ordered in decision["assignments"]:
                if ordered["responsible_id"] in his:
                    yield OrderedLine(decision["no"], redact(ordered["text"]), _term(ordered))


def _term(ordered: Row) -> str:
    if ordered["due_on"] is None:
        return redact(ordered["recurrence"] or "")
    return f"до {date.fromisoformat(ordered['due_on']):%d.%m.%Y}"
