"""How the decisions of a year are carried out: counted over what the viewer could list, and the same as the lists say."""

from typing import Any

import pytest

from documents.assignments.document import Assignment, Report
from documents.kernel.ids import global_id
from documents.protocols.document import Protocol
from tests.support.asking import ask
from tests.support.town import NOW, Town

COUNTS = "ordered completed completedLate open overdue cancelled"
EXECUTION = f"""query($year: Int) {{ decisionExecution(year: $year) {{ year total {{ {COUNTS} }}
  byProtocol {{ number date protocolId counts {{ {COUNTS} }} }} }} }}"""

PROTOCOLS: dict[str, tuple[int | None, str]] = {
    "first": (1, "2026-04-20"),
    "second": (2, "2026-05-20"),
    "draft": (None, "2026-05-25"),
    "a year ago": (7, "2025-12-20"),
}
# id → protocol, state, day, when it was reported.
TASKS: dict[str, tuple[str, str, str | None, str | None]] = {
    "in time": ("first", "COMPLETED", "2026-05-20", "2026-05-20"),
    "done late": ("first", "COMPLETED", "2026-05-20", "2026-05-25"),
    "late": ("second", "IN_PROGRESS", "2026-05-25", None),
    "far": ("second", "ISSUED", "2026-12-20", None),
    "standing": ("second", "ISSUED", None, None),
    "called off": ("second", "CANCELLED", "2026-05-25", None),
    "of another year": ("a year ago", "COMPLETED", "2026-01-20", "2026-01-10"),
}


@pytest.fixture(scope="module", autouse=True)
async def planted(town: Town) -> None:
    at: dict[str, Any] = {"updated_at": NOW, "secretary_id": "person-pos"}
    for name, (number, day) in PROTOCOLS.items():
        protocol = Protocol(
            id=name,
            meeting_id=name,
            meeting_number=name,
            number=number,
            year=int(day[:4]),
            date=day,
            form="IN_PERSON",
            status="DISPATCHED" if number else "DRAFT",
            **at,
        )
        protocol.derive()
        await town.store.collection("protocols").insert_one(protocol.to_row())
    for name, (protocol_id, status, due_on, reported) in TASKS.items():
        reports = (
            [{"no": 1, "text": "-", "at": f"{reported}T03:00:00", "by_id": "person-assignee"}]
            if reported
            else []
        )
        task = Assignment(
            id=name,
            number=name,
            protocol_id=protocol_id,
            decision_no="1.1",
            text="Засыпать",
            responsible_id="person-assignee",
            organization_id="roads",
            due_on=due_on,
            recurrence=None if due_on else "постоянно",
            status=status,
            issued_at=NOW,
            reports=[Report.model_validate(one) for one in reports],
            **at,
        )
        task.derive()
        await town.store.collection("assignments").insert_one(task.to_row())


def some(**counts: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNTS.split(), 0), **counts}


async def test_each_signed_protocol_of_a_year_tells_what_became_of_what_it_ordered(town: Town) -> None:
    with town.recorder.capturing() as captured:
        found = (await ask(town, "head", EXECUTION))["decisionExecution"]
    read = [one.name for one in captured.commands if one.collection in {"protocols", "assignments"}]
    assert read == ["aggregate", "aggregate"]
    second = some(ordered=4, open=3, overdue=1, cancelled=1)
    first = some(ordered=2, completed=2, completedLate=1)
    assert [(one["number"], one["date"], one["counts"]) for one in found["byProtocol"]] == [
        (2, "2026-05-20", second),
        (1, "2026-04-20", first),
    ]
    assert found["byProtocol"][0]["protocolId"] == global_id("Protocol", "second")
    assert (found["year"], found["total"]) == (2026, {name: first[name] + second[name] for name in first})


async def test_another_year_is_asked_for_by_its_number(town: Town) -> None:
    found = (await ask(town, "curator", EXECUTION, year=2025))["decisionExecution"]
    assert (found["year"], found["total"]) == (2025, some(ordered=1, completed=1))
    nothing = (await ask(town, "curator", EXECUTION, year=2024))["decisionExecution"]
    assert nothing == {"year": 2024, "total": some(), "byProtocol": []}


@pytest.mark.parametrize("login", ["head", "curator", "member", "leadership"])
async def test_the_figures_are_those_of_the_lists(town: Town, login: str) -> None:
    found = (await ask(town, login, EXECUTION))["decisionExecution"]
    asked = {
        "ordered": "",
        "open": "isOpen: true",
        "overdue": "isOpen: true, isOverdue: true",
        "completed": "status: [COMPLETED]",
        "cancelled": "status: [CANCELLED]",
    }
    for one in found["byProtocol"]:
        for name, condition in asked.items():
            document = f"""query($ids: [ID!]) {{ assignments(first: 0, filter: {{protocolIds: $ids, {condition}}}) {{
              totalCount {{ value }} }} }}"""
            listed = (await ask(town, login, document, ids=[one["protocolId"]]))["assignments"]
            assert listed["totalCount"]["value"] == one["counts"][name], name


@pytest.mark.parametrize("login", ["assignee", "recipient.head", "admin", "registrar"])
async def test_who_reads_no_protocols_is_told_of_none(town: Town, login: str) -> None:
    answer = await ask(town, login, EXECUTION)
    assert answer["decisionExecution"] is None
