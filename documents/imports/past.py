"""What a move did that was made elsewhere: the moves whose own operations are not here, for cases told with a past."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.cases import events
from documents.cases.clock import postponed_fields, reopened_deadline
from documents.cases.deadlines import due_soon_at
from documents.cases.document import Case, Response
from documents.cases.responses import next_response_no
from documents.center.calendars import calendar_of
from documents.kernel.calendar import due
from documents.kernel.record import FAR
from documents.kernel.write.change import Change

Facts = Mapping[str, Any]
Sets = dict[str, Any]
Teller = Callable[[Change, Case, Facts], Awaitable[Sets]]


async def _postponed(change: Change, case: Case, facts: Facts) -> Sets:
    until: datetime = facts["until"]
    sets: Sets = {
        **postponed_fields(change.reference, case, until=until, now=change.now),
        "first_response_at": case.first_response_at or change.now,
    }
    if facts.get("text"):
        reply = Response(
            no=next_response_no(case.responses),
            kind="INTERMEDIATE",
            text=facts["text"],
            author_id=change.subject,
            status="SENT",
            submitted_at=change.now,
            sent_at=change.now,
            sent_via=case.channel_id,
        )
        sets["responses"] = [*(one.model_dump() for one in case.responses), reply.model_dump()]
    return sets


async def _resumed(change: Change, case: Case, facts: Facts) -> Sets:
    # The second deadline stays: the case was promised for that day.
    return {}


async def _extended(change: Change, case: Case, facts: Facts) -> Sets:
    calendar = calendar_of(change.reference)
    later = due(case.due_at, "CALENDAR_DAYS", int(facts["days"]), calendar=calendar)
    return {
        "due_at": later.due_at,
        "legal_due_on": later.legal_due_on.isoformat() if later.legal_due_on else None,
        "control_due_on": later.control_due_on.isoformat() if later.control_due_on else None,
        "soon_at": due_soon_at(change.now, later.due_at, calendar),
        "due_steps": [
            *(step.model_dump() for step in case.due_steps),
            *({"at": step.at, "rule": step.rule, "note": step.note} for step in later.steps),
        ],
    }


async def _forwarded(change: Change, case: Case, facts: Facts) -> Sets:
    return {"forwarded_to_id": facts.get("organization_id"), "outcome": "FORWARDED", "closed_at": change.now}


async def _merged(change: Change, case: Case, facts: Facts) -> Sets:
    return {"duplicate_of_id": facts.get("into_id"), "closed_at": change.now}


async def _withdrawn(change: Change, case: Case, facts: Facts) -> Sets:
    return {"closed_at": change.now}


async def _reopened(change: Change, case: Case, facts: Facts) -> Sets:
    return {
        **reopened_deadline(change.reference, case, now=change.now),
        "answered_at": None,
        "closed_at": None,
        "outcome": None,
        "proposed_outcome": None,
        "outcome_asked_at": None,
        "postponed_until": None,
        "first_due_at": None,
        "reopened_count": case.reopened_count + 1,
        "overdue_at": FAR,
    }


@dataclass(frozen=True)
class PastMove:
    """What a move of the past writes, and the event that tells of it."""

    event: str
    told: Teller


PAST: Mapping[str, PastMove] = {
    "postpone_submission": PastMove(events.POSTPONED, _postponed),
    "resume_work": PastMove(events.RESUMED, _resumed),
    "extend_deadline": PastMove(events.EXTENDED, _extended),
    "forward_submission": PastMove(events.FORWARDED, _forwarded),
    "merge_submissions": PastMove(events.MERGED, _merged),
    "reopen_submission": PastMove(events.REOPENED, _reopened),
    "withdraw_submission": PastMove(events.WITHDRAWN, _withdrawn),
    "postpone_incident": PastMove(events.INCIDENT_POSTPONED, _postponed),
    "resume_incident": PastMove(events.INCIDENT_RESUMED, _resumed),
    "reopen_incident": PastMove(events.INCIDENT_REOPENED, _reopened),
    "merge_incidents": PastMove(events.INCIDENT_MERGED, _merged),
}
"""Machine event → its move. Rights and guards are not asked: it happened, and another system vouches for it."""
