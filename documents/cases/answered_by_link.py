"""What a body that follows a link is shown of the case that was routed to it: as who may not read the applicant's data
reads it, and of a sensitive case the summary alone (III.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.cases.reviewing import last_reviewed
from documents.cases.routed import HELD, OWED, RecipientLink
from documents.kernel.read.reference import Snapshot
from documents.links.rules import is_readable

Row = Mapping[str, Any]


@dataclass(frozen=True)
class RoutedCase:
    """A case as the link of its body shows it. `is_answered` by it, or `takes_answer` now. Of an incident it has the words
    of the publications, neither their addresses nor their authors."""

    case_id: str
    kind: str
    number: str
    received_at: datetime
    due_at: datetime
    ends_at: datetime
    is_answered: bool
    is_opened: bool
    takes_answer: bool
    body: str
    summary: str | None = None
    text: str | None = None
    publications: tuple[str, ...] = ()
    place: str | None = None
    reason: str | None = None
    rework: str | None = None
    files: tuple[Row, ...] = ()


def routed_case(row: Row | None, digest: str, snapshot: Snapshot, now: datetime) -> RoutedCase | None:
    """Return what the link with this digest shows of a stored case; None where it opens nothing now, for whatever reason.

    What was answered by it is told as answered, and nothing else of it.
    """
    link, routing = _link(row, digest)
    if row is None or link is None or routing is None or not is_readable(link, now):
        return None
    is_answered = link.used_at is not None
    if not is_answered and (routing is not row["routings"][-1] or row["status"] not in HELD):
        return None
    body = snapshot.row("organizations", routing["to_organization_id"])
    return RoutedCase(
        case_id=row["_id"],
        kind=row["kind"],
        number=row["number"],
        received_at=row["received_at"],
        due_at=row["postponed_until"] or row["due_at"],
        ends_at=link.ends_at,
        is_answered=is_answered,
        is_opened=link.opened_at is not None,
        takes_answer=not is_answered and row["status"] in OWED,
        body=body["name"] if body is not None else "",
        **({} if is_answered else _words(row, routing, snapshot)),
    )


def _link(row: Row | None, digest: str) -> tuple[RecipientLink | None, Row | None]:
    for routing in row["routings"] if row is not None else ():
        link = routing.get("link")
        if link is not None and link["digest"] == digest:
            return RecipientLink(**link), routing
    return None, None


def _words(row: Row, routing: Row, snapshot: Snapshot) -> dict[str, Any]:
    returned = last_reviewed(row["responses"])
    is_returned = returned is not None and returned["status"] == "RETURNED"
    shown = {
        "summary": row["summary_redacted"],
        "reason": routing["reason_redacted"],
        "rework": returned["return_reason_redacted"] if is_returned else None,
    }
    if row["is_sensitive"]:
        return shown
    cleared = tuple(one for one in row["attachments"] if one["is_cleared"])
    return {
        **shown,
        "text": row["text_redacted"] or None,
        "publications": tuple(one["text_redacted"] for one in row.get("publications") or ()),
        "place": _place(row, snapshot),
        "files": cleared,
    }


def _place(row: Row, snapshot: Snapshot) -> str | None:
    settlement = snapshot.row("settlements", row["settlement_id"])
    place = row["location"]
    told = [
        settlement["title"] if settlement is not None else None,
        place.get("street_redacted"),
        place.get("house_redacted"),
        place.get("description_redacted"),
    ]
    return ", ".join(one for one in told if one) or None
