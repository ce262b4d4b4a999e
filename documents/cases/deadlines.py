"""Deadlines of cases: which policy rules a case, when it is due, when it becomes due soon and overdue (§5.4 of the domain).

A policy is a row of `deadline_policies`: `unit`, `amount`, `counted_from` (RECEIVED or REGISTERED), `is_active`, and
`applies`, what it is for: fact → accepted values. Facts are kind, regime, channel_kind, fast_track ("true" or "false")
and importance. A policy applies where all that it names holds; the one that names most is chosen; one that names a fact
that a case does not have (a stage, say), or nothing at all, is never chosen by itself. Its `earlier_terms` hold for what was
registered before each ended.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from documents.cases.statuses import DONE, OPEN, CaseStatus
from documents.kernel.calendar import FAR, Calendar, DeadlineUnit, Due, Step, due

Row = Mapping[str, Any]

TERM = ("unit", "amount", "counted_from")
"""What a policy says of the time."""

SOON_SHARE = 0.2
"""The last share of the time in which a case is due soon."""


def choose_policy(
    policies: Mapping[str, Row],
    *,
    kind: str,
    regime: str | None,
    channel: Row | None,
    topic: Row | None,
    importance: str | None,
) -> str:
    """Return the code of the policy that rules a case of these facts; every case has one.

    A channel that names a policy (`policy_code`) counts as a channel which that policy is for. Of two that name equally
    many facts the channel's own wins, then the first by code. Raises: LookupError where the data has none that applies.
    """
    facts = _facts(kind, regime, channel, topic, importance)
    found = _most_exact(policies, facts, own=(channel or {}).get("policy_code"))
    if found is None:
        raise LookupError(f"no deadline policy applies to {facts}")
    return found


def stage_policy(
    policies: Mapping[str, Row],
    stage: str,
    *,
    case_kind: str,
    regime: str | None,
    channel: Row | None,
    topic: Row | None,
    importance: str | None,
) -> str | None:
    """Return the code of the policy that rules one stage of a case of these facts; None where none does."""
    facts = _facts(case_kind, regime, channel, topic, importance)
    of_stage = {code: policy for code, policy in policies.items() if "stage" in policy["applies"]}
    return _most_exact(of_stage, {**facts, "stage": stage}, own=None)


def _facts(
    kind: str, regime: str | None, channel: Row | None, topic: Row | None, importance: str | None
) -> dict[str, str | None]:
    return {
        "kind": kind,
        "regime": regime,
        "channel_kind": (channel or {}).get("kind"),
        "fast_track": str(bool(topic and topic.get("fast_track"))).lower(),
        "importance": importance,
    }


def _most_exact(
    policies: Mapping[str, Row], facts: Mapping[str, str | None], *, own: str | None
) -> str | None:
    found = [
        (-len(policy["applies"]), code != own, code)
        for code, policy in policies.items()
        if policy.get("is_active", True) and _applies(policy["applies"], facts, is_own=code == own)
    ]
    return min(found)[-1] if found else None


def _applies(applies: Mapping[str, list[str]], facts: Mapping[str, str | None], *, is_own: bool) -> bool:
    return bool(applies) and all(
        facts.get(fact) in accepted or (is_own and fact == "channel_kind")
        for fact, accepted in applies.items()
    )


def in_force(policy: Row, registered_at: datetime) -> Row:
    """Return a policy with the term that it had for what was registered, or began, at that moment."""
    earlier = (one for one in policy.get("earlier_terms") or () if registered_at < one["until"])
    found = next(earlier, None)
    return policy if found is None else {**policy, **{name: found[name] for name in TERM}}


def counts_from(policy: Row, *, received_at: datetime, registered_at: datetime) -> datetime:
    """Return the moment from which the policy counts, of the two."""
    term = in_force(policy, registered_at)
    return registered_at if term.get("counted_from") == "REGISTERED" else received_at


def due_for(
    policy: Row, *, topic: Row | None, received_at: datetime, registered_at: datetime, calendar: Calendar
) -> Due:
    """Return the deadline that a policy sets, its first step naming the policy. Times are naive UTC.

    A fast-track policy takes the topic's own number of working days where it has one (§5.4: 3–5 for some topics).
    """
    start_at = counts_from(policy, received_at=received_at, registered_at=registered_at)
    policy = in_force(policy, registered_at)
    unit, amount, note = policy["unit"], policy["amount"], policy["title"]
    own_days = (topic or {}).get("fast_track_days") if "fast_track" in policy["applies"] else None
    if own_days is not None:
        unit, amount, note = DeadlineUnit.WORKING_DAYS, own_days, f"{note}: срок темы"
    is_receipt = policy.get("counted_from") != "REGISTERED"
    found = due(start_at, unit, amount, calendar=calendar, is_receipt=is_receipt)
    named = Step(start_at, policy["_id"], note)
    return Due(found.due_at, found.legal_due_on, found.control_due_on, (named, *found.steps))


def due_soon_at(start_at: datetime, due_at: datetime, calendar: Calendar) -> datetime:
    """Return the moment at which what began at `start_at` becomes due soon: the earlier of two, never before the start.

    Either a fifth of the whole time is left, or the last working day begins that the deadline leaves (≤ 1 working day).
    """
    by_share = due_at - (due_at - start_at) * SOON_SHARE
    # A deadline in days is the midnight after its last day, so the last instant before it names the day.
    last_day = calendar.working_on_or_before(calendar.day_of(due_at - datetime.resolution))
    return max(start_at, min(by_share, calendar.start_of(last_day)))


def overdue_from(
    status: str, due_at: datetime, postponed_until: datetime | None, answered_at: datetime | None
) -> datetime:
    """Return the moment from which a case counts as overdue (invariant 23); `FAR` where it cannot.

    Open: its deadline in force, which after a postponement is `postponed_until`. Answered in time, or done without an
    answer: never. Answered late: the deadline stays, so it remains overdue. Rejected, merged and the like: never.
    """
    in_force = postponed_until or due_at
    if status in OPEN:
        return in_force
    if status in DONE and answered_at is not None and answered_at > in_force:
        return in_force
    return FAR


def overdue_again_from(status: str, start_at: datetime, overdue_at: datetime) -> tuple[datetime, datetime]:
    """Return the moments from which an open case took two, and three times its term; `FAR` each for what is not open.

    `start_at` is when what counts until `overdue_at` began.
    """
    if status not in OPEN:
        return FAR, FAR
    term = max(overdue_at - start_at, timedelta())
    return overdue_at + term, overdue_at + 2 * term


def due_soon_from(status: str, soon_at: datetime, overdue_at: datetime) -> datetime:
    """Return the moment from which a case counts as due soon; `FAR` for what is not open.

    `soon_at` is that of the deadline in force: who postpones or re-opens computes it anew with `due_soon_at`.
    """
    return min(soon_at, overdue_at) if CaseStatus(status) in OPEN else FAR
