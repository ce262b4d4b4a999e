"""What the check asks for: the history of each object, where it is looked up or else in the list that shows it."""

from collections.abc import Mapping
from typing import Any

import pytest

from api.leaks.asking import MOST_POINTS, Driver
from api.leaks.mutating import shown_in_turn
from api.leaks.people import Asker
from api.leaks.rights import RightsHolder
from api.leaks.selection import CORE, mutation_fields, pieces, shown_by
from schema.engine.prepared import PreparedDocuments
from tests.leaks.town_planted import LOGINS

OPERATIONS = PreparedDocuments(CORE)


def driver_of(turns: Mapping[str, int]) -> Driver:
    """A driver that asks nothing: only whose turn it is."""
    nothing: Any = None
    return Driver(nothing, nothing, nothing, nothing, None, 1, nothing, turns)


def asker(login: str) -> Asker:
    return Asker(login, (), RightsHolder((), person_id=None, account_id=login))


def points(document: str) -> int:
    return OPERATIONS.cost(OPERATIONS.choose(OPERATIONS.prepare(document), None)).points({})


@pytest.mark.parametrize("type_name", ["Setting", "CalendarDay"])
def test_what_has_no_id_is_asked_for_a_short_history_in_its_list(type_name: str) -> None:
    (piece,) = pieces(type_name, deep=False)
    assert "history(first: 2) {" in piece


@pytest.mark.parametrize("type_name", ["Reason", "Topic"])
def test_what_is_looked_up_by_its_id_is_asked_for_its_history_there_alone(type_name: str) -> None:
    assert not any("history" in one for one in pieces(type_name, deep=False))
    assert any("history {" in one for one in pieces(type_name))


@pytest.mark.parametrize(
    ("door", "arguments"), [("settings", ""), ("calendar", '(from: "2026-06-08", to: "2026-06-15")')]
)
def test_a_list_with_short_histories_is_not_too_costly_to_ask(door: str, arguments: str) -> None:
    for piece in pieces(shown_by(door), deep=False):
        assert points(f"{{ {door}{arguments} {{ {piece} }} }}") <= MOST_POINTS


@pytest.mark.parametrize(
    ("head", "type_name"),
    [
        ("{ notifications(first: 1) { nodes {", "Notification"),
        ("{ nodes(ids: []) { __typename ... on Topic {", "Topic"),
    ],
)
def test_what_is_asked_piece_by_piece_is_sound_each_time(head: str, type_name: str) -> None:
    for piece in pieces(type_name):
        prepared = OPERATIONS.prepare(f"{head} {piece} {'} ' * head.count('{')}")
        assert OPERATIONS.validation_errors(prepared) == []


@pytest.mark.parametrize("count", [1, 2, 7, len(LOGINS), 3 * len(LOGINS)])
def test_by_turns_all_that_there_is_to_ask_is_asked_at_each_door(count: int) -> None:
    driver, found = driver_of({login: turn for turn, login in enumerate(LOGINS)}), range(count)
    for door in ("messages", "caseChanged", "node"):
        asked = [driver.in_turn(asker(login), door, found) for login in LOGINS]
        assert {one for each in asked for one in each} == {*found}
        assert max(map(len, asked)) <= -(-count // len(LOGINS))


def test_who_has_no_turn_asks_everything() -> None:
    assert driver_of({}).in_turn(asker("HD"), "messages", "abc") == ["a", "b", "c"]


@pytest.mark.parametrize("shown", sorted({shown_by(name) for name in mutation_fields()}))
def test_by_turns_everybody_meets_every_piece_and_every_mutation_shows_all_of_them(shown: str) -> None:
    whole = {one for one in pieces(shown) if "errors {" not in one or one.count("{") > 1}
    alike = [name for name in mutation_fields() if shown_by(name) == shown]
    turns = range(len(LOGINS))
    assert all({one for turn in turns for one in shown_in_turn(name, turn)} >= whole for name in alike)
    assert all({one for name in alike for one in shown_in_turn(name, turn)} >= whole for turn in turns)
    assert all(shown_in_turn(name, None) == pieces(shown) for name in alike)
