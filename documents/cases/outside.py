"""The term that another system sets for a case, kept beside ours: a setting says which of the two counts (§5.4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.cases.clock_rules import Terms, answer_begun
from documents.cases.deadlines import due_soon_at
from documents.cases.due_steps import DueStep
from documents.cases.statuses import OPEN
from documents.center.setting_modes import ExternalTerm
from documents.center.settings import EXTERNAL_TERM, setting
from documents.kernel.calendar import Calendar
from documents.kernel.read.reference import Snapshot

Row = Mapping[str, Any]

OUTSIDE = "EXTERNAL"
"""The step of a deadline that tells of the term of another system."""

COUNTS, BESIDE = "действует он", "действует срок центра"


def own_due_at(case: Row) -> datetime:
    """Return when a case (its stored fields) is due by our own term, whichever counts."""
    moment: datetime = case.get("own_due_at") or case["due_at"]
    return moment


def counted_due_at(case: Row, own: datetime, snapshot: Snapshot) -> datetime:
    """Return when a case is due by the term that counts, `own` being ours. What was put off has a second deadline, promised
    to the applicant: that one counts alone."""
    # Not stored on cases of before there were terms of others.
    outside: datetime | None = case.get("external_due_at")
    if outside is None or case["postponed_until"] is not None:
        return own
    mode = setting(snapshot, EXTERNAL_TERM, default=ExternalTerm.OURS)
    is_outside = mode == ExternalTerm.OUTSIDE or (mode == ExternalTerm.EARLIER and outside < own)
    return outside if is_outside else own


def term_fields(case: Row, snapshot: Snapshot) -> dict[str, Any]:
    """Return what the term that counts makes of a case (its fields as they are to be stored): `due_at` is that term, and
    `own_due_at` ours where another one is kept beside it. Empty where there is no other, and for what is not open any more:
    that was measured by what counted then."""
    if case["status"] not in OPEN or (case["external_due_at"] is None and case["own_due_at"] is None):
        return {}
    own, outside = own_due_at(case), case["external_due_at"]
    counted = counted_due_at(case, own, snapshot)
    steps = [one for one in case["due_steps"] if one.rule != OUTSIDE]
    if outside is not None:
        words = COUNTS if counted == outside else BESIDE
        steps.append(DueStep(at=outside, rule=OUTSIDE, note=f"Срок внешней системы: {words}"))
    found = {"due_at": counted, "own_due_at": own if outside is not None else None, "due_steps": steps}
    # What was computed with our term just now stands as long as that one counts.
    if case["own_due_at"] is None and counted == own:
        return found
    terms = Terms.of(snapshot)
    begun = answer_begun(case["clocks"], otherwise=terms.counted_from(case))
    control_on = _control_day(case, counted, terms.calendar)
    return {**found, "soon_at": due_soon_at(begun, counted, terms.calendar), "control_due_on": control_on}


def _control_day(case: Row, counted: datetime, calendar: Calendar) -> str | None:
    """The working day to aim at; none for a case whose own term is in hours."""
    if case["legal_due_on"] is None:
        return None
    return calendar.working_on_or_before(calendar.day_of(counted - datetime.resolution)).isoformat()
