"""What the check asks for: the history of each object, where it is looked up or else in the list that shows it."""

import pytest

from api.leaks.asking import MOST_POINTS
from api.leaks.selection import CORE, pieces, shown_by
from schema.engine.prepared import PreparedDocuments

OPERATIONS = PreparedDocuments(CORE)


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
