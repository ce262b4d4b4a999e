"""Orders in the text of a decision, and the votes on it: what keeps a protocol from its signature."""

from datetime import date
from typing import Any

import pytest

from documents.protocols.rules import check_items, check_terms, terms, voters

DAY = date(2026, 5, 20)
AT = ("items", "0", "decisions", "0")


def items(*assignments: dict[str, Any], text: str = "Поручить заменить фонари") -> list[dict[str, Any]]:
    """One question with one decision."""
    return [{"title": "Фонари", "decisions": [{"no": "1.1", "text": text, "assignments": list(assignments)}]}]


def assignment() -> dict[str, Any]:
    return {"text": "Заменить фонари", "responsible_id": "boris", "due_on": "2026-06-01"}


ORDERING = """Поручить заменить фонари
  обязать подрядчика
Отделу ЖКХ обеспечить вывоз снега до 01.12.2026.
1. Поручить отделу ЖКХ вывезти снег
1.1. Поручить отделу ЖКХ вывезти снег
а) поручить ЕДДС вести сводку
- поручить ЕДДС вести сводку
«Поручить» отделу ЖКХ вывоз снега
ПОРУЧИТЬ ЕДДС
По итогам обсуждения поручить Иванову И. И. подготовить справку
Иванову И. И. подготовить справку
И.И. Иванову подготовить справку
Принять к сведению и поручить отделу ЖКХ проверку
Информацию принять к сведению, отделу ЖКХ поручить проверку
Принять к сведению. Отделу дорог отремонтировать мост
Директору школы № 2 провести проверку
Директору школы им. Гагарина провести проверку
МУП «Коммунальщик» устранить протечку
Главам территориальных отделов направить списки
Отраслевым ответственным представлять картину проблем
Управлению образования: организовать подвоз
Администрации округа вывезти снег
Подготовить памятку в срок до 15.05.2026
Возложить контроль на руководителя
Поручается отделу ЖКХ
Необходимо обеспечить вывоз мусора
Ответственный: Иванов И. И.""".splitlines()

NOT_ORDERING = """Информацию принять к сведению
Принять к сведению информацию о готовности к паводку.
Принять к сведению, что отделу ЖКХ было поручено вывезти снег
Обязательства подрядчика принять к сведению
Принять отчёт об исполнении поручения
Снять с контроля поручение № 3
Утвердить график отчётности центра
График вывоза согласовать
Работу отдела признать удовлетворительной
Рекомендовать управляющей компании очистить двор
Поддержать инициативу, чтобы обеспечить подвоз детей
Провести следующее заседание 20 мая
Отложить рассмотрение вопроса
Определить обязанности членов центра""".splitlines()


@pytest.mark.parametrize("text", ORDERING)
def test_a_decision_that_orders_something_anywhere_has_an_assignment(text: str) -> None:
    assert check_items(items(text=text), DAY) == [((*AT, "assignments"), "assignment_required")]


@pytest.mark.parametrize("text", NOT_ORDERING)
def test_a_decision_that_notes_approves_or_recommends_needs_none(text: str) -> None:
    assert check_items(items(text=text), DAY) == []


@pytest.mark.parametrize(
    ("votes", "found"),
    [
        ((12, 1, 2), []),
        ((8, 7, 0), []),
        ((-5, 0, 3), [("inFavour", "out_of_range")]),
        ((3, -1, -2), [("against", "out_of_range"), ("abstained", "out_of_range")]),
        ((15, 0, 100_000), [("", "more_votes_than_members")]),
        ((1, 12, 0), [("", "not_carried")]),
        ((7, 7, 0), [("", "not_carried")]),
        ((0, 0, 0), [("", "not_carried")]),
        ((1, 20, 0), [("", "more_votes_than_members"), ("", "not_carried")]),
    ],
)
def test_votes_are_those_of_the_members_and_carry_what_is_ordered(
    votes: tuple[int, int, int], found: list[tuple[str, str]]
) -> None:
    written = items(assignment())
    written[0]["decisions"][0]["votes"] = dict(zip(("in_favour", "against", "abstained"), votes, strict=True))
    problems = check_items(written, DAY, present=15)
    assert problems == [((*AT, "votes", *([field] if field else [])), rule) for field, rule in found]


def test_a_decision_that_cancels_orders_nothing_and_is_carried() -> None:
    written = items(text="Поручение отделу дорог в срок до 20 мая отменить")
    decision = written[0]["decisions"][0]
    assert check_items(written, DAY) == [((*AT, "assignments"), "assignment_required")]
    decision["cancels"] = [{"assignment_id": "a", "number": "П-1"}]
    assert check_items(written, DAY) == []
    decision["votes"] = {"in_favour": 1, "against": 1, "abstained": 0}
    assert check_items(written, DAY) == [((*AT, "votes"), "not_carried")]
    decision |= {"votes": None, "assignments": [assignment()]}
    assert check_items(written, DAY) == [((*AT, "cancelsIds"), "exactly_one")]


def test_what_orders_nothing_may_have_been_voted_down() -> None:
    written = items(text="Утвердить график")
    written[0]["decisions"][0]["votes"] = {"in_favour": 1, "against": 12, "abstained": 0}
    assert check_items(written, DAY, present=15) == []


def test_invitees_and_who_was_away_have_no_vote() -> None:
    participants: list[dict[str, str | None]] = [
        {"kind": "MEMBER", "attendance": "PRESENT"},
        {"kind": "MEMBER", "attendance": None},
        {"kind": "MEMBER", "attendance": "ABSENT_EXCUSED"},
        {"kind": "INVITEE", "attendance": "PRESENT"},
    ]
    assert voters(participants) == 2


def test_the_due_dates_of_a_protocol_are_told_with_where_they_stand() -> None:
    recurring = {**assignment(), "due_on": None, "recurrence": "MONTHLY"}
    written = items(recurring, assignment())
    written.append({"title": "Разное", "decisions": [{"no": "2.1", "text": "Принять к сведению"}]})
    assert list(terms(written)) == [((*AT, "assignments", "1", "dueOn"), date(2026, 6, 1))]


def test_a_term_beyond_the_last_loaded_calendar_is_none_that_anybody_can_judge() -> None:
    written = items(assignment(), {**assignment(), "due_on": "2027-01-11"})
    due = (*AT, "assignments", "1", "dueOn")
    assert check_terms(written, 2026) == [(due, "beyond_calendar")]
    assert check_terms(written, 2027) == check_terms(written, None) == []
    # What is no date that anybody means is refused as that.
    assert check_terms(items({**assignment(), "due_on": "9999-12-31"}), 2026) == []
