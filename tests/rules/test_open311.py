"""Open311 without a server: what a request gives, how moments become periods, which key holds, what XML can hold."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.open311.forms import DEFINITION, SERVICES, AnswerForm, form_of, written
from api.open311.given import (
    CLOSED,
    LONGEST_PERIOD,
    STATUSES,
    fields_of,
    filter_in,
    message_in,
    page_in,
    period_in,
)
from api.open311.refusing import Open311Refused
from api.open311.told import told_definition, told_request, told_updates
from documents.accounts.clients import key_holds
from documents.cases.statuses import OPEN, CaseStatus

NOW = datetime(2026, 6, 1, 3)
PLACE = {
    "street": None,
    "house": None,
    "description": None,
    "latitude": None,
    "longitude": None,
    "directoryStreet": None,
}
BARE = {"service_code": "T", "description": "Яма", "lat": "56", "long": "89"}
KEY = "key-of-a-repetition-1"


def spans(given: Mapping[str, str]) -> tuple[datetime, datetime]:
    period = period_in(given, NOW)
    return period.start, period.end - timedelta(seconds=1)


def test_a_period_is_the_last_ninety_days_or_those_beside_the_moment_that_is_given() -> None:
    assert spans({}) == (NOW - LONGEST_PERIOD, NOW)
    moment = datetime(2026, 3, 1, 5)
    assert spans({"start_date": "2026-03-01T12:00:00+07:00"}) == (moment, moment + LONGEST_PERIOD)
    assert spans({"end_date": "2026-03-01T05:00:00Z"}) == (moment - LONGEST_PERIOD, moment)


@pytest.mark.parametrize(
    "given",
    [
        {"start_date": "0001-01-01T00:00:00+14:00"},
        {"start_date": "2026-03-01"},
        {"start_date": "x", "end_date": "2026-03-01T05:00:00Z"},
    ],
)
def test_what_is_no_moment_with_its_offset_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(Open311Refused) as caught:
        period_in(given, NOW)
    assert caught.value.status == 400


def test_each_status_is_either_open_or_closed_as_the_domain_says() -> None:
    every = {one.value for one in CaseStatus}
    assert {*STATUSES["open"]} | {*STATUSES["closed"]} == every
    assert not {*STATUSES["open"]} & {*STATUSES["closed"]}
    assert {CaseStatus.ANSWERED, CaseStatus.CLOSED, CaseStatus.REJECTED} <= CLOSED
    assert {*STATUSES["open"]} == {one.value for one in OPEN}


def test_lists_in_parameters_stand_between_commas() -> None:
    found = filter_in({"service_code": "a, b,,a", "status": "OPEN"}, ("POS",), NOW)
    assert (found["channel"], found["topicIds"], found["status"]) == (
        ["POS"],
        ["a", "b"],
        sorted(STATUSES["open"]),
    )
    page = page_in({"page": "3", "page_size": "20"})
    assert (page.skipped, page.size) == (40, 20)


def test_fields_are_read_once_and_empty_ones_not_at_all() -> None:
    assert fields_of(b"a=1&b=&c=%D0%AF") == {"a": "1", "c": "Я"}
    for raw in (b"a=1&a=2", b"a=%ff", "я=1".encode(), b"&".join(b"f%d=1" % one for one in range(101))):
        with pytest.raises(Open311Refused):
            fields_of(raw)


def test_a_form_becomes_a_message_and_empty_fields_are_left_out() -> None:
    assert message_in(BARE, "C", KEY) == {
        "regime": "MESSAGE",
        "form": "ELECTRONIC",
        "channelId": "C",
        "topicId": "T",
        "text": "Яма",
        "idempotencyKey": KEY,
        "location": {"latitude": 56.0, "longitude": 89.0},
    }
    more = {
        **BARE,
        "media_url": "https://example.org/1.jpg",
        "address_id": "S",
        "last_name": "Петрова",
        "email": "a@b.ru",
    }
    found = message_in(more, "C", KEY)
    assert found["text"] == "Яма\n\nhttps://example.org/1.jpg"
    assert found["location"]["streetId"] == "S"
    assert found["applicant"] == {"fullName": "Петрова", "email": "a@b.ru"}
    addressed = {name: value for name, value in BARE.items() if name not in {"lat", "long"}}
    assert message_in({**addressed, "address_string": "у школы"}, "C", KEY)["location"] == {
        "description": "у школы"
    }
    for wrong in (addressed, {**addressed, "long": "89"}):
        with pytest.raises(Open311Refused):
            message_in(wrong, "C", KEY)


def message(**more: Any) -> dict[str, Any]:
    bare = {
        "number": "2026-1",
        "status": "NEW",
        "text": None,
        "summary": "Суть",
        "topic": None,
        "recipient": None,
    }
    moments = dict.fromkeys(("receivedAt", "updatedAt", "dueAt"), NOW)
    return {
        **bare,
        **moments,
        "location": PLACE,
        "settlement": None,
        "rejection": None,
        "responses": [],
        **more,
    }


def test_of_a_message_whose_text_is_withheld_the_summary_is_told() -> None:
    told = told_request(message())
    assert (told["description"], told["service_code"], told["address"]) == ("Суть", None, None)
    place = {**PLACE, "street": "ул. Кирова", "house": "5", "directoryStreet": {"id": "S"}}
    found = told_request(
        message(location=place, settlement={"title": "Боготол"}, recipient={"shortName": "МКУ"})
    )
    assert (found["address"], found["address_id"]) == ("Боготол, ул. Кирова, 5", "S")
    assert found["agency_responsible"] == "МКУ"


def test_updates_are_the_answers_that_were_sent_within_the_period() -> None:
    def answer(no: int, kind: str, status: str, day: int | None) -> dict[str, Any]:
        at = datetime(2026, 5, day) if day else None
        return {"no": no, "kind": kind, "status": status, "text": "Ответ", "sentAt": at}

    responses = [
        answer(1, "INTERMEDIATE", "SENT", 3),
        answer(2, "FINAL", "DRAFT", None),
        answer(3, "FINAL", "SENT", 9),
    ]
    answered = message(status="ANSWERED", responses=responses)
    told = [(one["update_id"], one["status"]) for one in told_updates(answered, None)]
    assert told == [("2026-1.1", "open"), ("2026-1.3", "closed")]
    period = period_in({"end_date": "2026-05-04T00:00:00Z"}, NOW)
    assert [one["update_id"] for one in told_updates(answered, period)] == ["2026-1.1"]


def test_an_answer_has_the_form_that_its_address_ends_with() -> None:
    assert [form_of(path) for path in ("a.json", "a.xml", "a.html", "a")] == [
        AnswerForm.JSON,
        AnswerForm.XML,
        AnswerForm.XML,
        AnswerForm.XML,
    ]
    told = written(
        AnswerForm.XML, SERVICES, [{"service_name": "a\u000b<b>\U0001f600", "at": NOW, "none": None}]
    )
    body = bytes(told.body).decode()
    assert "<service_name>a&lt;b&gt;\U0001f600</service_name>" in body
    assert "<at>2026-06-01T03:00:00Z</at><none />" in body
    defined = bytes(written(AnswerForm.XML, DEFINITION, told_definition({"id": "T"})).body).decode()
    assert "<attribute><variable>true</variable><code>kind</code>" in defined


def test_a_key_holds_until_the_one_after_it_takes_its_place() -> None:
    account: dict[str, Any] = {"client_key_digests": ["b", "a"], "client_previous_key_until": NOW}
    before = NOW - timedelta(seconds=1)
    assert [key_holds(account, one, before) for one in ("a", "b", "c")] == [True, True, False]
    assert [key_holds(account, one, NOW) for one in ("a", "b")] == [False, True]
    assert not key_holds({}, "a", before)
    assert not key_holds({"client_key_digests": ["b", "a"]}, "a", before)
