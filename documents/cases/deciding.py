"""What decisions on a case write: putting off, re-opening and the like; alike for all kinds (§5.2 of the domain)."""

from datetime import datetime, timedelta
from typing import Any

from auth.errors import DeadlineRule
from documents.cases.clock import extended_fields, postponed_fields, reopened_deadline
from documents.cases.decision import POSTPONEMENT, CaseDecision
from documents.cases.delivering import going_out
from documents.cases.document import Case
from documents.cases.responses import laid_aside, noticed, proposed
from documents.cases.vocabulary import CaseDecisionKind, Outcome, ResponseKind
from documents.center.calendars import calendar_of
from documents.center.settings import LONGEST_POSTPONEMENT, LONGEST_POSTPONEMENT_DAYS, setting
from documents.kernel.calendar import Calendar
from documents.kernel.write.change import Change

Sets = dict[str, Any]


def decisions_with(change: Change, case: Case, kind: CaseDecisionKind, **said: Any) -> list[dict[str, Any]]:
    """Return the decisions with one more, as of now and by who acts; earlier ones stay as they were."""
    decision = CaseDecision(kind=kind.value, at=change.now, by_id=change.subject, **said)
    return [*(one.model_dump() for one in case.decisions), decision.model_dump()]


def refuse_postponement(change: Change, until: datetime) -> None:
    """Refuse to put off to a moment that is over, or that lies further ahead than the setting allows.

    Raises: DEADLINE_RULE (`already_due`, `beyond_maximum`) at `until`.
    """
    if until <= change.now:
        raise DeadlineRule("already_due", until, path="until")
    days = setting(change.reference, LONGEST_POSTPONEMENT, default=LONGEST_POSTPONEMENT_DAYS)
    latest = change.now + timedelta(days=days)
    if until > latest:
        raise DeadlineRule("beyond_maximum", latest, path="until")


def postponed(change: Change, case: Case, *, until: datetime, text: str | None, reason: str | None) -> Sets:
    """Return what putting off writes: the second deadline, the intermediate answer that goes out, the draft laid aside."""
    responses = laid_aside(change, case, reason)
    if text:
        responses = noticed(change, case, ResponseKind.INTERMEDIATE, text, responses)
    return {
        **postponed_fields(change.reference, case, until=until, now=change.now),
        "postponed_working_days": _working_days(calendar_of(change.reference), change.now, until),
        "first_response_at": case.first_response_at or change.now,
        **going_out(change, case, responses),
        "decisions": decisions_with(change, case, CaseDecisionKind.POSTPONED, reason=reason, until=until),
    }


def proposed_postponement(change: Change, case: Case, *, until: datetime, text: str, reason: str) -> Sets:
    """Return what proposing to put off writes: the draft of the intermediate answer, and that somebody is to decide."""
    kind = CaseDecisionKind.POSTPONEMENT_PROPOSED
    return {
        "proposal": POSTPONEMENT,
        "responses": proposed(change, case, text),
        "decisions": decisions_with(change, case, kind, reason=reason, until=until),
    }


def reopened(change: Change, case: Case, *, reason: str | None) -> Sets:
    """Return what re-opening writes: a new clock starts; the steps tell of the earlier deadline as well."""
    return {
        **reopened_deadline(change.reference, case, now=change.now),
        **dict.fromkeys(
            "answered_at closed_at outcome proposed_outcome outcome_asked_at postponed_until first_due_at".split()
        ),
        "postponed_working_days": None,
        "reopened_count": case.reopened_count + 1,
        "decisions": decisions_with(change, case, CaseDecisionKind.REOPENED, reason=reason),
    }


def extended(
    change: Change, case: Case, *, days: int, text: str | None, reason: str | None, **named: Any
) -> Sets:
    """Return what prolonging writes: the later deadline, and the notice of it; `named` are the official and the act."""
    later = extended_fields(change.reference, case, days=days, now=change.now)
    said = {"reason": reason, "until": later["due_at"], **named}
    return {
        **later,
        **_notice(change, case, ResponseKind.NOTICE_OF_EXTENSION, text),
        "decisions": decisions_with(change, case, CaseDecisionKind.EXTENDED, **said),
    }


def forwarded(
    change: Change, case: Case, *, organization_id: str | None, text: str | None, reason: str | None
) -> Sets:
    """Return what forwarding writes: to whom, the notice of it, and the outcome."""
    said = {"reason": reason, "organization_id": organization_id}
    return {
        "forwarded_to_id": organization_id,
        "outcome": Outcome.FORWARDED.value,
        "closed_at": change.now,
        **_notice(change, case, ResponseKind.NOTICE_OF_FORWARDING, text),
        "decisions": decisions_with(change, case, CaseDecisionKind.FORWARDED, **said),
    }


def left_unanswered(
    change: Change,
    case: Case,
    *,
    ground: str,
    text: str | None,
    reason: str | None,
    due_at: datetime | None = None,
) -> Sets:
    """Return what leaving without an answer writes: the ground, the notice where there is one, the draft laid aside.
    `due_at` is by when the law wants the notice."""
    kind, aside = ResponseKind.NOTICE_OF_NO_ANSWER, laid_aside(change, case, reason)
    return {
        "outcome": Outcome.UNANSWERED.value,
        "closed_at": change.now,
        **going_out(change, case, noticed(change, case, kind, text, aside) if text else aside),
        "decisions": decisions_with(
            change, case, CaseDecisionKind.LEFT_UNANSWERED, reason=reason, ground=ground, due_at=due_at
        ),
    }


def merged(change: Change, case: Case, *, into_id: str | None, reason: str | None) -> Sets:
    """Return what merging writes on the case that ends: which one goes on."""
    return {
        "duplicate_of_id": into_id,
        "closed_at": change.now,
        "decisions": decisions_with(change, case, CaseDecisionKind.MERGED, reason=reason),
    }


def cancelled(change: Change, case: Case, *, replaced_by_id: str, reason: str | None) -> Sets:
    """Return what the cancelling of a wrong registration writes: which one it was registered as again."""
    return {
        "replaced_by_id": replaced_by_id,
        "closed_at": change.now,
        "decisions": decisions_with(change, case, CaseDecisionKind.CANCELLED, reason=reason),
    }


def withdrawn(change: Change, case: Case, *, reason: str | None) -> Sets:
    """Return what a withdrawal writes."""
    decisions = decisions_with(change, case, CaseDecisionKind.WITHDRAWN, reason=reason)
    return {"closed_at": change.now, "decisions": decisions}


def _notice(change: Change, case: Case, kind: ResponseKind, text: str | None) -> Sets:
    return going_out(change, case, noticed(change, case, kind, text)) if text else {}


def _working_days(calendar: Calendar, now: datetime, until: datetime) -> int:
    """Working days from the one after today up to that on which the second deadline ends."""
    day, last = calendar.day_of(now), calendar.day_of(until - datetime.resolution)
    count = 0
    while day < last:
        day = calendar.working_after(day)
        count += day <= last
    return count
