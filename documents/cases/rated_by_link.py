"""What who follows a link is shown of the case whose answer it rates: its number and when it was answered, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.cases.decision import ANSWERED
from documents.links.document import GuestLink
from documents.links.rules import LinkPurpose, is_readable, link_by


@dataclass(frozen=True)
class RatedCase:
    """A case as its link shows it; `is_rated` is whether the answer was rated already, by whatever way."""

    case_id: str
    kind: str
    number: str
    answered_at: datetime
    ends_at: datetime
    is_rated: bool


def rated_case(row: Mapping[str, Any] | None, digest: str, now: datetime) -> RatedCase | None:
    """Return what the link with this digest shows of a stored case; None where it opens nothing now, for whatever reason."""
    if row is None or row["status"] not in ANSWERED:
        return None
    links = [GuestLink(**one) for one in row["guest_links"]]
    link = link_by(links, LinkPurpose.SATISFACTION, digest)
    if link is None or not is_readable(link, now):
        return None
    return RatedCase(
        case_id=row["_id"],
        kind=row["kind"],
        number=row["number"],
        answered_at=row["answered_at"],
        ends_at=link.ends_at,
        is_rated=link.used_at is not None,
    )
