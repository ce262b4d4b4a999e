"""The deadline of a case: which policy rules it, and the fields that follow; never typed by hand (invariant 17)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.cases.deadlines import choose_policy, counts_from, due_for, due_soon_at, in_force
from documents.cases.decision import is_extended, of_this_clock
from documents.cases.document import Case
from documents.cases.outside import own_due_at
from documents.cases.vocabulary import CaseDecisionKind
from documents.center.calendars import calendar_of
from documents.kernel.calendar import DeadlineUnit, due
from documents.kernel.read.reference import Snapshot

POSTPONED, EXTENDED, PAUSED, REOPENED = "POSTPONED", "EXTENDED", "PAUSED", "REOPENED"
RECOUNTED = "RECOUNTED"
"""The steps of a deadline: a case was put off, its time was prolonged, its clock went on, it was opened again, its deadline
was counted anew by other policies or another calendar."""

FORWARDING, FORWARDING_DAYS = "FORWARDING", 7
"""The stage of the policy that says until when a case may be forwarded, and the days where there is no such policy."""

NO_ANSWER, NO_ANSWER_DAYS = "NO_ANSWER", 7
"""The same of telling that there will be no answer."""


def deadline_fields(
    snapshot: Snapshot,
    *,
    kind: str,
    regime: str | None,
    channel_id: str,
    topic_id: str | None,
    importance: str | None,
    received_at: datetime,
    registered_at: datetime,
) -> dict[str, Any]:
    """Return the fields of a case that its deadline fills: policy, due moments and days, the steps, when it becomes due
    soon."""
    policies = {row["_id"]: row for row in snapshot.rows("deadline_policies")}
    channel = snapshot.row("channels", channel_id)
    topic = snapshot.row("topics", topic_id)
    code = choose_policy(
        policies, kind=kind, regime=regime, channel=channel, topic=topic, importance=importance
    )
    calendar = calendar_of(snapshot)
    due = due_for(
        policies[code], topic=topic, received_at=received_at, registered_at=registered_at, calendar=calendar
    )
    start = counts_from(policies[code], received_at=received_at, registered_at=registered_at)
    return {
        "policy_code": code,
        "due_at": due.due_at,
        "own_due_at": None,
        "legal_due_on": due.legal_due_on.isoformat() if due.legal_due_on else None,
        "control_due_on": due.control_due_on.isoformat() if due.control_due_on else None,
        "due_steps": [{"at": step.at, "rule": step.rule, "note": step.note} for step in due.steps],
        "soon_at": due_soon_at(start, due.due_at, calendar),
    }


def postponed_fields(snapshot: Snapshot, case: Case, *, until: datetime, now: datetime) -> dict[str, Any]:
    """Return the fields of a case that is put off until a later moment: from now on that deadline counts everywhere, and
    its steps tell of both. The first one, which the intermediate answer met, is kept beside (§5.4)."""
    calendar = calendar_of(snapshot)
    day = calendar.day_of(until - datetime.resolution) if case.legal_due_on is not None else None
    step = {"at": until, "rule": POSTPONED, "note": "Отложено: дан промежуточный ответ, назначен новый срок"}
    return {
        "postponed_until": until,
        "due_at": until,
        "own_due_at": None,
        "first_due_at": case.first_due_at or case.due_at,
        "legal_due_on": day.isoformat() if day is not None else None,
        "control_due_on": calendar.working_on_or_before(day).isoformat() if day is not None else None,
        "due_steps": [*(one.model_dump() for one in case.due_steps), step],
        "soon_at": due_soon_at(now, until, calendar),
    }


def reopened_deadline(snapshot: Snapshot, case: Case, *, now: datetime) -> dict[str, Any]:
    """Return the deadline fields of a case that is opened again: counted anew from now by its policy, and its steps
    tell of the earlier deadline as well."""
    fresh = deadline_fields(
        snapshot,
        kind=case.kind,
        regime=case.regime,
        channel_id=case.channel_id,
        topic_id=case.topic_id,
        importance=case.importance,
        received_at=now,
        registered_at=now,
    )
    step = {"at": now, "rule": REOPENED, "note": "Открыто повторно: срок отсчитывается заново"}
    told = [one.model_dump() for one in case.due_steps]
    # What the other system set was set for the earlier answer.
    return {**fresh, "external_due_at": None, "due_steps": [*told, step, *fresh["due_steps"]]}


def extended_fields(
    snapshot: Snapshot,
    case: Case,
    *,
    days: int,
    now: datetime,
    rule: str = EXTENDED,
    note: str | None = None,
) -> dict[str, Any]:
    """Return the fields of a case whose time is longer by calendar days; its steps tell of both deadlines, and of the `rule`
    by which."""
    calendar, before = calendar_of(snapshot), own_due_at(vars(case))
    # A deadline in days is the midnight after its last day, from which the further days are counted.
    later = due(
        before - datetime.resolution,
        DeadlineUnit.CALENDAR_DAYS,
        days,
        calendar=calendar,
        is_receipt=False,
    )
    steps = [{"at": step.at, "rule": step.rule, "note": step.note} for step in later.steps[1:]]
    told = note or f"Срок продлён, календарных дней: {days}"
    begun = {"at": before, "rule": rule, "note": told}
    return {
        "due_at": later.due_at,
        "own_due_at": None,
        "legal_due_on": later.legal_due_on.isoformat() if later.legal_due_on else None,
        "control_due_on": later.control_due_on.isoformat() if later.control_due_on else None,
        "soon_at": due_soon_at(now, later.due_at, calendar),
        "due_steps": [*(one.model_dump() for one in case.due_steps), begun, *steps],
    }


def deadline_anew(snapshot: Snapshot, case: Case, **changed: Any) -> dict[str, Any]:
    """Return the deadline fields of an open case by the policy of what is `changed` (topic_id, importance), counted from
    where its clock began; none where it was put off or prolonged: then the day stays that the applicant was told."""
    decisions = case.to_row()["decisions"]
    if case.postponed_until is not None or is_extended(decisions):
        return {}
    reopened = [one["at"] for one in of_this_clock(decisions) if one["kind"] == CaseDecisionKind.REOPENED]
    facts = {"topic_id": case.topic_id, "importance": case.importance, **changed}
    return deadline_fields(
        snapshot,
        kind=case.kind,
        regime=case.regime,
        channel_id=case.channel_id,
        received_at=reopened[0] if reopened else case.received_at,
        registered_at=reopened[0] if reopened else case.registered_at,
        **facts,
    )


def forwarding_ends(snapshot: Snapshot, kind: str, registered_at: datetime) -> datetime:
    """Return until when a case of this kind may be forwarded (59-ФЗ, art. 8): by the policy of that stage."""
    return _stage_ends(snapshot, FORWARDING, FORWARDING_DAYS, kind, registered_at)


def no_answer_ends(snapshot: Snapshot, kind: str, registered_at: datetime) -> datetime:
    """Return until when the applicant is told that there will be no answer (59-ФЗ, art. 11): by the policy of that stage."""
    return _stage_ends(snapshot, NO_ANSWER, NO_ANSWER_DAYS, kind, registered_at)


def _stage_ends(snapshot: Snapshot, stage: str, days: int, kind: str, registered_at: datetime) -> datetime:
    policy: Mapping[str, Any] = next(
        (
            row
            for row in snapshot.rows("deadline_policies")
            if row.get("is_active", True)
            and row["applies"].get("stage") == [stage]
            and kind in row["applies"].get("kind", ())
        ),
        {"unit": DeadlineUnit.CALENDAR_DAYS, "amount": days},
    )
    term = in_force(policy, registered_at)
    return due(registered_at, term["unit"], term["amount"], calendar=calendar_of(snapshot)).due_at
