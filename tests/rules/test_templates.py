"""How a case fills the places of a template, and what a letter does with that of its applicant."""

from datetime import datetime
from typing import Any

import pytest

from documents.kernel.calendar import Calendar
from documents.response_templates.document import ResponseTemplate, owner_keys
from documents.response_templates.rendering import KNOWN, addressed, places_in, rendered, unknown_places

CALENDAR, NOW = Calendar({}), datetime(2026, 6, 2, 20)
CASE: dict[str, Any] = {
    "number": "2026-000123",
    "received_at": datetime(2026, 6, 1, 20),
    "deadline": {"legal_due_on": "2026-07-01", "due_at": datetime(2026, 7, 1, 17)},
    "summary": "Яма на дороге",
    "topic": {"title": "Ямы"},
    "settlement": {"title": "Боготол"},
    "recipient": {"name": "Отдел дорог"},
    "assignee": {"full_name": "Орлова Анна", "work_phone": "2-14-55"},
}


@pytest.mark.parametrize(
    ("place", "filled"),
    [
        ("номер", "2026-000123"),
        # The day in Krasnoyarsk, where it was the next one already.
        ("дата поступления", "02.06.2026"),
        ("срок", "01.07.2026"),
        ("сегодня", "03.06.2026"),
        ("тема", "Ямы"),
        ("суть", "Яма на дороге"),
        ("населённый пункт", "Боготол"),
        ("орган", "Отдел дорог"),
        ("исполнитель", "Орлова Анна"),
        ("телефон исполнителя", "2-14-55"),
    ],
)
def test_a_case_fills_each_place(place: str, filled: str) -> None:
    found = rendered(f"— {{{{ {place} }}}} —", CASE, CALENDAR, NOW)
    assert (found.text, found.missing) == (f"— {filled} —", ())


def test_a_deadline_in_hours_is_told_by_its_day() -> None:
    case = {**CASE, "deadline": {"legal_due_on": None, "due_at": datetime(2026, 6, 2, 9)}}
    assert rendered("{{срок}}", case, CALENDAR, NOW).text == "02.06.2026"


def test_what_the_case_does_not_say_is_missing_each_place_once() -> None:
    case = {**CASE, "topic": None, "summary": None, "assignee": {"full_name": "Орлова", "work_phone": None}}
    found = rendered(
        "{{тема}} {{суть}} {{тема}} {{телефон исполнителя}} {{номер}} {{ещё}}", case, CALENDAR, NOW
    )
    assert found.missing == ("тема", "суть", "телефон исполнителя", "ещё")
    assert "2026-000123" in found.text


def test_who_wrote_is_filled_by_the_letter_alone() -> None:
    words = "Здравствуйте, {{заявитель}}! Номер {{номер}}."
    found = rendered(words, CASE, CALENDAR, NOW)
    assert (found.text, found.missing) == ("Здравствуйте, {{заявитель}}! Номер 2026-000123.", ())
    for name, greeted in (
        ("Петрова Мария Ивановна", "Мария Ивановна"),
        ("Петрова Мария", "Мария"),
        ("ООО", "ООО"),
        (None, "заявитель"),
    ):
        assert addressed(found.text, name) == f"Здравствуйте, {greeted}! Номер 2026-000123."
    assert addressed("{{номер}}", "Петрова Мария") == "{{номер}}"


def test_names_in_braces_that_no_place_has_are_told() -> None:
    text = "{{номер}} {{имя}} {{ имя }} {{заявитель}} {не место} {{}}"
    assert unknown_places(text) == ["имя", ""]
    assert list(places_in(text)) == ["номер", "имя", "имя", "заявитель", ""]
    assert unknown_places(" ".join(f"{{{{{one}}}}}" for one in KNOWN)) == []


def test_a_template_is_of_an_organization_of_a_channel_or_of_all() -> None:
    assert owner_keys({"organization_id": "roads"}) == ["org:roads"]
    assert owner_keys({"channel_id": "POS", "organization_id": None}) == ["channel:POS"]
    assert owner_keys({}) == []
    template = ResponseTemplate.model_construct(
        id="1", updated_at=NOW, title="Ямы", text="…", channel_id="POS"
    )
    template.derive()
    assert (template.access_keys, template.sort_title) == (["channel:POS"], "ямы|1")
