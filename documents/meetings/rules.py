"""Rules of meetings: the machine of §5.2 of the domain, and which form takes which way."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
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

QUORUM_RULE, QUORUM_MANDATORY = "quorumRule", "quorumMandatory"
"""The settings: how many members must take part (§2.6 of the domain), and whether a meeting is held without them."""


class QuorumRule(StrEnum):
    """How many of the members named in the composition must take part."""

    MORE_THAN_HALF = "MORE_THAN_HALF"
    HALF = "HALF"
    TWO_THIRDS = "TWO_THIRDS"
    NONE = "NONE"


NEEDED: Mapping[str, Callable[[int], int]] = {
    QuorumRule.MORE_THAN_HALF: lambda members: members // 2 + 1,
    QuorumRule.HALF: lambda members: -(-members // 2),
    QuorumRule.TWO_THIRDS: lambda members: -(-2 * members // 3),
    QuorumRule.NONE: lambda _: 0,
}
"""Rule → how many of so many members are enough."""

THERE = frozenset({"PRESENT", "REMOTE"})
AWAY = frozenset({"ABSENT", "ABSENT_EXCUSED"})
"""Attendances that take part, and that do not."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members take part in a meeting, of how many, and how many are needed by which rule."""

    rule: str
    members: int
    present: int
    needed: int

    @property
    def is_reached(self) -> bool:
        """Whether enough take part."""
        return self.present >= self.needed


MACHINE = Machine(
    "meeting",
    initial=S.DRAFT,
    moves=(
        move("draft_meeting", (), S.DRAFT),
        move("schedule_meeting", (S.DRAFT,), S.SCHEDULED),
        move("update_meeting", (S.DRAFT, S.SCHEDULED), None),
        move("move_meeting", (S.SCHEDULED,), None),
        move("add_meeting_material", (S.DRAFT, S.SCHEDULED, S.IN_SESSION, S.VOTING), None),
        move("take_back_material", (S.DRAFT, S.SCHEDULED), None),
        move("remark_material", (S.DRAFT, S.SCHEDULED), None),
        move("record_attendance", (S.SCHEDULED, S.IN_SESSION), None),
        move("record_speaker", (S.IN_SESSION,), None),
        move("record_votes", (S.IN_SESSION,), None),
        move("open_meeting", (S.SCHEDULED,), S.IN_SESSION),
        move("close_meeting", (S.IN_SESSION,), S.HELD),
        move("start_voting", (S.SCHEDULED,), S.VOTING),
        move("cast_ballot", (S.VOTING,), None),
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
    "record_attendance": "IN_PERSON",
    "record_speaker": "IN_PERSON",
    "record_votes": "IN_PERSON",
    "open_meeting": "IN_PERSON",
    "close_meeting": "IN_PERSON",
    "start_voting": "ABSENTEE",
    "cast_ballot": "ABSENTEE",
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


def members_of(meeting: Row) -> tuple[str, ...]:
    """Return person ids of the members named in the composition, who have a vote; invitees have none (invariant 6)."""
    return tuple(one["person_id"] for one in meeting["participants"] if one["kind"] == "MEMBER")


def quorum_of(meeting: Row, rule: str, *, answered: Collection[str] = ()) -> Quorum:
    """Return the quorum of a meeting under a rule: in person of the members who are there, absentee of those who
    `answered`; who did not answer takes no part."""
    members = members_of(meeting)
    here = {one["person_id"] for one in meeting["participants"] if one.get("attendance") in THERE}
    taking_part = set(answered) if meeting["form"] == "ABSENTEE" else here
    return Quorum(rule, len(members), sum(one in taking_part for one in members), NEEDED[rule](len(members)))


def everybody_voted(meeting: Row) -> bool:
    """Return whether each member has voted on each question: then nothing more is waited for."""
    cast = {(one["person_id"], one["order"]) for one in meeting["ballots"]}
    return all((one, item["order"]) in cast for one in members_of(meeting) for item in meeting["agenda"])


def unmarked(meeting: Row) -> tuple[int, ...]:
    """Return the places of participants whose attendance nobody has noted; empty when all are."""
    named = enumerate(meeting["participants"])
    return tuple(place for place, one in named if one.get("attendance") not in THERE | AWAY)


class VoteOutcome(StrEnum):
    """What a vote has come to."""

    ADOPTED = "ADOPTED"
    REJECTED = "REJECTED"


class VoteGround(StrEnum):
    """Why a vote came to what it did."""

    UNANIMOUS = "UNANIMOUS"
    MAJORITY = "MAJORITY"
    NO_MAJORITY = "NO_MAJORITY"
    CHAIR_DECIDED = "CHAIR_DECIDED"
    CHAIR_UNDECIDED = "CHAIR_UNDECIDED"


@dataclass(frozen=True, slots=True)
class VoteCount:
    """What votes come to: how many of those who voted were needed, the outcome and its ground."""

    in_favour: int
    against: int
    abstained: int
    needed: int
    outcome: VoteOutcome
    ground: VoteGround


def is_equal(in_favour: int, against: int) -> bool:
    """Return whether votes are equal, so that the chair decides; where nobody is for or against nothing is."""
    return in_favour == against > 0


def tally(in_favour: int, against: int, abstained: int, *, chair_choice: str | None = None) -> VoteCount:
    """Return what votes come to: a simple majority of those who took part adopts; where as many are for as against, the
    vote of the chair decides, and without one nothing is adopted (§2.6 of the domain)."""
    voted = in_favour + against + abstained
    needed = voted // 2 + 1
    outcome, ground = VoteOutcome.REJECTED, VoteGround.NO_MAJORITY
    if in_favour >= needed:
        outcome = VoteOutcome.ADOPTED
        ground = VoteGround.UNANIMOUS if in_favour == voted else VoteGround.MAJORITY
    elif is_equal(in_favour, against) and chair_choice in ("FOR", "AGAINST"):
        outcome = VoteOutcome.ADOPTED if chair_choice == "FOR" else VoteOutcome.REJECTED
        ground = VoteGround.CHAIR_DECIDED
    elif is_equal(in_favour, against):
        ground = VoteGround.CHAIR_UNDECIDED
    return VoteCount(in_favour, against, abstained, needed, outcome, ground)


def decided_by_chair(agenda: Iterable[Row], order: int) -> bool:
    """Return whether a question was adopted by the vote of the chair, its votes being equal."""
    voted = next((one.get("voted") for one in agenda if one["order"] == order), None)
    return voted is not None and (voted["outcome"], voted["ground"]) == (
        VoteOutcome.ADOPTED,
        VoteGround.CHAIR_DECIDED,
    )
