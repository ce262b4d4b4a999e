"""Counts of cases: true for who could list what is counted and for the leadership; rounded and by few filters for others."""

# ruff: noqa: ARG005  # every dimension is called with the same two arguments

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.truth import CASE_TYPES
from api.leaks.waiting import STEPS, waiting
from documents.kernel.ids import global_id

BASE = 5
"""What nobody could list is told him in multiples of this, less than this away from the true number (contract, §7)."""

LEADERSHIP = "LD"
"""The column whose counts are exact though it lists no case (rights, case.count)."""

WRONG_REGISTRATION = "CANCELLED"
"""The state of what is no message, and counted only by who asks for that state (domain rules, §5.2)."""

CALLS = 8

DIMENSIONS: Mapping[str, Callable[[Row, datetime], Any]] = {
    "STATUS": lambda row, now: row["status"],
    "KIND": lambda row, now: row["kind"],
    "SECTOR": lambda row, now: row["sector_id"],
    "RECIPIENT": lambda row, now: _id("Organization", row["recipient_id"]),
    "TOPIC": lambda row, now: _id("Topic", row["topic_id"]),
    "SETTLEMENT": lambda row, now: _id("Settlement", row["settlement_id"]),
    "CHANNEL": lambda row, now: row["channel_id"],
    "OVERDUE": lambda row, now: "true" if row["overdue_at"] <= now else "false",
}
"""Dimension → the code of a case along it. A dimension that the schema has and this table has not fails the coverage."""

FREE = (
    'search: "проверка"',
    'assigneeIds: ["%s"]',
    "isOverdue: true",
    "wasReturned: false",
    "unassigned: true",
    "allowedAction: [ROUTE_SUBMISSION]",
)
"""Conditions that protected figures do not take: refused to who cannot list what is counted."""

WORDS = FREE[:1]
"""What is refused to the leadership as well."""

CountAnswer = Mapping[str, Any]


def _id(type_name: str, value: str | None) -> str | None:
    return global_id(type_name, value) if value is not None else None


async def counted(driver: Driver, asker: Asker, name: str) -> None:
    """Ask for every cut of one and two dimensions and for what must be refused."""
    truth, now = driver.truth, driver.now()
    cases = [(one, row) for one, row in truth.rows(*CASE_TYPES) if row["status"] != WRONG_REGISTRATION]
    inside = [one for one in cases if rights.reaches(asker.person, "case.count", one[1])]
    listable = all(truth.is_visible(asker, one, row["_id"]) for one, row in inside)
    leads = any(seat.column == LEADERSHIP for seat in asker.person.seats)
    cuts: list[tuple[str, ...]] = [(), *((one,) for one in DIMENSIONS)]
    cuts += itertools.combinations(DIMENSIONS, 2)
    cuts = cuts if driver.sample is None else cuts[:12]
    for start in range(0, len(cuts), CALLS):
        batch = cuts[start : start + CALLS]
        body = "{ total { count } isRounded groups { key { code } count } }"
        calls = " ".join(f"a{n}: {name}(by: [{', '.join(cut)}]) {body}" for n, cut in enumerate(batch))
        reply = await driver.ask(
            Probe(name, asker, f"{{ {name} {{ total {{ count }} }} }}"), f"{{ {calls} }}"
        )
        for number, cut in enumerate(batch):
            found = reply.data.get(f"a{number}")
            driver.tally.count(CheckKind.COUNTS, name, asker.label)
            if found is None and not inside:
                continue
            told = found or {"total": {"count": None}, "isRounded": None, "groups": []}
            words = _wrong(driver, asker, told, cut, inside, now=now, exact=listable or leads)
            if words:
                query = f"{{ {name}(by: [{', '.join(cut)}]) {body} }}"
                _note(driver, asker, name, words, query)
    if listable:
        await _waiting(driver, asker, name, [row for _, row in inside])
    else:
        await refused(driver, asker, name, "total { count }", leads=leads)


def _wrong(
    driver: Driver,
    asker: Asker,
    found: CountAnswer,
    cut: Sequence[str],
    cases: list[tuple[str, Row]],
    *,
    now: datetime,
    exact: bool,
) -> str | None:
    """What is wrong with one table of counts; None for a right one."""
    total, groups, rows = found["total"]["count"], found["groups"], [row for _, row in cases]
    if found["isRounded"] is exact:
        return "не сказано, что числа округлены" if not exact else "точные числа названы округлёнными"
    true = Counter(tuple(DIMENSIONS[one](row, now) for one in cut) for row in rows) if cut else Counter()
    told = {tuple(key["code"] for key in one["key"]): one["count"] for one in groups}
    if exact:
        # A case may become overdue between the question and the answer.
        same = "OVERDUE" in cut or told == dict(true)
        return None if same and total == len(rows) else "числа не те, что положено"
    # What he could list one by one, a sector lead is told exactly; only the rest is rounded.
    own = Counter(
        tuple(DIMENSIONS[one](row, now) for one in cut)
        for name, row in cases
        if driver.truth.is_visible(asker, name, row["_id"])
    )
    figures: dict[Any, tuple[int, int, int]] = {None: (total, len(rows), own.total())}
    if "OVERDUE" not in cut:
        figures |= {key: (told.get(key, 0), true[key], own[key]) for key in {*true, *told} if cut}
    if any((figure - mine) % BASE for figure, _, mine in figures.values()):
        return "показано неокруглённое число"
    if any(abs(figure - count) >= BASE for figure, count, _ in figures.values()):
        return "округлённое число далеко от верного"
    return None


async def _waiting(driver: Driver, asker: Asker, name: str, rows: Sequence[Row]) -> None:
    """What waits for somebody, counted action by action: as many as the list shows."""
    actions = driver.some(STEPS)
    for start in range(0, len(actions), CALLS):
        batch = actions[start : start + CALLS]
        body = "{ total { count } }"
        calls = " ".join(
            f"a{n}: {name}(filter: {{allowedAction: [{one}]}}) {body}" for n, one in enumerate(batch)
        )
        asked = Probe(name, asker, f"{{ {name} {{ total {{ count }} }} }}")
        reply = await driver.ask(asked, f"{{ {calls} }}")
        for number, action in enumerate(batch):
            found = reply.data.get(f"a{number}")
            driver.tally.count(CheckKind.WAITING, name, asker.label)
            ids = waiting(driver.truth, asker, action)
            expected = sum(1 for row in rows if row["_id"] in ids)
            if expected != (found["total"]["count"] if found else 0):
                query = f"{{ {name}(filter: {{allowedAction: [{action}]}}) {body} }}"
                _note(
                    driver,
                    asker,
                    name,
                    f"allowedAction {action}: сосчитано не столько",
                    query,
                    CheckKind.WAITING,
                )


async def refused(driver: Driver, asker: Asker, name: str, shown: str, *, leads: bool) -> None:
    """Ask under conditions that protected figures do not take, and of the leadership under those that it may not give."""
    person = next(iter(driver.truth.by_type["Person"].values()), None)
    for condition in WORDS if leads else FREE:
        text = (
            condition % global_id("Person", person["_id"] if person else "0")
            if "%s" in condition
            else condition
        )
        query = f"{{ {name}(filter: {{{text}}}) {{ {shown} }} }}"
        reply = await driver.ask(Probe(name, asker, query), query)
        driver.tally.count(CheckKind.COUNTS, name, asker.label)
        if reply.data.get(name) is not None:
            _note(driver, asker, name, f"отбор {text.partition(':')[0]} сосчитан", query)
        elif reply.codes != ["FILTER_FORBIDDEN"]:
            _note(driver, asker, name, f"отбор {text.partition(':')[0]} не отклонён: {reply.codes}", query)


def _note(
    driver: Driver, asker: Asker, door: str, place: str, query: str, check: CheckKind = CheckKind.COUNTS
) -> None:
    driver.note(asker, door, Sort.LEAK, check, place, query=query)
