"""What lies on members and bodies: counted in two commands over what the viewer could list, and nothing else."""

from typing import Any

import pytest

from documents.assignments.document import Assignment, Report
from tests.support.asking import ask
from tests.support.town import NOW, Town

COUNTS = "open overdue dueSoon lateInYear"
WORKLOAD = f"""query($year: Int) {{ memberWorkload(year: $year) {{ year total {{ {COUNTS} }}
  byOrganization {{ organization {{ shortName }} person {{ id }} counts {{ {COUNTS} }} }}
  byOfficial {{ organization {{ shortName }} person {{ fullName }} counts {{ {COUNTS} }} }} }} }}"""

# number → body, official, state, day; of what was reported also the moment.
TASKS: dict[str, tuple[str | None, str, str, str | None, Any]] = {
    "late": ("roads", "person-assignee", "IN_PROGRESS", "2026-05-20", None),
    "soon": ("roads", "person-assignee", "ISSUED", NOW.date().isoformat(), None),
    "far": ("yard", "person-assignee.yard", "ACKNOWLEDGED", "2026-12-20", None),
    "recurring": ("roads", "person-assignee", "ISSUED", None, None),
    "in time": ("roads", "person-assignee", "COMPLETED", "2026-05-20", "2026-05-20"),
    "done late": ("roads", "person-assignee", "COMPLETED", "2026-05-20", "2026-05-25"),
    "a year ago": (None, "person-lead.roads", "COMPLETED", "2025-05-20", "2025-05-25"),
    "called off": ("roads", "person-assignee", "CANCELLED", "2026-05-20", None),
}


@pytest.fixture(scope="module", autouse=True)
async def planted(town: Town) -> None:
    for number, (body, person, status, due_on, reported) in TASKS.items():
        reports = (
            [{"no": 1, "text": "Засыпано", "at": f"{reported}T03:00:00", "by_id": person}] if reported else []
        )
        made = Assignment(
            id=f"task {number}",
            updated_at=NOW,
            number=number,
            text="Засыпать яму",
            responsible_id=person,
            organization_id=body,
            status=status,
            due_on=due_on,
            recurrence=None if due_on else "ежемесячно",
            reports=[Report.model_validate(one) for one in reports],
            issued_at=NOW,
        )
        made.derive()
        await town.store.collection("assignments").insert_one(made.to_row())


async def workload(town: Town, login: str, year: int | None = None) -> dict[str, Any]:
    answer = await ask(town, login, WORKLOAD, year=year)
    assert not answer.errors, answer.errors
    found: dict[str, Any] = answer["memberWorkload"]
    return found


def some(**counts: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNTS.split(), 0), **counts}


async def test_what_is_open_and_what_was_late_is_counted_by_body_and_by_official(town: Town) -> None:
    with town.recorder.capturing() as captured:
        found = await workload(town, "head")
    assert [one.name for one in captured.of("assignments")] == ["aggregate", "aggregate"]
    assert (found["year"], found["total"]) == (2026, some(open=3, overdue=1, dueSoon=1, lateInYear=2))
    assert [
        (one["organization"]["shortName"], one["person"], one["counts"]) for one in found["byOrganization"]
    ] == [
        ("roads", None, some(open=2, overdue=1, dueSoon=1, lateInYear=2)),
        ("yard", None, some(open=1)),
    ]
    for groups in ("byOrganization", "byOfficial"):
        for name in COUNTS.split():
            assert sum(one["counts"][name] for one in found[groups]) == found["total"][name]


async def test_another_year_is_asked_for_by_its_number(town: Town) -> None:
    found = await workload(town, "head", 2025)
    assert (found["year"], found["total"]) == (2025, some(open=3, overdue=1, dueSoon=1, lateInYear=1))
    assert (found["byOrganization"][-1]["organization"], found["byOrganization"][-1]["counts"]) == (
        None,
        some(lateInYear=1),
    )


@pytest.mark.parametrize(
    ("login", "opened"),
    [
        ("head", 3),
        ("curator", 3),
        ("member", 3),
        ("leadership", 3),
        ("recipient.head", 3),
        ("assignee", 2),
        ("admin", 0),
        ("registrar", 0),
    ],
)
async def test_a_workload_counts_what_its_viewer_could_list(town: Town, login: str, opened: int) -> None:
    shown = (await ask(town, login, WORKLOAD))["memberWorkload"]
    assert (shown["total"]["open"] if shown else 0) == opened
    open_ones = "{ assignments(first: 0, filter: {isOpen: true}) { totalCount { value } } }"
    listed = (await ask(town, login, open_ones))["assignments"]["totalCount"]["value"]
    assert listed == opened + (1 if opened else 0)  # the recurring one counts by its periods


async def test_a_workload_agrees_with_the_lists(town: Town) -> None:
    found = (await workload(town, "head"))["total"]
    late = "{ assignments(first: 0, filter: {isOpen: true, isOverdue: true}) { totalCount { value } } }"
    assert (await ask(town, "head", late))["assignments"]["totalCount"]["value"] == found["overdue"]
