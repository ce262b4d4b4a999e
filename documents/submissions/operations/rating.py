"""Operations on what the applicant says of the answer: rated by a link or by phone, and looked into where it is low
(II.2.1/4)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import FourEyes, Invalid, NotFound, Problem
from auth.roles import Role
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deciding import decisions_with
from documents.cases.decision import ANSWERED
from documents.cases.document import Case
from documents.cases.gathering import told_case
from documents.cases.rating import links_with_new, rated
from documents.cases.satisfaction import GREATEST_SCORE, LEAST_SCORE, LOW_RATING, SatisfactionSource
from documents.cases.vocabulary import CaseDecisionKind
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Bounds, GuardContext, of_state, operation
from documents.links.rules import LinkPurpose, is_readable, link_by, open_link, told_token
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE, is_own_answer, is_rated_answer

Row = Mapping[str, Any]
Facts = Mapping[str, Any]


@of_state("status")
def answered(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that there is an answer to rate."""
    return None if row["status"] in ANSWERED else Invalid("not_answered", path="id")


def not_own_answer(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that who acts neither wrote the answer nor is named to handle the case: nobody rates his own work."""
    return FourEyes() if is_own_answer(row, guard_context.who.subject) else None


def not_rated_yet(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the last answer was not rated: each applicant who was told it rates it once."""
    # Before anything is given, somebody is to be left of all who were told it.
    facts = guard_context.facts
    meant = (None, *row["merged_ids"]) if facts is None else (facts.get("merged_case_id"),)
    is_left = any(not is_rated_answer(row, one) for one in meant)
    return None if is_left else Invalid("already_rated", path="id")


def _examined_bounds(_status: str) -> Bounds:
    return {"to_examine": frozenset({LOW_RATING})}


@of_state("to_examine", bounds=_examined_bounds, holds=lambda row, _: row.get("to_examine") == LOW_RATING)
def rated_low(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the answer was rated low, with a comment, and that nobody has looked into it yet."""
    return Invalid("nothing_to_examine", path="id")


def _score_in_range(facts: Facts) -> Iterable[Problem]:
    if not LEAST_SCORE <= facts["score"] <= GREATEST_SCORE:
        yield Invalid("out_of_range", path=("score",))


SAID = (_score_in_range, text_within("comment", "comment", COMMENT_LIMIT, required=False))
"""What is asked of a rating, however it came."""

TOLD: Mapping[bool, str] = {True: events.RATED, False: events.REOPENING_ASKED}
"""Whether the applicant says that the matter is solved → the event."""


@operation(
    title="Записать оценку заявителя",
    action=Action.SATISFACTION_RECORD,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(not_rated_yet, not_own_answer),
    checks=SAID,
)
async def record_satisfaction(
    change: Change,
    case: Case,
    *,
    score: int,
    solved: bool,
    comment: str | None = None,
    merged_case_id: str | None = None,
) -> Case:
    """Record what the applicant said of the answer, by phone or in person: once, and never by who gave it. The applicant of
    a merged case was told it too, and says so once as well. Raises: INVALID (`unknown_case`)."""
    source, of_id = _source(change), await told_case(change, case, merged_case_id, Action.SUBMISSION_READ)
    sets = rated(change, case, score=score, solved=solved, comment=comment, source=source, of_case_id=of_id)
    return await change.save(case, TOLD[solved], **sets)


@operation(
    title="Оценить ответ по ссылке",
    action=Action.SATISFACTION_RECORD,
    record=Case,
    kinds=KINDS,
    by_system=True,
    checks=SAID,
)
async def rate_by_link(
    change: Change, case: Case, *, digest: str, score: int, solved: bool, comment: str | None = None
) -> Case:
    """Take the rating of who followed the link of this case. Raises: NOT_FOUND for a link that opens it no more; INVALID
    (`already_rated`)."""
    link = link_by(case.guest_links, LinkPurpose.SATISFACTION, digest)
    if link is None or not is_readable(link, change.now) or case.status not in ANSWERED:
        raise NotFound
    sets = rated(
        change,
        case,
        score=score,
        solved=solved,
        comment=comment,
        source=SatisfactionSource.LINK,
        of_case_id=link.of_case_id,
    )
    return await change.save(case, TOLD[solved], **sets)


@operation(
    title="Выдать ссылку для оценки ответа",
    action=Action.RESPONSE_SEND,
    record=Case,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(answered, not_rated_yet, not_own_answer),
)
async def give_rating_link(change: Change, case: Case, *, merged_case_id: str | None = None) -> Case:
    """Note that who acts is given the link for the applicant, or for that of a merged case; where none is open, a new one is
    made. Raises: INVALID (`unknown_case`)."""
    of_id = await told_case(change, case, merged_case_id, Action.SUBMISSION_READ)
    link = open_link(case.guest_links, LinkPurpose.SATISFACTION, change.now, of_id)
    is_told = link is not None and told_token(change.vault, case.id, link) is not None
    links = case.guest_links if is_told else await links_with_new(change, case, of_id)
    return await change.save(case, events.RATING_LINK_GIVEN, guest_links=links)


@operation(
    title="Разобрать низкую оценку",
    action=Action.QUALITY_CHECK,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(rated_low, not_own_answer),
    checks=(text_within("finding", "finding", COMMENT_LIMIT),),
)
async def examine_rating(change: Change, case: Case, *, finding: str) -> Case:
    """Write down what came of looking into a low rating: it waits for nobody any more."""
    decisions = decisions_with(change, case, CaseDecisionKind.RATING_EXAMINED, reason=finding)
    return await change.save(case, events.RATING_EXAMINED, to_examine=None, decisions=decisions)


def _source(change: Change) -> SatisfactionSource:
    """By whom it was heard: by the body that gave the answer, where only the rule of its coordinator allows it."""
    rules = change.authorization.rules if change.authorization is not None else ()
    roles = {rule.role_for(change.who) for rule in rules if change.who is not None}
    is_recipient = roles == {Role.RECIPIENT_COORDINATOR}
    return SatisfactionSource.RECIPIENT if is_recipient else SatisfactionSource.PHONE
