"""What a rating of an answer writes on its case: the rating, what is to be looked into, and a request to open it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.crypto.sealing import Vault
from auth.errors import Invalid
from documents.cases.deciding import decisions_with
from documents.cases.decision import REOPENING
from documents.cases.document import Case
from documents.cases.reviewing import answer_no
from documents.cases.satisfaction import (
    LOW_RATING,
    SatisfactionRating,
    SatisfactionSource,
    is_low,
    is_rated,
)
from documents.cases.vocabulary import CaseDecisionKind
from documents.center.calendars import calendar_of
from documents.center.settings import (
    REOPENING_DECISION,
    REOPENING_DECISION_DAYS,
    SATISFACTION_LINK,
    SATISFACTION_LINK_DAYS,
    setting,
)
from documents.kernel.calendar import DeadlineUnit, due
from documents.kernel.write.change import Change
from documents.links.document import GuestLink
from documents.links.rules import LinkPurpose, minted, open_link, revoked, told_token, used
from documents.privacy.forbidden import mask_forbidden

Sets = dict[str, Any]

RATING_PATH = "/rating/"
"""What stands before the token in the address of the page."""


@dataclass(frozen=True)
class RatingLink:
    """Where an applicant rates the answer, from the root of the server, and until when."""

    path: str
    ends_at: datetime


def rating_link(
    vault: Vault | None, case_id: str, links: Sequence[GuestLink], *, now: datetime
) -> RatingLink | None:
    """Return the link of a case that can be followed now, for the letter with the answer or for who hands it over.

    None where there is none: it was rated, its time is over, or the key that it was made with is another one now.
    """
    link = open_link(links, LinkPurpose.SATISFACTION, now)
    token = told_token(vault, case_id, link) if vault is not None and link is not None else None
    return (
        RatingLink(f"{RATING_PATH}{token}", link.ends_at) if token is not None and link is not None else None
    )


async def links_with_new(change: Change, case: Case) -> list[GuestLink]:
    """Return the links with a new one by which the applicant rates the answer; one from before opens nothing any more."""
    days = setting(change.reference, SATISFACTION_LINK, default=SATISFACTION_LINK_DAYS)
    purpose, nonce = LinkPurpose.SATISFACTION, await change.new_id()
    link = minted(change.vault, purpose, case.id, nonce=nonce, now=change.now, days=days)
    return [*revoked(case.guest_links, purpose, change.now), link]


def rated(
    change: Change,
    case: Case,
    *,
    score: int,
    solved: bool,
    comment: str | None,
    source: SatisfactionSource,
) -> Sets:
    """Return what a rating writes. One that says «not solved» asks to open the case again, within the term of the setting.

    Raises: INVALID (`already_rated`).
    """
    rated_no, ratings = answer_no(case.to_row()["responses"]), case.to_row()["satisfaction"]
    if is_rated(ratings, rated_no):
        raise Invalid("already_rated", path="id")
    told = mask_forbidden(comment) if comment else None
    rating = SatisfactionRating(
        answer_no=rated_no,
        score=score,
        solved=solved,
        comment=told,
        source=source.value,
        at=change.now,
        by_id=None if source is SatisfactionSource.LINK else change.subject,
    )
    return {
        "satisfaction": [*ratings, rating.model_dump()],
        "guest_links": used(case.guest_links, LinkPurpose.SATISFACTION, change.now),
        "to_examine": LOW_RATING if is_low(score, told) else None,
        **({} if solved else _reopening_asked(change, case)),
    }


def _reopening_asked(change: Change, case: Case) -> Sets:
    days = setting(change.reference, REOPENING_DECISION, default=REOPENING_DECISION_DAYS)
    until = due(
        change.now, DeadlineUnit.WORKING_DAYS, days, calendar=calendar_of(change.reference), is_receipt=False
    ).due_at
    return {
        "proposal": REOPENING,
        "reopening_due_at": until,
        "reopening_late_at": None,
        "decisions": decisions_with(change, case, CaseDecisionKind.REOPENING_ASKED, until=until),
    }
