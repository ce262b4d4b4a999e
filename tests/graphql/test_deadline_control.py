"""The board of deadlines: each heap counted in one command, over the cases that the viewer could list, and no others."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import NOW, Town

COUNTS = "open overdue overdueOnce overdueTwice overdueThrice dueToday dueSoon deferred"
BOARD = f"""query($scope: ControlScope) {{ deadlineControl(scope: $scope) {{ total {{ {COUNTS} }}
  byUnit {{ organization {{ shortName }} person {{ fullName }} counts {{ {COUNTS} }} }}
  byPerson {{ organization {{ shortName }} person {{ fullName }} counts {{ {COUNTS} }} }} }} }}"""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

PUT_OFF = {"status": "POSTPONED", "postponed_until": NOW + 9 * DAY, "soon_at": NOW + 8 * DAY}

# id → recipient, assignee, sector, days since the registration, term in days, what else is stored. NOW is ten o'clock.
HEAPS: dict[str, tuple[str | None, str | None, str, int, int, dict[str, Any]]] = {
    "once": ("roads", "person-assignee", "ROADS", 15, 10, {}),
    "twice": ("roads", "person-assignee", "ROADS", 20, 10, {}),
    "thrice": ("yard", "person-assignee.yard", "ROADS", 35, 10, {}),
    "far": ("roads", None, "ROADS", 1, 30, {}),
    "deferred": ("roads", None, "ROADS", 40, 10, PUT_OFF),
    "answered": ("roads", None, "ROADS", 40, 10, {"status": "ANSWERED", "answered_at": NOW - DAY}),
    "fresh": (None, None, "EDUCATION", 0, 30, {"status": "NEW"}),
}


@pytest.fixture(scope="module", autouse=True)
async def planted(town: Town) -> None:
    for case_id, (recipient, person, sector, age, term, more) in HEAPS.items():
        begun = NOW - age * DAY
        stored = {"status": "IN_PROGRESS", "soon_at": begun + term * DAY, **more}
        await planted_case(town, case_id, recipient, person, sector, begun, begun + term * DAY, stored)
    today = {"status": "IN_PROGRESS", "soon_at": NOW - HOUR}
    await planted_case(town, "today", "education", None, "EDUCATION", NOW - 5 * DAY, NOW + 3 * HOUR, today)


async def planted_case(
    town: Town,
    case_id: str,
    recipient: str | None,
    person: str | None,
    sector: str,
    begun: Any,
    due: Any,
    more: Any,
) -> None:
    await put_case(
        town,
        case_id,
        recipient_id=recipient,
        assignee_id=person,
        sector_id=sector,
        moments={"received_at": begun, "registered_at": begun},
        due_at=due,
        **more,
    )


async def board(town: Town, login: str, scope: str = "ALL") -> dict[str, Any]:
    answer = await ask(town, login, BOARD, scope=scope)
    assert not answer.errors, answer.errors
    found: dict[str, Any] = answer["deadlineControl"]
    return found


def some(**counts: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNTS.split(), 0), **counts}


async def test_every_open_case_is_counted_where_its_deadline_stands(town: Town) -> None:
    with town.recorder.capturing() as captured:
        found = await board(town, "pos")
    assert [(one.name, one.collection) for one in captured.of("cases")] == [("aggregate", "cases")]
    late = {"overdue": 3, "overdueOnce": 1, "overdueTwice": 1, "overdueThrice": 1}
    assert found["total"] == some(open=7, **late, dueToday=1, dueSoon=1, deferred=1)


async def test_the_most_overdue_come_first_and_what_nobody_has_is_told_as_such(town: Town) -> None:
    found = await board(town, "pos")
    units = [
        (one["organization"] and one["organization"]["shortName"], one["person"]) for one in found["byUnit"]
    ]
    assert units == [("yard", None), ("roads", None), ("education", None), (None, None)]
    assert found["byUnit"][1]["counts"] == some(open=4, overdue=2, overdueOnce=1, overdueTwice=1, deferred=1)
    people = [(one["counts"]["open"], one["person"] is not None) for one in found["byPerson"]]
    assert people == [(1, True), (2, True), (1, False), (2, False), (1, False)]
    for name in COUNTS.split():
        for groups in ("byUnit", "byPerson"):
            assert sum(one["counts"][name] for one in found[groups]) == found["total"][name]


@pytest.mark.parametrize(
    ("login", "scope", "opened"),
    [
        ("head", "ALL", 7),
        ("lead.education", "ALL", 2),
        ("recipient.head", "ALL", 5),
        ("recipient.head", "UNIT", 5),
        ("pos", "UNIT", 0),
        ("assignee", "ALL", 2),
        ("assignee", "MINE", 2),
        ("head", "MINE", 0),
        ("registrar", "ALL", 0),
        # Who reads no case gets no figures either, though protected ones are told by `caseCounts`.
        ("member", "ALL", 0),
        ("coordinator", "ALL", 0),
        ("leadership", "ALL", 0),
    ],
)
async def test_a_board_counts_what_its_viewer_could_list(
    town: Town, login: str, scope: str, opened: int
) -> None:
    answer = await ask(town, login, BOARD, scope=scope)
    shown = answer["deadlineControl"]
    assert (shown["total"]["open"] if shown else 0) == opened
    listed = await ask(town, login, "{ cases(first: 0, filter: {isOpen: true}) { totalCount { value } } }")
    if scope == "ALL":
        assert listed["cases"]["totalCount"]["value"] == opened


async def test_a_board_agrees_with_the_lists(town: Town) -> None:
    found = (await board(town, "pos"))["total"]
    for condition, figure in (
        ("isOverdue: true", found["overdue"]),
        ("isDueSoon: true", found["dueSoon"]),
        ("status: [POSTPONED]", found["deferred"]),
    ):
        listed = await ask(
            town,
            "pos",
            f"{{ cases(first: 0, filter: {{isOpen: true, {condition}}}) {{ totalCount {{ value }} }} }}",
        )
        assert listed["cases"]["totalCount"]["value"] == figure, condition
