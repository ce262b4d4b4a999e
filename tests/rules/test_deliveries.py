"""Which way an answer goes, how the deliveries of a case stand, and what a letter by e-mail says."""

from datetime import datetime

import pytest

from documents.cases.delivery import (
    WAY_OF_CHANNEL,
    Delivery,
    delivery_state,
    is_postal_number,
    latest,
    way_by_channel,
    way_by_contact,
)
from documents.cases.rating import RatingLink
from documents.cases.vocabulary import ChannelKind
from documents.kernel.calendar import Calendar
from documents.submissions.letters import answer_letter

AT = datetime(2026, 6, 2, 3)
MAIL = {"email": "m*@mail.example", "phone": None, "address": None}


def fact(response_no: int, status: str, way: str | None = "POST") -> Delivery:
    return Delivery(response_no=response_no, way=way, status=status, at=AT)


@pytest.mark.parametrize(
    ("kind", "contacts", "way"),
    [
        ("POS", {}, "POS"),
        ("VK", {}, "SOCIAL_MEDIA"),
        ("EDDS_112", {}, "PHONE"),
        ("POST", {}, "POST"),
        ("EMAIL", MAIL, "EMAIL"),
        ("WEBSITE", MAIL, "EMAIL"),
        ("WEBSITE", {"phone": "+7"}, None),
        ("PERSONAL_RECEPTION", MAIL, None),
        ("OTHER", MAIL, None),
        (None, MAIL, None),
    ],
)
def test_the_way_follows_from_the_channel(
    kind: str | None, contacts: dict[str, str], way: str | None
) -> None:
    assert way_by_channel(kind, contacts) == way


def test_who_came_in_person_or_by_another_channel_says_the_way() -> None:
    assert set(ChannelKind) - set(WAY_OF_CHANNEL) == {ChannelKind.PERSONAL_RECEPTION, ChannelKind.OTHER}


@pytest.mark.parametrize(
    ("contacts", "way"),
    [
        (MAIL, "EMAIL"),
        ({"address": "адрес скрыт", "phone": "+7"}, "POST"),
        ({"address": None, "phone": "+7"}, "PHONE"),
        ({}, None),
    ],
)
def test_a_notice_goes_by_what_the_applicant_left(contacts: dict[str, str], way: str | None) -> None:
    assert way_by_contact(contacts) == way


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ([], None),
        ([fact(1, "HANDED_OVER")], None),
        ([fact(1, "QUEUED")], "QUEUED"),
        ([fact(1, "RETURNED")], "UNDELIVERED"),
        ([fact(1, "NO_WAY", None)], "UNDELIVERED"),
        ([fact(1, "RETURNED"), fact(1, "DELIVERED")], None),
        ([fact(1, "RETURNED"), fact(1, "ABANDONED")], None),
        ([fact(1, "DELIVERED"), fact(2, "QUEUED")], "QUEUED"),
        ([fact(1, "RETURNED"), fact(2, "QUEUED")], "UNDELIVERED"),
    ],
)
def test_of_each_answer_the_latest_fact_counts(facts: list[Delivery], state: str | None) -> None:
    assert delivery_state(facts) == state


def test_the_latest_is_told_by_number() -> None:
    assert {
        no: one.status
        for no, one in latest([fact(1, "QUEUED"), fact(2, "QUEUED"), fact(1, "DELIVERED")]).items()
    } == {
        1: "DELIVERED",
        2: "QUEUED",
    }


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("66200091000017", True),
        ("RA123456789RU", True),
        ("ra123456789ru", False),
        ("6620009100001", False),
        ("66200091000017 ", False),
        ("٦٦٢٠٠٠٩١٠٠٠٠١٧", False),
    ],
)
def test_a_number_of_the_post_has_one_of_two_forms(number: str, holds: bool) -> None:
    assert is_postal_number(number) is holds


@pytest.mark.parametrize(
    ("kind", "of", "subject"),
    [
        ("MESSAGE", "FINAL", "Ответ: сообщение № 2026-000123"),
        ("APPEAL", "NOTICE_OF_EXTENSION", "Уведомление о продлении срока: обращение № 2026-000123"),
    ],
)
def test_a_letter_says_what_it_is_and_holds_the_words_that_were_approved(
    kind: str, of: str, subject: str
) -> None:
    case = {"kind": kind, "number": "2026-000123", "received_at": datetime(2026, 6, 1, 20)}
    response = {"kind": of, "text": "Яму засыпали.\n\nСпасибо & до <свидания>."}
    letter = answer_letter(
        "answer-1", "a@b.example", case, response, full_name=None, rating=None, calendar=Calendar({}), now=AT
    )
    assert (letter.subject, letter.to, letter.at) == (subject, "a@b.example", AT)
    # The day in Krasnoyarsk, where it was the next one already.
    assert "№ 2026-000123 от 02.06.2026" in letter.text
    assert response["text"] in letter.text
    assert "Спасибо &amp; до &lt;свидания&gt;." in letter.html
    assert letter.html.count("<p ") == 4


def test_a_letter_with_an_answer_says_where_it_is_rated_and_until_when() -> None:
    case = {"kind": "MESSAGE", "number": "2026-000123", "received_at": datetime(2026, 6, 1, 20)}
    link = RatingLink("https://pult.example/rating/abc", datetime(2026, 6, 16, 20))
    letter = answer_letter(
        "answer-1",
        "a@b.example",
        case,
        {"kind": "FINAL", "text": "Яму засыпали."},
        full_name=None,
        rating=link,
        calendar=Calendar({}),
        now=AT,
    )
    assert f"Оцените ответ по ссылке до 17.06.2026: {link.path}" in letter.text
    assert f'<a href="{link.path}">Оцените ответ по ссылке</a> до 17.06.2026.' in letter.html
