"""Counts of checked answers: true for who could read the checks and for the leadership; rounded for others."""

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.counting import BASE, LEADERSHIP, refused
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.truth import CASE_TYPES
from documents.kernel.ids import global_id

BODY = "{ checked isRounded groups { key { code } count } }"

MEASURES: Mapping[str, Callable[[Row], list[Any]]] = {
    "VERDICT": lambda row: [row["quality_checks"][-1]["verdict"]],
    "UNMET_CRITERION": lambda row: [
        one["criterion"] for one in row["quality_checks"][-1]["criteria"] if not one["is_met"]
    ],
    "SECTOR": lambda row: [row["sector_id"]],
    "RECIPIENT": lambda row: [_id("Organization", row["recipient_id"])],
    "TOPIC": lambda row: [_id("Topic", row["topic_id"])],
    "CHANNEL": lambda row: [row["channel_id"]],
}
"""Dimension → the codes of a case along it. A dimension that the schema has and this table has not fails the coverage."""


def _id(type_name: str, value: str | None) -> str | None:
    return global_id(type_name, value) if value is not None else None


async def counted_checks(driver: Driver, asker: Asker, name: str) -> None:
    """Ask for every cut of one and two dimensions, and for what must be refused."""
    rows = [row for _, row in driver.truth.rows(*CASE_TYPES) if row.get("quality_checks")]
    inside = [row for row in rows if rights.reaches(asker.person, "quality.count", row)]
    own = [row for row in inside if rights.reaches(asker.person, "quality.read", row)]
    leads = any(seat.column == LEADERSHIP for seat in asker.person.seats)
    cuts: list[tuple[str, ...]] = [(), *((one,) for one in MEASURES), *itertools.combinations(MEASURES, 2)]
    for cut in cuts if driver.sample is None else cuts[:8]:
        query = f"{{ {name}(by: [{', '.join(cut)}]) {BODY} }}"
        reply = await driver.ask(Probe(name, asker, query), query)
        driver.tally.count(CheckKind.COUNTS, name, asker.label)
        found = reply.data.get(name)
        if found is None and not inside:
            continue
        words = _wrong(found, cut, inside, own, exact=leads or len(own) == len(inside))
        if words:
            driver.note(asker, name, Sort.LEAK, CheckKind.COUNTS, words, query=query)
    if leads or len(own) < len(inside):
        await refused(driver, asker, name, "checked", leads=leads)


def _wrong(
    found: Any, cut: Sequence[str], inside: Sequence[Row], own: Sequence[Row], *, exact: bool
) -> str | None:
    """What is wrong with one table of counts; None for a right one."""
    if found is None:
        return "числа не показаны"
    if found["isRounded"] is exact:
        return "не сказано, что числа округлены" if not exact else "точные числа названы округлёнными"
    told = {tuple(key["code"] for key in one["key"]): one["count"] for one in found["groups"]}
    true, mine = _by(inside, cut), _by(own, cut)
    if exact:
        return None if told == true and found["checked"] == len(inside) else "числа не те, что положено"
    figures = [(found["checked"], len(inside), len(own))]
    figures += [(told.get(key, 0), true[key], mine[key]) for key in {*true, *told}]
    if any((figure - known) % BASE for figure, _, known in figures):
        return "показано неокруглённое число"
    if any(abs(figure - count) >= BASE for figure, count, _ in figures):
        return "округлённое число далеко от верного"
    return None


def _by(rows: Sequence[Row], cut: Sequence[str]) -> Counter[tuple[Any, ...]]:
    if not cut:
        return Counter()
    return Counter(key for row in rows for key in itertools.product(*(MEASURES[one](row) for one in cut)))
