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
    vault: Vault | None,
    case_id: str,
    links: Sequence[GuestLink],
    *,
    of_case_id: str | None = None,
    now: datetime,
) -> RatingLink | None:
    """Return the link of a case that can be followed now, for the letter with the answer or for who hands it over: that of
    its own applicant, or of the applicant of a case that was merged into it.

    None where there is none: it was rated, its time is over, or the key that it was made with is another one now.
    """
    link = open_link(links, LinkPurpose.SATISFACTION, now, of_case_id)
    token = told_token(vault, case_id, link) if vault is not None and link is not None else None
    return (
        RatingLink(f"{RATING_PATH}{token}", link.ends_at) if token is not None and link is not None else None
    )


async def links_for_all(change: Change, case: Case) -> list[GuestLink]:
    """Return the links with new ones by which all who are told the answer rate it: the applicant of the case, and those of
    the cases that were merged into it. Those from before open nothing any more."""
    kept = revoked(case.guest_links, LinkPurpose.SATISFACTION, change.now)
    return [*kept, *[await _new_link(change, case, one) for one in (None, *case.merged_ids)]]


async def links_with_new(change: Change, case: Case, of_case_id: str | None) -> list[GuestLink]:
    """Return the links with a new one for one applicant; theirs from before opens nothing any more."""
    theirs = [one for one in case.guest_links if one.of_case_id == of_case_id]
    others = [one for one in case.guest_links if one.of_case_id != of_case_id]
    kept = revoked(theirs, LinkPurpose.SATISFACTION, change.now)
    return [*others, *kept, await _new_link(change, case, of_case_id)]


async def _new_link(change: Change, case: Case, of_case_id: str | None) -> GuestLink:
    days = setting(change.reference, SATISFACTION_LINK, default=SATISFACTION_LINK_DAYS)
    purpose, nonce = LinkPurpose.SATISFACTION, await change.new_id()
    given = {"nonce": nonce, "now": change.now, "days": days, "of_case_id": of_case_id}
    return minted(change.vault, purpose, case.id, **given)


def rated(
    change: Change,
    case: Case,
    *,
    score: int,
    solved: bool,
    comment: str | None,
    source: SatisfactionSource,
    of_case_id: str | None,
) -> Sets:
    """Return what a rating writes. One that says «not solved» asks to open the case again, within the term of the setting;
    where somebody asks already, theirs goes on. `of_case_id` is the merged case whose applicant speaks.

    Raises: INVALID (`already_rated`).
    """
    rated_no, ratings = answer_no(case.to_row()["responses"]), case.to_row()["satisfaction"]
    # The answering body says it once, and not behind the applicant; the applicant is asked all the same.
    is_of_body = source is SatisfactionSource.RECIPIENT
    if is_rated(ratings, rated_no, of_case_id, or_by_body=is_of_body):
        raise Invalid("already_rated", path="id")
    told = mask_forbidden(comment) if comment else None
    rating = SatisfactionRating(
        answer_no=rated_no,
        of_case_id=of_case_id,
        score=score,
        solved=solved,
        comment=told,
        source=source.value,
        at=change.now,
        by_id=None if source is SatisfactionSource.LINK else change.subject,
    )
    return {
        "satisfaction": [*ratings, rating.model_dump()],
        "guest_links": case.guest_links
        if is_of_body
        else used(case.guest_links, LinkPurpose.SATISFACTION, change.now, of_case_id),
        # What another applicant said waits to be looked into all the same.
        "to_examine": LOW_RATING if is_low(score, told) else case.to_examine,
        **({} if solved else asked_again(change, case)),
    }


def asked_again(change: Change, case: Case) -> Sets:
    """Return what is written where the applicant says «not solved»: a request to open the case again, within the term of the
    setting; where somebody asks already, theirs goes on."""
    kind = CaseDecisionKind.REOPENING_ASKED
    if case.proposal == REOPENING:
        return {"decisions": decisions_with(change, case, kind, until=case.reopening_due_at)}
    days = setting(change.reference, REOPENING_DECISION, default=REOPENING_DECISION_DAYS)
    until = due(
        change.now, DeadlineUnit.WORKING_DAYS, days, calendar=calendar_of(change.reference), is_receipt=False
    ).due_at
    return {
        "proposal": REOPENING,
        "reopening_due_at": until,
        "reopening_late_at": None,
        "decisions": decisions_with(change, case, kind, until=until),
    }
