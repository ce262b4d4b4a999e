"""Links of bodies without accounts as rules: how long one stands, what waits of it, and what it shows of its case."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from documents.cases.answered_by_link import routed_case
from documents.cases.linking import is_open
from documents.cases.routed import RecipientLink, Routing, link_state, shown_link, with_standing_links

NOW = datetime(2026, 6, 1, 3)
DAY = timedelta(days=1)
REFERENCE: Any = SimpleNamespace(
    row=lambda collection, row_id: (
        {
            "organizations": {"name": "Библиотека № 1"},
            "settlements": {"title": "Боготол"},
        }[collection]
        if row_id
        else None
    )
)


def link(**given: Any) -> RecipientLink:
    known = {"purpose": "RECIPIENT", "nonce": "n", "digest": "d", "minted_at": NOW, "ends_at": NOW + 60 * DAY}
    return RecipientLink(**known | given)


def routing(body: str = "library", **given: Any) -> Routing:
    return Routing(to_organization_id=body, by_id="person-pos", at=NOW, **given)


@pytest.mark.parametrize(
    "status", ["ASSIGNED", "ROUTED", "IN_PROGRESS", "IN_REVIEW", "POSTPONED", "REOPENED"]
)
def test_a_link_stands_while_the_body_holds_the_case(status: str) -> None:
    routings = [routing(link=link())]
    assert with_standing_links(routings, status, NOW + DAY) == routings


@pytest.mark.parametrize("status", ["ACCEPTED", "ANSWERED", "MERGED", "WITHDRAWN", "CANCELLED", "CLOSED"])
def test_it_ends_where_the_case_is_with_nobody(status: str) -> None:
    [after] = with_standing_links([routing(link=link())], status, NOW + DAY)
    assert after.link is not None
    assert after.link.revoked_at == NOW + DAY


def test_it_ends_when_the_case_goes_elsewhere_or_back() -> None:
    moved, last = with_standing_links([routing(link=link()), routing("roads")], "ASSIGNED", NOW + DAY)
    assert moved.link is not None
    assert (moved.link.revoked_at, last.link) == (NOW + DAY, None)
    [back] = with_standing_links([routing(link=link(), returned_at=NOW)], "ASSIGNED", NOW + DAY)
    assert back.link is not None
    assert back.link.revoked_at == NOW + DAY


def test_what_was_answered_or_revoked_stays_as_it_was() -> None:
    for one in (link(used_at=NOW), link(revoked_at=NOW)):
        [after] = with_standing_links([routing(link=one)], "ANSWERED", NOW + DAY)
        assert after.link == one


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "QUEUED"),
        ({"sent_at": NOW}, "SENT"),
        ({"sent_at": NOW, "opened_at": NOW}, None),
        ({"sent_at": NOW, "late_at": NOW}, None),
        ({"fault": "NO_ADDRESS"}, None),
        ({"used_at": NOW}, None),
        ({"revoked_at": NOW}, None),
    ],
)
def test_a_job_looks_at_what_is_to_go_out_or_to_be_opened(given: dict[str, Any], state: str | None) -> None:
    assert link_state([routing(link=link(**given))]) == state
    assert link_state([]) is None
    assert link_state([routing()]) is None


def test_a_link_opens_until_it_ends_is_used_or_revoked() -> None:
    assert is_open(link(), NOW)
    for one in (None, link(used_at=NOW), link(revoked_at=NOW), link(ends_at=NOW)):
        assert not is_open(one, NOW)


def test_of_a_link_nothing_is_shown_that_opens_it() -> None:
    shown = shown_link(link(sent_at=NOW, late_at=NOW + 3 * DAY).model_dump())
    assert shown is not None
    assert not {"nonce", "digest", "purpose"} & shown.keys()
    assert (shown["sent_at"], shown["unopened_at"], shown["answered_at"]) == (NOW, NOW + 3 * DAY, None)
    assert shown_link(None) is None


def case(*routings: Routing, **given: Any) -> dict[str, Any]:
    row = {
        "_id": "case",
        "kind": "MESSAGE",
        "number": "2026-000001",
        "status": "ASSIGNED",
        "is_sensitive": False,
        "received_at": NOW,
        "due_at": NOW + 9 * DAY,
        "postponed_until": None,
        "settlement_id": "bogotol",
        "summary_redacted": "Лавка",
        "text_redacted": "Лавка сломана",
        "location": {"street_redacted": "Кирова", "house_redacted": "5", "description_redacted": None},
        "routings": [one.model_dump() for one in routings],
        "responses": [],
        "attachments": [{"id": "1", "is_cleared": True}, {"id": "2", "is_cleared": False}],
        "recipient_id": "library",
    }
    return {**row, **given}


def test_a_body_sees_texts_without_personal_data_and_cleared_files() -> None:
    shown = routed_case(case(routing(link=link(), reason_redacted="Ваша лавка")), "d", REFERENCE, NOW)
    assert shown is not None
    assert (shown.text, shown.reason, shown.place) == ("Лавка сломана", "Ваша лавка", "Боготол, Кирова, 5")
    assert [one["id"] for one in shown.files] == ["1"]
    assert (shown.takes_answer, shown.is_answered, shown.is_opened) == (True, False, False)


def test_of_a_sensitive_case_it_sees_the_summary_alone() -> None:
    shown = routed_case(case(routing(link=link()), is_sensitive=True), "d", REFERENCE, NOW)
    assert shown is not None
    assert (shown.summary, shown.text, shown.place, shown.files) == ("Лавка", None, None, ())


def test_an_answer_that_was_given_back_is_shown_with_its_reason() -> None:
    returned = {"kind": "FINAL", "status": "RETURNED", "return_reason_redacted": "Не указан срок"}
    shown = routed_case(case(routing(link=link()), responses=[returned]), "d", REFERENCE, NOW)
    assert shown is not None
    assert shown.rework == "Не указан срок"


def test_of_what_was_answered_only_that_is_told() -> None:
    row = case(routing(link=link(used_at=NOW)), routing("roads"), status="ANSWERED", postponed_until=NOW)
    shown = routed_case(row, "d", REFERENCE, NOW)
    assert shown is not None
    assert (shown.is_answered, shown.takes_answer, shown.summary) == (True, False, None)
    assert shown.due_at == NOW


@pytest.mark.parametrize(
    "row",
    [
        None,
        case(routing()),
        case(routing(link=link(digest="another"))),
        case(routing(link=link(revoked_at=NOW))),
        case(routing(link=link(ends_at=NOW))),
        case(routing(link=link()), routing("roads")),
        case(routing(link=link()), status="ACCEPTED"),
    ],
)
def test_what_opens_nothing_shows_nothing(row: dict[str, Any] | None) -> None:
    assert routed_case(row, "d", REFERENCE, NOW) is None


def test_of_an_incident_a_body_sees_the_words_of_the_publications() -> None:
    posts = [{"text_redacted": "Открыт люк"}, {"text_redacted": "Тот же люк"}]
    row = case(routing(link=link()), kind="INCIDENT", status="ROUTED", text_redacted="", publications=posts)
    shown = routed_case(row, "d", REFERENCE, NOW)
    assert shown is not None
    assert (shown.text, shown.publications, shown.takes_answer) == (None, ("Открыт люк", "Тот же люк"), True)
    hidden = routed_case({**row, "is_sensitive": True}, "d", REFERENCE, NOW)
    assert hidden is not None
    assert hidden.publications == ()


def test_a_place_may_be_unknown() -> None:
    nowhere = dict.fromkeys(("street_redacted", "house_redacted", "description_redacted"))
    row = case(routing("", link=link()), settlement_id=None, location=nowhere)
    shown = routed_case(row, "d", REFERENCE, NOW)
    assert shown is not None
    assert (shown.place, shown.body) == (None, "")
