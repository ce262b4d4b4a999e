"""States of another system: told once, in its order, whatever comes when; the last one is the present one."""

from datetime import datetime, timedelta
from typing import Any

from documents.cases.source_states import MOST_STATES, SourceState, ToldStates, present_state, with_states
from documents.cases.source_words import POS_WORDS, known_states, words_of
from documents.cases.statuses import CaseStatus
from documents.kernel.text.matching import name_key

BEGUN = datetime(2026, 6, 1, 9)
NOW = datetime(2026, 6, 5)
NEW = ("MODERATION_NEW", "NEW")
TAKEN = ("TAKE_TO_WORK", "IN_PROGRESS")
ANSWERED = ("SEND_RESPONSE", "ANSWERED")


def said(state: tuple[str, str | None], day: int | None = None) -> dict[str, Any]:
    return {"code": state[0], "status": state[1], "at": day and datetime(2026, 6, day, 12)}


def told(known: list[SourceState], *rows: dict[str, Any], now: datetime = NOW) -> ToldStates:
    return with_states(known, rows, BEGUN, now)


def codes(states: Any) -> list[str]:
    return [one.code for one in states]


def test_states_are_told_once_in_the_order_of_the_other_system() -> None:
    found = told([], said(ANSWERED, 3), said(NEW, 1))
    assert codes(found.new) == codes(found.kept) == ["MODERATION_NEW", "SEND_RESPONSE"]
    again = told(list(found.kept), said(NEW, 1), said(ANSWERED, 3), now=NOW + timedelta(days=1))
    assert (again.new, again.kept) == ([], found.kept)
    assert all(one.told_at == NOW for one in again.kept)


def test_an_older_one_that_comes_later_turns_nothing_back() -> None:
    found = told([], said(ANSWERED, 3))
    later = told(list(found.kept), said(TAKEN, 2))
    assert codes(later.kept) == ["TAKE_TO_WORK", "SEND_RESPONSE"]
    assert present_state(later.kept)["source_code"] == "SEND_RESPONSE"


def test_one_without_a_moment_follows_what_is_known_and_is_told_where_it_is_another() -> None:
    found = told([], said(TAKEN, 2), said(ANSWERED))
    assert codes(found.kept) == ["TAKE_TO_WORK", "SEND_RESPONSE"]
    assert told(list(found.kept), said(ANSWERED)).new == []
    older = told(list(found.kept), said(NEW, 1))
    assert codes(older.kept) == ["MODERATION_NEW", "TAKE_TO_WORK", "SEND_RESPONSE"]
    newer = told(list(found.kept), said(TAKEN, 3))
    assert codes(newer.kept)[-1] == "TAKE_TO_WORK"


def test_the_first_one_without_a_moment_stands_where_the_case_was_received() -> None:
    (state,) = told([], said(NEW)).kept
    assert (state.at, state.placed_at, state.told_at) == (None, BEGUN, NOW)
    assert present_state([state]) == {
        "source_code": "MODERATION_NEW",
        "source_status": "NEW",
        "source_at": None,
    }
    assert set(present_state([]).values()) == {None}


def test_the_same_state_at_another_moment_is_another() -> None:
    assert len(told([], said(TAKEN, 1), said(ANSWERED, 2), said(TAKEN, 3)).kept) == 3


def test_what_nobody_knew_takes_what_it_comes_to_by_now() -> None:
    found = told([], said(("ODD", None), 1), said(TAKEN, 2))
    mapped = told(list(found.kept), said(("ODD", "ACCEPTED"), 1))
    assert ([one.status for one in mapped.kept], mapped.new) == (["ACCEPTED", "IN_PROGRESS"], [])


def test_the_last_ones_are_kept_and_those_before_are_not_told_again() -> None:
    rows = [{**said(TAKEN), "at": BEGUN + timedelta(hours=hour)} for hour in range(MOST_STATES + 2)]
    found = told([], *rows)
    assert len(found.kept) == len(found.new) == MOST_STATES
    assert told(list(found.kept), *rows).new == []


def test_each_code_of_pos_has_words_and_comes_to_a_status() -> None:
    assert {one.code for one in POS_WORDS} == {
        "MODERATION_NEW",
        "MODERATION_ACCEPT",
        "MODERATION_DECLINE",
        "FORWARD_TO_PARENT",
        "FORWARD_TO_SUBORDINATE",
        "SET_EXECUTOR",
        "TAKE_TO_WORK",
        "POSTPONE",
        "SEND_RESPONSE",
        "Не решено",
    }
    known = known_states(POS_WORDS)
    assert known[name_key("в  работе")].status is CaseStatus.IN_PROGRESS
    assert known[name_key("take_to_work")].code == "TAKE_TO_WORK"
    assert (words_of("SET_EXECUTOR"), words_of("ODD")) == ("Назначен исполнитель", None)
