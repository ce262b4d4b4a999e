"""Rules of meetings: quorum, votes and what they come to."""

from typing import Any

import pytest

from documents.kernel.read.reference import Snapshot
from documents.meetings.counting import choices_of_chair, counted_agenda
from documents.meetings.rules import (
    Quorum,
    decided_by_chair,
    everybody_voted,
    quorum_of,
    tally,
    unmarked,
)
from documents.meetings.showing import shown_quorum


def meeting(*attendance: str | None, form: str = "IN_PERSON") -> dict[str, object]:
    """A meeting of members who attend like this, and an invitee who is there."""
    members = [
        {"person_id": f"m{place}", "kind": "MEMBER", "attendance": one}
        for place, one in enumerate(attendance)
    ]
    guest = {"person_id": "guest", "kind": "INVITEE", "attendance": "PRESENT"}
    return {
        "form": form,
        "status": "IN_SESSION",
        "quorum": None,
        "participants": [*members, guest],
        "ballots": [],
    }


@pytest.mark.parametrize(
    ("rule", "members", "needed"),
    [
        *(("MORE_THAN_HALF", members, needed) for members, needed in ((1, 1), (4, 3), (5, 3))),
        *(("HALF", members, needed) for members, needed in ((1, 1), (4, 2), (5, 3))),
        *(("TWO_THIRDS", members, needed) for members, needed in ((1, 1), (3, 2), (4, 3))),
        ("NONE", 4, 0),
    ],
)
def test_each_rule_needs_so_many_of_so_many_members(rule: str, members: int, needed: int) -> None:
    assert quorum_of(meeting(*[None] * members), rule) == Quorum(rule, members, 0, needed)


def test_members_in_the_room_and_from_afar_count_and_invitees_do_not() -> None:
    found = quorum_of(meeting("PRESENT", "REMOTE", "ABSENT", "ABSENT_EXCUSED", None), "MORE_THAN_HALF")
    assert (found.present, found.needed, found.is_reached) == (2, 3, False)


def test_in_absence_who_answered_takes_part() -> None:
    found = quorum_of(meeting(None, None, form="ABSENTEE"), "HALF", answered=["m1", "guest"])
    assert (found.present, found.is_reached) == (1, True)


@pytest.mark.parametrize(
    ("votes", "chair", "outcome", "ground", "needed"),
    [
        ((3, 0, 0), None, "ADOPTED", "UNANIMOUS", 2),
        ((3, 1, 1), None, "ADOPTED", "MAJORITY", 3),
        ((2, 1, 2), None, "REJECTED", "NO_MAJORITY", 3),
        ((1, 3, 0), None, "REJECTED", "NO_MAJORITY", 3),
        ((2, 2, 0), "FOR", "ADOPTED", "CHAIR_DECIDED", 3),
        ((2, 2, 1), "AGAINST", "REJECTED", "CHAIR_DECIDED", 3),
        ((2, 2, 0), None, "REJECTED", "CHAIR_UNDECIDED", 3),
        ((0, 0, 4), None, "REJECTED", "NO_MAJORITY", 3),
        ((0, 0, 0), None, "REJECTED", "NO_MAJORITY", 1),
    ],
)
def test_a_tally_says_what_votes_come_to_and_why(
    votes: tuple[int, int, int], chair: str | None, outcome: str, ground: str, needed: int
) -> None:
    found = tally(*votes, chair_choice=chair)
    assert (found.outcome, found.ground, found.needed) == (outcome, ground, needed)


def test_who_is_not_marked_is_named_by_place() -> None:
    assert unmarked(meeting("PRESENT", None, "OTHER")) == (1, 2)


def test_everybody_has_voted_when_each_member_has_on_each_question() -> None:
    poll = {**meeting(None, None, form="ABSENTEE"), "agenda": [{"order": 1}]}
    one = {"person_id": "m0", "order": 1, "choice": "FOR"}
    assert not everybody_voted({**poll, "ballots": [one]})
    assert everybody_voted({**poll, "ballots": [one, {**one, "person_id": "m1"}]})


def test_ballots_of_members_alone_are_counted() -> None:
    ballots = [{"person_id": who, "order": 1, "choice": "FOR"} for who in ("m0", "guest")]
    poll = {
        **meeting(None, None, form="ABSENTEE"),
        "agenda": [{"order": 1}],
        "ballots": ballots,
        "chair_id": "m1",
    }
    assert choices_of_chair(poll, []) == {}
    (question,) = counted_agenda(poll, {}, must_decide=True)
    assert (question["voted"]["in_favour"], question["voted"]["ground"]) == (1, "UNANIMOUS")


def test_a_question_that_the_chair_decided_is_known_by_its_votes() -> None:
    voted = {"outcome": "ADOPTED", "ground": "CHAIR_DECIDED"}
    agenda: list[dict[str, Any]] = [
        {"order": 1, "voted": voted},
        {"order": 2, "voted": {**voted, "outcome": "REJECTED"}},
        {"order": 3},
    ]
    assert [decided_by_chair(agenda, order) for order in (1, 2, 3, 4)] == [True, False, False, False]


def test_a_quorum_is_told_as_attendance_stands_and_as_it_was_counted() -> None:
    snapshot = Snapshot(0, {})
    there = meeting("PRESENT", "ABSENT")
    shown = shown_quorum(snapshot, there)
    assert shown is not None
    assert (shown["present"], shown["needed"], shown["is_reached"], shown["is_mandatory"]) == (
        1,
        2,
        False,
        False,
    )
    assert shown_quorum(snapshot, {**there, "status": "DRAFT"}) is None
    assert shown_quorum(snapshot, {**there, "form": "ABSENTEE"}) is None
    kept = {"rule": "HALF", "members": 2, "present": 1, "needed": 1}
    counted = shown_quorum(snapshot, {**there, "status": "HELD", "quorum": kept})
    assert counted is not None
    assert (counted["rule"], counted["is_reached"]) == ("HALF", True)
