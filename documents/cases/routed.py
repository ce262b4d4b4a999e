"""The stored shape of a routing and of its link, by which a body without accounts answers; and how long the link opens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.cases.statuses import CaseStatus
from documents.kernel.record import EmbeddedDocument
from documents.links.document import GuestLink

HELD = frozenset(
    {
        CaseStatus.ASSIGNED.value,
        CaseStatus.ROUTED.value,
        CaseStatus.IN_PROGRESS.value,
        CaseStatus.IN_REVIEW.value,
        CaseStatus.POSTPONED.value,
        CaseStatus.REOPENED.value,
    }
)
"""The states in which a body holds what was routed to it."""

OWED = frozenset(
    {
        CaseStatus.ASSIGNED.value,
        CaseStatus.ROUTED.value,
        CaseStatus.IN_PROGRESS.value,
        CaseStatus.REOPENED.value,
    }
)
"""Those of them in which its answer is still to be handed in."""

KEPT_BACK = frozenset({"purpose", "nonce", "digest"})
"""What is read of no link: by what it is found, and what its token is made from."""

QUEUED, SENT = "QUEUED", "SENT"
"""How the link of a case stands where a job looks at it: it waits to go out, or it went out and waits to be opened."""


class RecipientLink(GuestLink):
    """The link of one routing. `letter_no` counts the letters with it that were asked for, `fault` says why the last did not
    go out; `late_at` when it was told that nobody opened it."""

    letter_no: int = 1
    sent_at: datetime | None = None
    fault: str | None = None
    opened_at: datetime | None = None
    late_at: datetime | None = None


class Routing(EmbeddedDocument):
    """One sending of a case to an organization and, if named, a person; never altered but by its return, and by what
    becomes of its link."""

    to_organization_id: str
    to_person_id: str | None = None
    by_id: str
    at: datetime
    rule_id: str | None = None
    is_automatic: bool = False
    reason: str | None = None
    reason_redacted: str | None = None
    returned_at: datetime | None = None
    return_reason: str | None = None
    return_reason_redacted: str | None = None
    link: RecipientLink | None = None


def with_standing_links(routings: Sequence[Routing], status: str, now: datetime) -> list[Routing]:
    """Return the routings with the links revoked that outlived theirs: the case went elsewhere, was returned, or is with
    nobody any more. What was answered by a link stays told."""
    last = routings[-1] if routings else None
    return [
        _without_link(one, now)
        if one is not last or one.returned_at is not None or status not in HELD
        else one
        for one in routings
    ]


def link_state(routings: Sequence[Routing]) -> str | None:
    """Return whether the link of the last routing waits to go out, or to be opened; None where it waits for nothing."""
    link = present_link(routings)
    if link is None or link.used_at is not None or link.revoked_at is not None or link.fault is not None:
        return None
    if link.sent_at is None:
        return QUEUED
    return SENT if link.opened_at is None and link.late_at is None else None


def links_of(
    routings: Sequence[Routing], status: str, now: datetime
) -> tuple[list[Routing], list[str], str | None, datetime | None]:
    """Return the routings with the links that stand, what those are found by, what the last one waits for, and until when it
    can be answered by."""
    standing = with_standing_links(routings, status, now)
    digests = [one.link.digest for one in standing if one.link is not None]
    return standing, digests, link_state(standing), open_until(standing)


def open_until(routings: Sequence[Routing]) -> datetime | None:
    """Return until when the link of the last routing can be answered by; None where it has none, or one that is used up."""
    link = present_link(routings)
    return link.ends_at if link is not None and link.used_at is None and link.revoked_at is None else None


def present_link(routings: Sequence[Routing]) -> RecipientLink | None:
    """Return the link of the last routing, open or not; None where it has none."""
    return routings[-1].link if routings else None


def shown_link(link: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what is shown of a stored link: how it stands, and nothing of its token."""
    if link is None:
        return None
    shown = {name: value for name, value in link.items() if name not in KEPT_BACK}
    return {**shown, "unopened_at": link.get("late_at"), "answered_at": link.get("used_at")}


def with_link(routings: Sequence[Routing], link: RecipientLink) -> list[Routing]:
    """Return the routings with this link of the last one."""
    *earlier, last = routings
    return [*earlier, last.model_copy(update={"link": link})]


def _without_link(routing: Routing, now: datetime) -> Routing:
    link = routing.link
    if link is None or link.used_at is not None or link.revoked_at is not None:
        return routing
    return routing.model_copy(update={"link": link.model_copy(update={"revoked_at": now})})
