"""Rules of meetings: the machine of §5.2 of the domain, and which form takes which way."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from documents.kernel.machine import Machine, move

Row = Mapping[str, Any]


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    DRAFT = "DRAFT"
    SCHEDULED = "SCHEDULED"
    IN_SESSION = "IN_SESSION"
    VOTING = "VOTING"
    VOTING_CLOSED = "VOTING_CLOSED"
    HELD = "HELD"
    NOT_HELD = "NOT_HELD"
    CANCELLED = "CANCELLED"


S = MeetingStatus

MACHINE = Machine(
    "meeting",
    initial=S.DRAFT,
    moves=(
        move("schedule_meeting", (S.DRAFT,), S.SCHEDULED),
        move("open_meeting", (S.SCHEDULED,), S.IN_SESSION),
        move("close_meeting", (S.IN_SESSION,), S.HELD),
        move("start_voting", (S.SCHEDULED,), S.VOTING),
        move("close_voting", (S.VOTING,), S.VOTING_CLOSED),
        move("count_ballots", (S.VOTING_CLOSED,), S.HELD),
        move("cancel_meeting", (S.SCHEDULED,), S.CANCELLED),
        # Only where a quorum is made mandatory by a setting: the decree has none.
        move("declare_not_held", (S.SCHEDULED, S.VOTING), S.NOT_HELD),
    ),
    terminal=(S.HELD, S.NOT_HELD, S.CANCELLED),
    labels={
        S.DRAFT: "Черновик",
        S.SCHEDULED: "Назначено",
        S.IN_SESSION: "Идёт",
        S.VOTING: "Идёт голосование",
        S.VOTING_CLOSED: "Голосование завершено",
        S.HELD: "Состоялось",
        S.NOT_HELD: "Не состоялось",
        S.CANCELLED: "Отменено",
    },
)

FORM_OF: Mapping[str, str] = {
    "open_meeting": "IN_PERSON",
    "close_meeting": "IN_PERSON",
    "start_voting": "ABSENTEE",
    "close_voting": "ABSENTEE",
    "count_ballots": "ABSENTEE",
}
"""Which form an event belongs to (III.2/1); events that are not named here belong to both."""


def fits_form(meeting: Row, event: str) -> bool:
    """Return whether the event belongs to the form of this meeting: one opens a session or starts a vote, never both."""
    return bool(FORM_OF.get(event, meeting["form"]) == meeting["form"])


def outside_composition(meeting: Row, member_ids: Collection[str]) -> tuple[str, ...]:
    """Return person ids of participants called members who are none of `member_ids` (invariant 6); empty when all are."""
    called = (one["person_id"] for one in meeting["participants"] if one["kind"] == "MEMBER")
    return tuple(person_id for person_id in called if person_id not in member_ids)


def chair_takes_part(meeting: Row) -> bool:
    """Return whether the chair is among the participants (invariant 5)."""
    return any(one["person_id"] == meeting["chair_id"] for one in meeting["participants"])
