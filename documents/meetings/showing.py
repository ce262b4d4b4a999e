"""What is shown of a meeting beside what is stored: its quorum, and what votes needed."""

from collections.abc import Mapping
from typing import Any

from documents.kernel.read.reference import Snapshot
from documents.meetings.guards import needs_quorum, quorum_now
from documents.meetings.rules import MeetingStatus, Quorum

Row = Mapping[str, Any]

COUNTING = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.IN_SESSION})
"""States in which attendance is being recorded."""


def shown_quorum(snapshot: Snapshot, meeting: Row) -> Row | None:
    """Return the quorum as it was counted when the meeting ended, or as attendance stands; None where there is none to
    tell: of a vote nobody is told how many have answered before it is counted (invariant 7)."""
    kept = meeting["quorum"]
    if kept is not None:
        return _shown(Quorum(**kept), snapshot)
    if meeting["form"] == "ABSENTEE" or meeting["status"] not in COUNTING:
        return None
    return _shown(quorum_now(snapshot, {**meeting, "ballots": ()}), snapshot)


def _shown(quorum: Quorum, snapshot: Snapshot) -> Row:
    return {
        "rule": quorum.rule,
        "members": quorum.members,
        "present": quorum.present,
        "needed": quorum.needed,
        "is_reached": quorum.is_reached,
        "is_mandatory": needs_quorum(snapshot),
    }
