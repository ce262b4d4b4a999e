"""Guards of meetings: which form an operation belongs to, on which day it may happen, and the quorum.

The form alone is a matter of state, which lists are filtered by; the hour, attendance and ballots are asked of one meeting.
"""

from collections.abc import Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.center.calendars import calendar_of
from documents.center.settings import setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.operation import GuardContext, StateGuard, of_state
from documents.meetings.rules import (
    FORM_OF,
    QUORUM_MANDATORY,
    QUORUM_RULE,
    MeetingStatus,
    Quorum,
    QuorumRule,
    everybody_voted,
    fits_form,
    quorum_of,
)

Row = Mapping[str, Any]


def of_form(event: str) -> StateGuard:
    """Return a guard that a meeting is of the form that an event belongs to (III.2/1)."""

    @of_state("form", bounds=lambda _status: {"form": frozenset({FORM_OF[event]})})
    def guard(row: Row, guard_context: GuardContext) -> Problem | None:
        return None if fits_form(row, event) else Invalid("wrong_form", path=("id",))

    return guard


def its_day_has_come(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the local day for which it is planned has come."""
    calendar = calendar_of(guard_context.reference)
    is_early = calendar.day_of(guard_context.now) < calendar.day_of(row["planned_at"])
    return Invalid("not_its_day", path=("id",)) if is_early else None


def quorum_now(snapshot: Snapshot, row: Row) -> Quorum:
    """Return the quorum of a meeting as it stands, under the rule of the setting."""
    rule = setting(snapshot, QUORUM_RULE, default=QuorumRule.MORE_THAN_HALF)
    return quorum_of(row, rule, answered=[one["person_id"] for one in row["ballots"]])


def needs_quorum(snapshot: Snapshot) -> bool:
    """Return whether a meeting is held with its quorum only; the decree asks for none, so by default it is a warning."""
    return bool(setting(snapshot, QUORUM_MANDATORY, default=False))


def quorum_suffices(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require the quorum where the setting makes it mandatory."""
    snapshot = guard_context.reference
    if not needs_quorum(snapshot) or quorum_now(snapshot, row).is_reached:
        return None
    return Invalid("no_quorum", path=("id",))


def quorum_is_missing(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that a mandatory quorum is not reached: only then a meeting is not held (§5.2 of the domain)."""
    snapshot = guard_context.reference
    if not needs_quorum(snapshot):
        return Invalid("quorum_not_mandatory", path=("id",))
    return Invalid("quorum_reached", path=("id",)) if quorum_now(snapshot, row).is_reached else None


def voting_is_over(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the time to vote is over, or that everybody has voted on everything."""
    is_over = row["voting_to"] is not None and row["voting_to"] <= guard_context.now
    return None if is_over or everybody_voted(row) else Invalid("voting_goes_on", path=("id",))


def no_vote_goes_on(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that a vote, where there is one, is over: until then whoever is missing may still answer."""
    return voting_is_over(row, guard_context) if row["status"] == MeetingStatus.VOTING else None
