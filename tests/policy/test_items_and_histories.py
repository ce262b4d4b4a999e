"""Ballots, files and histories: what of a row that one may read is still decided by an action of its own."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from auth.actions import Action
from auth.policy.decide import KEYS, lists_with_hidden, shown_items, tells_history
from auth.policy.grammar import Items, items
from auth.policy.rules.center import keys_of_ballot
from auth.policy.table import HISTORIES, ITEMS
from tests.policy import oracle
from tests.policy.oracle import Person, Seat
from tests.policy.world import PEOPLE, document, keys_of, people, person, principal

(BALLOTS,) = (line for line in ITEMS if line.path == "ballots")
(ATTACHMENTS,) = (line for line in ITEMS if line.path == "attachments")
(WORDINGS,) = (line for line in ITEMS if line.path == "earlier_wordings")
UNCOUNTED = ("SCHEDULED", "VOTING", "VOTING_CLOSED", "NOT_HELD")


def poll(status: str, chance: Random) -> dict[str, Any]:
    """A meeting with a ballot of everybody; its keys are those that it stores."""
    drawn = document("meeting", chance) | {"status": status}
    drawn["ballots"] = [{"person_id": one, "order": 1, "choice": "FOR"} for one in PEOPLE]
    return drawn | {KEYS: keys_of(drawn)}


def voters(someone: Person, meeting: dict[str, Any]) -> list[str]:
    return [str(one["person_id"]) for one in shown_items(principal(someone), BALLOTS, meeting)]


def _by_the_words(someone: Person, meeting: dict[str, Any]) -> list[str]:
    return [
        one
        for one in PEOPLE
        if oracle.reaches(someone, "ballot.read", {**meeting, "resource": "ballot", "voter_id": one})
    ]


@pytest.mark.parametrize("status", UNCOUNTED)
def test_until_they_are_counted_ballots_are_shown_as_the_matrix_says(status: str) -> None:
    chance, met = Random(f"ballots {status}"), set[int]()
    for someone in people(120, chance):
        meeting = poll(status, chance)
        assert voters(someone, meeting) == _by_the_words(someone, meeting), (someone, meeting)
        met.add(len(voters(someone, meeting)))
    assert met == {0, 1, len(PEOPLE)}


def test_counted_ballots_are_read_as_the_meeting() -> None:
    meeting = poll("HELD", Random("held"))
    assert all(voters(person([column], Random(column)), meeting) == list(PEOPLE) for column in oracle.COLUMNS)


def test_a_meeting_read_without_its_state_is_taken_to_be_uncounted() -> None:
    meeting = poll("HELD", Random("held"))
    del meeting["status"]
    assert voters(Person((Seat("CC"),)), meeting) == ["me"]


@pytest.mark.parametrize(
    ("column", "acts", "seen"),
    [
        ("CU", False, 3),
        ("HD", True, 3),
        ("HD", False, 1),
        ("CC", False, 1),
        ("LD", False, 0),
        ("RC", False, 0),
    ],
)
def test_the_curator_and_who_acts_for_him_see_all_before_counting(column: str, acts: bool, seen: int) -> None:
    someone = Person((Seat(column),), acts_as_curator=acts)
    meeting = poll("VOTING", Random("acting")) | {KEYS: ["secretary:petrova"]}
    assert len(voters(someone, meeting)) == seen


def test_the_secretary_counts_and_so_does_who_stands_in_for_him_but_ballots_stay_personal() -> None:
    meeting = poll("VOTING", Random("secretary")) | {KEYS: ["secretary:petrova"]}
    own = principal(Person((Seat("MB"),)))
    for_petrova = replace(own, grants=(replace(own.grants[0], stands_in_for="petrova"),))
    for_sidorov = replace(own, grants=(replace(own.grants[0], stands_in_for="sidorov"),))
    assert len(shown_items(for_petrova, BALLOTS, meeting)) == len(PEOPLE)
    assert [one["person_id"] for one in shown_items(for_sidorov, BALLOTS, meeting)] == ["me"]


def test_one_more_role_takes_no_ballot_away() -> None:
    chance = Random("more ballots")
    for fewer in people(60, chance):
        more = replace(fewer, seats=(*fewer.seats, *person([chance.choice(oracle.COLUMNS)], chance).seats))
        meeting = poll(chance.choice(UNCOUNTED), chance)
        assert set(voters(fewer, meeting)) <= set(voters(more, meeting))


def test_items_that_every_row_withholds_are_decided_on_every_row() -> None:
    always: Items = items("meeting", "ballots", Action.BALLOT_READ, keys=keys_of_ballot, words="always")
    meeting = poll("HELD", Random("held")) | {KEYS: []}
    assert len(shown_items(principal(Person((Seat("CC"),))), always, meeting)) == 1
    assert shown_items(principal(Person((Seat("CU"),))), always, {}) == []


def test_the_history_of_a_case_is_told_by_its_own_action() -> None:
    chance = Random("histories")
    for someone in people(60, chance):
        drawn = document("case", chance)
        told = tells_history(principal(someone), "case", drawn, read=Action.SUBMISSION_READ)
        assert told is oracle.reaches(someone, "case.history", drawn)


@pytest.mark.parametrize("column", oracle.COLUMNS)
def test_an_appointment_tells_its_history_to_control_and_to_oneself(column: str) -> None:
    who = principal(person([column], Random(column)))
    theirs = {"person_id": "petrova"}
    told = tells_history(who, "member", theirs, read=Action.DIRECTORY_READ)
    assert told is (column in {"CU", "HD", "AD"})
    # A client is nobody in particular, and so is a row that names nobody.
    is_person = who.person_id is not None
    assert tells_history(who, "member", {"person_id": "me"}, read=Action.DIRECTORY_READ) is (
        told or is_person
    )
    assert tells_history(who, "member", {"person_id": None}, read=Action.DIRECTORY_READ) is told


def test_all_other_histories_are_told_to_who_reads_the_object() -> None:
    nobody, member = principal(Person(())), principal(Person((Seat("MB"),)))
    assert not tells_history(nobody, "topic", {}, read=Action.DIRECTORY_READ)
    assert tells_history(member, "topic", {}, read=Action.DIRECTORY_READ)
    assert not tells_history(member, "setting", {}, read=Action.REFERENCE_MANAGE)
    assert {line.resource for line in HISTORIES} == {"case", "member"}


def _carrying(chance: Random) -> dict[str, Any]:
    """A case with a file that was cleared, and one that was not."""
    files = [{"id": "cleared", "is_cleared": True}, {"id": "uncleared", "is_cleared": False}]
    return document("case", chance) | {"attachments": files}


def test_a_file_is_shown_once_it_is_cleared_or_where_the_applicant_is_without_a_reason() -> None:
    chance, met = Random("files"), set[int]()
    for someone in people(150, chance):
        who, drawn = principal(someone), _carrying(chance)
        may = oracle.reaches(someone, "applicant.read", drawn, without_reason=True)
        seen = [one["id"] for one in shown_items(who, ATTACHMENTS, drawn)]
        assert seen == (["cleared", "uncleared"] if may else ["cleared"]), (someone, drawn)
        assert lists_with_hidden(who, "case", drawn) == (frozenset() if may else {"attachments"})
        met.add(len(seen))
    assert met == {1, 2}
    assert lists_with_hidden(principal(Person((Seat("CC"),))), "meeting", {"status": "VOTING"}) == frozenset()


def test_earlier_words_of_the_summary_are_for_all_readers_and_those_of_notes_under_their_own_right() -> None:
    chance, met = Random("wordings"), set[int]()
    wordings = [
        {"of": "SUMMARY"},
        {"of": "NOTE", "audience": "EVERYONE"},
        {"of": "NOTE", "audience": "CENTER"},
    ]
    # Columns to whom a note for the center alone is not shown, as the remark of `case.note` says.
    outside = {"RC", "RH", "AS", "RG"}
    for someone in people(200, chance):
        drawn = document("case", chance) | {"earlier_wordings": wordings}
        notes = oracle.reaches(someone, "case.note", drawn)
        inside = replace(someone, seats=tuple(one for one in someone.seats if one.column not in outside))
        center = oracle.reaches(inside, "case.note", drawn)
        seen = shown_items(principal(someone), WORDINGS, drawn)
        assert seen == [wordings[0], *wordings[1:2][: int(notes)], *wordings[2:][: int(center)]], (
            someone,
            drawn,
        )
        met.add(len(seen))
    assert met == {1, 2, 3}
