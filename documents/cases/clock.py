"""The deadline of a case: which policy rules it, and the fields that follow; never typed by hand (invariant 17)."""

from datetime import datetime
from typing import Any

from documents.cases.deadlines import choose_policy, due_for, due_soon_at
from documents.cases.document import Case
from documents.center.calendars import calendar_of
from documents.kernel.read.reference import Snapshot

POSTPONED, REOPENED = "POSTPONED", "REOPENED"
"""The steps of a deadline at which a case was put off, and at which it was opened again."""


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
    start = registered_at if policies[code].get("counted_from") == "REGISTERED" else received_at
    return {
        "policy_code": code,
        "due_at": due.due_at,
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
    return {**fresh, "due_steps": [*told, step, *fresh["due_steps"]]}
