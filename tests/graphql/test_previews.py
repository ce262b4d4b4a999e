"""Previews of changes of reference data: numbers for the administrator, small ones withheld, nothing for others."""

from datetime import datetime
from typing import Any

import pytest

from documents.cases.deadlines import due_for
from documents.cases.document import Case
from documents.center.calendars import calendar_of
from documents.kernel.ids import global_id
from tests.support.asking import Answer, ask
from tests.support.town import NOW, Town

PREVIEW = """query($kind: ReferenceKind!, $id: ID!) { referenceChangePreview(kind: $kind, id: $id) {
  openCases { value precision } assignments { value } people organizations topics } }"""
DAY = """query($date: Date!, $kind: DayKind) { calendarChangePreview(date: $date, kind: $kind) {
  deadlines { value precision } note } }"""
#: Nine working hours from Friday morning end on that day, or on Monday where it is a day off.
FRIDAY = datetime(2026, 6, 5, 1)


@pytest.fixture(scope="module", autouse=True)
async def waiting(town: Town) -> None:
    """Four open cases of one topic, two of another, and a closed one."""
    rows = []
    for number in range(7):
        case = Case(
            id=f"waiting-{number}",
            updated_at=NOW,
            kind="MESSAGE",
            number=f"2026-8{number:05d}",
            status="CLOSED" if number == 6 else "ASSIGNED",
            topic_id="ice" if number in (4, 5) else "holes",
            recipient_id="yard",
            channel_id="POS",
            received_at=FRIDAY,
            registered_at=FRIDAY,
            due_at=due_in_hours(town),
            policy_code="IM_NORMAL",
            creator_id="person-pos",
        )
        case.derive()
        rows.append(case.to_row())
    await town.store.collection("cases").insert_many(rows)


def due_in_hours(town: Town) -> datetime:
    from_memory = town.container.access.reference
    policy = from_memory.row("deadline_policies", "IM_NORMAL")
    assert policy is not None
    return due_for(
        policy, topic=None, received_at=FRIDAY, registered_at=FRIDAY, calendar=calendar_of(from_memory)
    ).due_at


async def preview(town: Town, kind: str, row_id: str, *, login: str = "admin") -> Answer:
    return await ask(town, login, PREVIEW, kind=kind, id=global_id(kind.capitalize(), row_id))


@pytest.mark.parametrize(
    ("kind", "row_id", "cases"),
    [("TOPIC", "holes", 4), ("TOPIC", "ice", None), ("TOPIC", "meals", 0), ("CHANNEL", "POS", 6)],
)
async def test_open_cases_are_counted_and_one_or_two_are_not_told(
    town: Town, kind: str, row_id: str, cases: int | None
) -> None:
    found = (await preview(town, kind, row_id))["referenceChangePreview"]
    assert found["openCases"] == {"value": cases, "precision": "EXACT"}


async def test_a_body_tells_its_people_and_what_lies_below(town: Town) -> None:
    found = (await preview(town, "ORGANIZATION", "roads"))["referenceChangePreview"]
    assert (found["people"], found["organizations"], found["topics"]) == (4, 1, 0)
    assert (await preview(town, "ORGANIZATION", "yard"))["referenceChangePreview"]["openCases"]["value"] == 6


@pytest.mark.parametrize(
    ("date", "kind", "moved", "why"),
    [
        ("2026-06-05", "DAY_OFF", 6, "не пересчитываются"),
        ("2026-07-01", "DAY_OFF", 0, "Ни один"),
        ("2026-06-05", None, 0, "Ни один"),
    ],
)
async def test_a_day_tells_how_many_deadlines_would_be_others(
    town: Town, date: str, kind: str | None, moved: int, why: str
) -> None:
    before: list[Any] = await town.store.collection("cases").find({}).to_list(length=None)
    found = (await ask(town, "admin", DAY, date=date, kind=kind))["calendarChangePreview"]
    assert found["deadlines"] == {"value": moved, "precision": "EXACT"}
    assert why in found["note"]
    assert await town.store.collection("cases").find({}).to_list(length=None) == before


@pytest.mark.parametrize("login", ["head", "leadership", "pos"])
async def test_a_preview_is_the_administrators_alone(town: Town, login: str) -> None:
    with town.recorder.capturing() as captured:
        answer = await preview(town, "TOPIC", "holes", login=login)
    assert (answer.codes, answer.data) == (["FORBIDDEN"], {"referenceChangePreview": None})
    assert captured.of("cases") == []
