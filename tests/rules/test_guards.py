"""The guards of submissions, incidents, meetings, protocols and assignments that need no database."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest

from documents.assignments import rules as assignments
from documents.cases.document import Response
from documents.cases.formalizing import is_formalized
from documents.cases.responses import next_response_no
from documents.meetings import rules as meetings
from documents.protocols import rules as protocols
from documents.submissions import rules as submissions

# Submissions


@pytest.mark.parametrize(
    ("topic_id", "sector_id", "outside", "formalized"),
    [
        ("t", "ROADS", False, True),
        ("t", None, True, True),
        ("t", None, False, False),
        (None, "ROADS", False, False),
        (None, None, True, False),
    ],
)
def test_is_formalized_by_a_topic_and_a_sector_or_its_absence(
    topic_id: str | None, sector_id: str | None, outside: bool, formalized: bool
) -> None:
    case = {"topic_id": topic_id, "sector_id": sector_id, "outside_sectors": outside}
    assert is_formalized(case) is formalized


def test_responses_are_looked_at_from_the_last() -> None:
    returned = {"no": 1, "status": "RETURNED", "author_id": "anna"}
    approved = {"no": 2, "status": "APPROVED", "author_id": "boris"}
    waiting = {"no": 3, "status": "IN_REVIEW", "author_id": "vera"}
    assert submissions.last_response({"responses": []}) is None
    assert submissions.has_approved_response({"responses": [returned, approved]})
    assert not submissions.has_approved_response({"responses": [approved, waiting]})
    assert not submissions.has_approved_response({"responses": []})
    assert submissions.awaits_approval({"responses": [returned, waiting]})
    assert not submissions.awaits_approval({"responses": [waiting, returned]})
    assert not submissions.awaits_approval({"responses": []})
    assert submissions.is_own_response({"responses": [returned, waiting]}, "vera")
    assert not submissions.is_own_response({"responses": [returned, waiting]}, "anna")
    assert not submissions.is_own_response({"responses": []}, "anna")


def test_an_answer_is_ones_own_by_having_written_it_or_by_handling_the_case() -> None:
    sent = {"no": 1, "kind": "FINAL", "status": "SENT", "author_id": "vera"}
    case = {"responses": [sent], "assignee_id": "pavel"}
    assert submissions.is_own_answer(case, "vera")
    assert submissions.is_own_answer(case, "pavel")
    assert not submissions.is_own_answer(case, "anna")
    assert not submissions.is_rated_answer(case)
    assert not submissions.is_rated_answer({**case, "satisfaction": [{"answer_no": 2}]})
    assert submissions.is_rated_answer({**case, "satisfaction": [{"answer_no": 1}]})
    # What the answering body wrote down is no word of the applicant.
    by_body = [{"answer_no": 1, "source": "RECIPIENT"}]
    assert not submissions.is_rated_answer({**case, "satisfaction": by_body})
    of_another = {**case, "satisfaction": [{"answer_no": 1, "of_case_id": "merged"}]}
    assert not submissions.is_rated_answer(of_another)
    assert submissions.is_rated_answer(of_another, "merged")


def test_responses_are_counted_on() -> None:
    kept = [Response(no=no, kind="FINAL", text="Убрано", author_id="anna", status="SENT") for no in (1, 4)]
    assert next_response_no([]) == 1
    assert next_response_no(kept) == 5


# Meetings


@pytest.mark.parametrize(
    ("form", "event", "fits"),
    [
        ("IN_PERSON", "open_meeting", True),
        ("IN_PERSON", "start_voting", False),
        ("ABSENTEE", "count_ballots", True),
        ("ABSENTEE", "close_meeting", False),
        ("ABSENTEE", "cancel_meeting", True),
    ],
)
def test_each_form_of_meeting_goes_its_own_way(form: str, event: str, fits: bool) -> None:
    assert meetings.fits_form({"form": form}, event) is fits


def test_events_bound_to_a_form_are_events_of_the_machine() -> None:
    assert set(meetings.FORM_OF) <= meetings.MACHINE.events


def test_called_members_come_from_the_composition_and_the_chair_takes_part() -> None:
    meeting = {
        "chair_id": "curator",
        "participants": [
            {"person_id": "curator", "kind": "MEMBER"},
            {"person_id": "former", "kind": "MEMBER"},
            {"person_id": "expert", "kind": "INVITEE"},
        ],
    }
    assert meetings.outside_composition(meeting, {"curator", "head"}) == ("former",)
    assert meetings.chair_takes_part(meeting)
    assert not meetings.chair_takes_part({**meeting, "chair_id": "head"})


# Protocols

DAY = date(2026, 5, 20)


def assignment(**sets: Any) -> dict[str, Any]:
    return {
        "text": "Заменить фонари",
        "responsible_id": "boris",
        "organization_id": "roads",
        "co_executor_ids": ["vera"],
        "due_on": "2026-06-01",
        "recurrence": None,
    } | sets


def items(*assignments_: dict[str, Any], text: str = "Поручить заменить фонари") -> list[dict[str, Any]]:
    return [
        {"order": 1, "title": "Освещение", "heard": "Доклад", "spoke": [], "decisions": []},
        {
            "order": 2,
            "title": "Фонари",
            "heard": "Доклад",
            "spoke": [],
            "decisions": [
                {"no": "2.1", "text": "Принять информацию к сведению", "assignments": []},
                {"no": "2.2", "text": text, "assignments": list(assignments_)},
            ],
        },
    ]


AT = ("items", "1", "decisions", "1")
FIRST = (*AT, "assignments", "0")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, None),
        ({"due_on": None, "recurrence": "Ежемесячно до 5 числа"}, None),
        ({"due_on": DAY}, None),
        ({"due_on": "2026-05-20"}, None),
        ({"due_on": "2026-05-19"}, ("dueOn", "due_before_protocol")),
        ({"due_on": None}, ("dueOn", "due_required")),
        ({"due_on": None, "recurrence": " "}, ("dueOn", "due_required")),
        ({"responsible_id": None}, ("responsibleId", "responsible_required")),
        ({"co_executor_ids": ["vera", "boris"]}, ("coExecutorIds", "one_responsible")),
        ({"co_executor_ids": None}, None),
        ({"co_executor_ids": ["vera", "anna", "vera"]}, ("coExecutorIds.2", "duplicate")),
        ({"recurrence": "Ежемесячно"}, ("recurrence", "exactly_one")),
        ({"due_on": "9999-12-31"}, ("dueOn", "out_of_range")),
        ({"due_on": "2101-01-01"}, ("dueOn", "out_of_range")),
        ({"due_on": "2100-12-31"}, None),
        ({"text": " "}, ("text", "required")),
    ],
)
def test_an_assignment_has_one_responsible_official_and_a_date(
    changed: dict[str, Any], problem: tuple[str, str] | None
) -> None:
    found = protocols.check_items(items(assignment(**changed)), DAY)
    assert found == ([] if problem is None else [((*FIRST, *problem[0].split(".")), problem[1])])


def test_a_decision_says_something_and_a_protocol_has_items() -> None:
    assert protocols.check_items([], DAY) == [(("items",), "required")]
    assert protocols.check_items(items(text=" "), DAY) == [((*AT, "text"), "required")]
    assert protocols.check_items([{"title": "Разное"}], DAY) == []


def test_all_problems_are_told_at_once() -> None:
    found = protocols.check_items(
        items(assignment(), assignment(responsible_id="", due_on="2026-01-01")), DAY
    )
    second = (*AT, "assignments", "1")
    assert found == [
        ((*second, "responsibleId"), "responsible_required"),
        ((*second, "dueOn"), "due_before_protocol"),
    ]


def test_what_is_issued_are_the_assignments_of_all_decisions() -> None:
    written = items(assignment(), assignment(responsible_id="vera"), assignment())
    found = protocols.assignments_of({"items": written})
    assert [one["responsible_id"] for one in found] == ["boris", "vera", "boris"]
    assert {one["decision_no"] for one in found} == {"2.2"}
    assert protocols.responsible_ids(written) == ("boris", "vera")


def test_a_dispatch_covers_every_responsible_official() -> None:
    written = items(assignment(), assignment(responsible_id="vera"))
    assert protocols.uncovered(written, {"boris"}) == ("vera",)
    assert protocols.uncovered(written, {"boris", "vera", "anna"}) == ()
    assert protocols.uncovered([], set()) == ()


def protocol(**sets: Any) -> dict[str, Any]:
    return {
        "meeting_id": "m",
        "number": 3,
        "year": 2026,
        "date": "2026-05-20",
        "items": items(assignment()),
        "status": "READY_FOR_SIGNATURE",
    } | sets


def test_the_hash_covers_what_is_signed_and_nothing_else() -> None:
    signed = protocols.content_hash(protocol())
    changed = deepcopy(protocol())
    changed["items"][1]["decisions"][1]["assignments"][0]["text"] += "!"
    assert len(signed) == 64
    assert protocols.content_hash(changed) != signed
    assert protocols.content_hash(protocol(number=4)) != signed
    assert protocols.content_hash(protocol(status="DISPATCHED", dispatches=[{"person_id": "x"}])) == signed


def test_the_hash_does_not_hang_on_order_of_keys_absent_fields_or_the_type_of_days() -> None:
    signed = protocols.content_hash(protocol())
    assert protocols.content_hash(dict(reversed(protocol().items()))) == signed
    assert protocols.content_hash(protocol(place=None)) == signed
    assert protocols.content_hash(protocol(date=DAY)) == signed
    assert protocols.content_hash(protocol(date=datetime(2026, 5, 20))) != signed


def test_the_hash_refuses_what_json_cannot_say() -> None:
    with pytest.raises(TypeError, match="a protocol holds no set"):
        protocols.content_hash(protocol(participant_ids={"a"}))


# Assignments


def reported(*reports: dict[str, Any]) -> dict[str, Any]:
    return {"responsible_id": "boris", "due_on": "2026-06-01", "reports": list(reports)}


def report(no: int, by_id: str, verdict: str | None = None) -> dict[str, Any]:
    return {"no": no, "by_id": by_id, "verdict": verdict}


@pytest.mark.parametrize(
    ("reports", "waits", "person_id", "is_own"),
    [
        ([report(1, "boris")], True, "head", False),
        ([report(1, "boris")], True, "boris", True),
        ([report(1, "anna")], True, "anna", True),
        ([report(1, "anna")], True, "boris", True),
        ([report(1, "boris", "RETURNED")], False, "head", False),
        ([report(1, "boris", "RETURNED")], False, "boris", False),
        ([report(1, "boris", "RETURNED"), report(2, "boris")], True, "head", False),
        ([], False, "head", False),
    ],
)
def test_a_report_that_waits_is_own_of_who_wrote_it_and_of_who_answers_for_it(
    reports: list[dict[str, Any]], waits: bool, person_id: str, is_own: bool
) -> None:
    assert (assignments.waiting_report(reported(*reports)) is not None) is waits
    assert assignments.is_own_report(reported(*reports), person_id) is is_own


def test_reports_are_counted_on() -> None:
    assert assignments.next_report_no([]) == 1
    assert assignments.next_report_no([report(1, "boris"), report(4, "boris")]) == 5
