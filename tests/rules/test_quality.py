"""What is computed of answers for their reviewers, and which answer a check is of."""

import pytest

from documents.cases.quality import checked_answer, is_checked_by
from documents.cases.quality_signals import (
    Known,
    holds_others_data,
    is_a_template,
    is_off_the_question,
    names_a_term,
    names_a_unit,
)
from documents.cases.reviewing import is_own_answer

QUESTION = "Во дворе дома 5 не горит фонарь, дети идут в школу в темноте"
TEMPLATE = "Здравствуйте, {{заявитель}}!\n\nВаше обращение № {{номер}} от {{дата поступления}} рассмотрено. …"
NOBODY = Known(frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Фонарь у дома 5 заменён, двор освещён.", False),
        ("Ваше мнение очень важно, спасибо за неравнодушие.", True),
    ],
)
def test_an_answer_without_the_words_of_the_question_is_noticed(text: str, *, expected: bool) -> None:
    assert is_off_the_question(QUESTION, text) is expected


def test_a_question_of_a_few_words_is_looked_for_in_no_answer() -> None:
    assert not is_off_the_question("Нет света", "Спасибо за неравнодушие.")


@pytest.mark.parametrize(
    "text",
    [
        "Засыпали 2 июня.",
        "Ремонт до 01.09.2026.",
        "Выполним в течение десяти дней.",
        "Бригада приедет завтра.",
        "Осмотр займёт 5 рабочих дней.",
        "Работы включены в план третьего квартала.",
        "Ремонт завершат до конца года.",
    ],
)
def test_a_day_or_a_time_from_now_is_a_term(text: str) -> None:
    assert names_a_term(text)


def test_a_promise_without_a_day_names_no_term() -> None:
    assert not names_a_term("Работы будут выполнены при наличии средств.")


def test_a_body_is_named_by_its_kind_or_by_its_name() -> None:
    assert names_a_unit("Отдел дорог осмотрел участок.", ())
    assert names_a_unit("Заречье-Сервис выехал на место.", ["Заречье-Сервис"])
    assert not names_a_unit("Яму засыпали.", ["Заречье-Сервис"])


def test_a_filled_template_says_nothing_of_its_own() -> None:
    filled = "Здравствуйте, Мария Ивановна! Ваше обращение № 2026-000123 от 02.06.2026 рассмотрено."
    assert is_a_template(filled, [TEMPLATE])
    assert not is_a_template(f"{filled} Фонарь у дома 5 заменён, проверено вечером.", [TEMPLATE])
    assert not is_a_template(filled, ["Да. …"])
    assert not is_a_template("", [TEMPLATE])


def test_data_of_officials_and_of_the_applicant_are_nobody_else_s() -> None:
    text = "Мария Ивановна, звоните: 8 913 555-01-42, kotova@mail.ru. Исполнитель Петров Пётр Петрович."
    assert holds_others_data(text, NOBODY)
    known = Known(
        names=frozenset({"петров петр петрович", "петров п п"}),
        contacts=frozenset(),
        masks=frozenset({"М. И.", "+7 *** ***-01-42", "k***@mail.ru"}),
    )
    assert not holds_others_data(text, known)
    assert holds_others_data("Сосед Сидоров Иван Ильич отказался.", known)
    assert holds_others_data("Паспорт 04 05 123456.", known)


def test_contacts_of_officials_are_known_as_they_stand() -> None:
    known = Known(frozenset(), frozenset({"3915722222", "dorogi@example.ru"}), frozenset())
    assert not holds_others_data("Телефон 8 (39157) 2-22-22, dorogi@example.ru", known)


@pytest.mark.parametrize(("status", "found"), [("IN_REVIEW", True), ("SENT", True), ("RETURNED", False)])
def test_an_answer_is_checked_under_review_and_when_it_was_sent(status: str, *, found: bool) -> None:
    responses = [
        {"no": 1, "kind": "FINAL", "status": status},
        {"no": 2, "kind": "INTERMEDIATE", "status": "SENT"},
    ]
    assert (checked_answer(responses) is not None) is found


def test_without_an_answer_there_is_nothing_to_check() -> None:
    assert checked_answer([]) is None


def test_one_checks_an_answer_once_before_it_is_sent_and_once_after() -> None:
    check = {"answer_no": 1, "is_before_sending": True, "by_id": "head"}
    assert is_checked_by([check], {"no": 1, "status": "IN_REVIEW"}, "head")
    assert not is_checked_by([check], {"no": 1, "status": "SENT"}, "head")
    assert not is_checked_by([check], {"no": 1, "status": "IN_REVIEW"}, "lead")
    assert not is_checked_by([check], {"no": 2, "status": "IN_REVIEW"}, "head")


def test_an_answer_is_its_author_s_and_the_one_s_who_handles_the_case() -> None:
    case = {"assignee_id": "one", "responses": [{"no": 1, "kind": "FINAL", "author_id": "two"}]}
    assert [is_own_answer(case, who) for who in ("one", "two", "three")] == [True, True, False]
    assert not is_own_answer({"assignee_id": None, "responses": []}, "one")
