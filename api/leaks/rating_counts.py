"""Counts of ratings: true for who could read every rating that is counted and for the leadership; rounded for others."""

# ruff: noqa: ARG005  # every dimension is called with the same two arguments

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.counting import BASE, CALLS, LEADERSHIP
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from documents.kernel.ids import global_id

LOCAL = timedelta(hours=7)
"""How far local time is ahead of what is stored."""

RATING_DIMENSIONS: Mapping[str, Callable[[Row, Row], Any]] = {
    "RECIPIENT": lambda case, rating: _id("Organization", case["recipient_id"]),
    "SECTOR": lambda case, rating: case["sector_id"],
    "TOPIC": lambda case, rating: _id("Topic", case["topic_id"]),
    "MONTH": lambda case, rating: f"{rating['at'] + LOCAL:%Y-%m}",
    "SCORE": lambda case, rating: str(rating["score"]),
    "SOLVED": lambda case, rating: "true" if rating["solved"] else "false",
}
"""Dimension → the code of a rating along it. A dimension that the schema has and this table has not fails the coverage."""

REFUSED = ('topicIds: ["%s"]', "kind: [MESSAGE, APPEAL]", 'ratedAt: {from: "2026-03-05T00:00:00Z"}')
"""Conditions that protected figures do not take."""

BODY = "{ total { count averageScore } isRounded groups { key { code } count averageScore } }"


@dataclass(frozen=True)
class Rated:
    """A rating with its case, and whether the asker could read it."""

    case: Row
    rating: Row
    is_own: bool


def _id(type_name: str, value: str | None) -> str | None:
    return global_id(type_name, value) if value is not None else None


def _inside(driver: Driver, asker: Asker) -> list[Rated]:
    return [
        Rated(row, rating, rights.reaches(asker.person, "satisfaction.read", row))
        for _, row in driver.truth.rows("Message", "Appeal")
        if rights.reaches(asker.person, "satisfaction.count", row)
        for rating in row.get("satisfaction") or ()
        if rating["source"] != "RECIPIENT"
    ]


async def ratings_counted(driver: Driver, asker: Asker, name: str) -> None:
    """Ask for every cut of one and two dimensions and for what must be refused."""
    inside = _inside(driver, asker)
    leads = any(seat.column == LEADERSHIP for seat in asker.person.seats)
    may = rights.ever(asker.person, "satisfaction.count")
    exact = leads or _reads_all(asker)
    cuts: list[tuple[str, ...]] = [(), *((one,) for one in RATING_DIMENSIONS)]
    cuts += itertools.combinations(RATING_DIMENSIONS, 2)
    for start in range(0, len(cuts), CALLS):
        batch = cuts[start : start + CALLS]
        calls = " ".join(f"a{n}: {name}(by: [{', '.join(cut)}]) {BODY}" for n, cut in enumerate(batch))
        reply = await driver.ask(
            Probe(name, asker, f"{{ {name} {{ total {{ count }} }} }}"), f"{{ {calls} }}"
        )
        for number, cut in enumerate(batch):
            found = reply.data.get(f"a{number}")
            driver.tally.count(CheckKind.COUNTS, name, asker.label)
            words = _wrong(found, cut, inside, exact=exact) if may else found and "сосчитано без права"
            if words:
                driver.note(
                    asker,
                    name,
                    Sort.LEAK,
                    CheckKind.COUNTS,
                    words,
                    query=f"{{ {name}(by: [{', '.join(cut)}]) {BODY} }}",
                )
    if may and not exact:
        await _refused(driver, asker, name)


def _reads_all(asker: Asker) -> bool:
    """Whether who counts in a scope reads the ratings of that scope as well."""
    counts, reads = rights.CELLS["satisfaction.count"], rights.CELLS["satisfaction.read"]
    columns = {seat.column for seat in asker.person.seats}
    if any(reads[one] == "All" for one in columns):
        return True
    return all(reads[one] == counts[one] != "All" for one in columns if counts[one])


def _wrong(found: Any, cut: Sequence[str], inside: Sequence[Rated], *, exact: bool) -> str | None:
    """What is wrong with one table of counts; None for a right one."""
    if found is None or found["isRounded"] is exact:
        return "не сосчитано, хотя право есть" if found is None else "неверно сказано, округлены ли числа"
    total, groups = found["total"], found["groups"]
    keys = {id(one): tuple(RATING_DIMENSIONS[name](one.case, one.rating) for name in cut) for one in inside}
    true = Counter(keys[id(one)] for one in inside)
    told = {tuple(key["code"] for key in one["key"]): one["count"] for one in groups}
    if exact:
        same = (not cut or told == dict(true)) and total["count"] == len(inside)
        return None if same else "числа не те, что положено"
    if any(one["averageScore"] is not None for one in (total, *groups)):
        return "средняя оценка показана вместе с округлёнными числами"
    own = Counter(keys[id(one)] for one in inside if one.is_own)
    figures = [(total["count"], len(inside), own.total())]
    figures += [(told.get(key, 0), true[key], own[key]) for key in {*true, *told} if cut]
    if any((figure - mine) % BASE for figure, _, mine in figures):
        return "показано неокруглённое число"
    if any(abs(figure - count) >= BASE for figure, count, _ in figures):
        return "округлённое число далеко от верного"
    return None


async def _refused(driver: Driver, asker: Asker, name: str) -> None:
    topic = next(iter(driver.truth.by_type["Topic"].values()), None)
    for condition in REFUSED:
        text = condition.replace("%s", global_id("Topic", topic["_id"] if topic else "0"))
        query = f"{{ {name}(filter: {{{text}}}) {{ total {{ count }} }} }}"
        reply = await driver.ask(Probe(name, asker, query), query)
        driver.tally.count(CheckKind.COUNTS, name, asker.label)
        if reply.codes != ["FILTER_FORBIDDEN"]:
            place = f"отбор {text.partition(':')[0]} не отклонён: {reply.codes}"
            driver.note(asker, name, Sort.LEAK, CheckKind.COUNTS, place, query=query)
