"""Kinds of filters: which values of one are tried, taken from the rows that are there, and which rows each must leave."""

# ruff: noqa: ARG005  # every condition is called with the same three arguments

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps
from math import cos, hypot, radians
from typing import Any

from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.rights import reaches
from documents.kernel.ids import global_id

Holds = Callable[[Row, Asker, datetime], bool]
LOCAL = timedelta(hours=7)
"""Asia/Krasnoyarsk has had no other offset since 2014."""


@dataclass(frozen=True)
class Trial:
    """One value of one filter as GraphQL spells it, and the rows that it must leave."""

    text: str
    holds: Holds
    is_bound: bool = False
    """Whether `holds` tells only which rows may be left, not which must."""


TrialMaker = Callable[[list[Row], datetime], Iterable[Trial]]
"""Makes trials from the rows that are there, the commonest values first."""


def _common(rows: list[Row], key: str) -> list[Any]:
    return [value for value, _ in Counter(row.get(key) for row in rows).most_common() if value is not None]


def _literal(value: Any) -> str:
    return f'"{value}"'


def _any_of(key: str, spelled: Callable[[Any], str]) -> TrialMaker:
    """A list of values of `key`: each alone, and after the commonest two of the others at once."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        values = _common(rows, key)
        together = [values[1:3]] if len(values) > 2 else []
        for some in ([one] for one in values[:1]), together, ([one] for one in values[1:]):
            for wanted in some:
                text = f"[{', '.join(spelled(one) for one in wanted)}]"
                yield Trial(text, lambda row, asker, at, wanted=wanted: row.get(key) in wanted)  # type: ignore[misc]

    return trials


def enum(key: str) -> TrialMaker:
    """Return a list of enumeration values that stand under `key` as they are."""
    return _any_of(key, str)


def texts(key: str) -> TrialMaker:
    """Return a list of strings that stand under `key`."""
    return _any_of(key, _literal)


def ids(key: str, type_name: str) -> TrialMaker:
    """Return a list of global ids of what `key` names."""
    return _any_of(key, lambda value: _literal(global_id(type_name, value)))


def number(key: str) -> TrialMaker:
    """Return a number that stands under `key`."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value in _common(rows, key):
            yield Trial(str(value), lambda row, asker, at, value=value: row.get(key) == value)  # type: ignore[misc]

    return trials


def flag(holds: Callable[[Row, Asker, datetime], Any]) -> TrialMaker:
    """Return true or false, by what `holds` says of a row."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        yield Trial("true", lambda row, asker, at: bool(holds(row, asker, at)))
        yield Trial("false", lambda row, asker, at: not holds(row, asker, at))

    return trials


def period(key: str) -> TrialMaker:
    """Return a half-open period of moments around the middle of what is there."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        there = sorted(row[key] for row in rows if row.get(key) is not None)
        if not there:
            return
        start, end = there[len(there) // 3], there[2 * len(there) // 3] + timedelta(seconds=1)
        text = f'{{from: "{spelled(start)}", to: "{spelled(end)}"}}'
        start, end = (one.replace(microsecond=one.microsecond // 1000 * 1000) for one in (start, end))
        yield Trial(text, lambda row, asker, at: row.get(key) is not None and start <= row[key] < end)
        until = f'{{to: "{spelled(start)}"}}'
        yield Trial(until, lambda row, asker, at: row.get(key) is not None and row[key] < start)

    return trials


def days(key: str) -> TrialMaker:
    """Return a half-open period of local days."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        there = sorted(row[key] for row in rows if row.get(key) is not None)
        if there:
            start = there[len(there) // 3]
            yield Trial(
                f"{{from: {_literal(start)}}}",
                lambda row, asker, at: row.get(key) is not None and row[key] >= start,
            )
            yield Trial(
                f"{{to: {_literal(start)}}}",
                lambda row, asker, at: row.get(key) is not None and row[key] < start,
            )

    return trials


def local_year(key: str) -> TrialMaker:
    """Return the local year of a moment."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value, _ in Counter((row[key] + LOCAL).year for row in rows).most_common():
            yield Trial(str(value), lambda row, asker, at, value=value: (row[key] + LOCAL).year == value)  # type: ignore[misc]

    return trials


def searched(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Leave searching to a check of its own (searching.py): what it finds cannot be told from rows alone."""
    return iter(())


def sought(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Leave contacts to a check of their own (searching.py): where they may be sought at all, each use is logged."""
    return iter(())


def awaited(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Leave what waits for somebody to a check of its own (waiting.py), value by value on every list that can be asked."""
    return iter(())


NOT_OPEN = frozenset(
    "ANSWERED REPLIED CLOSED REJECTED DISMISSED FORWARDED MERGED WITHDRAWN CANCELLED".split()
)
"""States in which nobody owes an answer."""


def statuses_of(key: str) -> TrialMaker:
    """Return one state of which some part under `key` is."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value, _ in Counter(one["status"] for row in rows for one in row[key]).most_common():
            yield Trial(
                f"[{value}]",
                lambda row, asker, at, value=value: any(one["status"] == value for one in row[key]),  # type: ignore[misc]
            )

    return trials


def clocks(*, late: bool) -> TrialMaker:
    """Return one kind of clock that runs, `late` past the moment that it is due at."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for kind, _ in Counter(kind for row in rows for kind in running(row)).most_common():
            yield Trial(
                f"[{kind}]",
                lambda row, asker, at, kind=kind: kind in (running_late(row, at) if late else running(row)),  # type: ignore[misc]
            )

    return trials


def running(row: Row) -> frozenset[str]:
    """Return the kinds of clock that run on a case."""
    return frozenset(one["kind"] for one in row.get("clocks", ()) if one["done_at"] is None)


def running_late(row: Row, at: datetime) -> frozenset[str]:
    """Return the kinds of clock that run on a case past the moment that they are due at."""
    return frozenset(
        one["kind"]
        for one in row.get("clocks", ())
        if one["done_at"] is None and one["due_at"] is not None and one["due_at"] < at
    )


def sees_all_files(row: Row, asker: Asker, at: datetime) -> bool:
    """Return whether the asker sees every file of a case, those with an applicant's data too."""
    document = {**row, "resource": "case"}
    return reaches(asker.person, "applicant.read", document, without_reason=True)


def with_files(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Ask for cases with files, and for those without, each where the asker sees all of them."""
    for text, wanted in (("true", True), ("false", False)):
        yield Trial(
            text,
            lambda row, asker, at, wanted=wanted: (  # type: ignore[misc]
                bool(row["attachments"]) is wanted and sees_all_files(row, asker, at)
            ),
        )


def filed(values: Callable[[Row], Iterable[str | None]]) -> TrialMaker:
    """Return a list of texts, compared without regard to capitals."""

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        for value, _ in Counter(one for row in rows for one in values(row) if one).most_common():
            wanted = value.casefold()
            yield Trial(
                f"[{dumps(value.upper(), ensure_ascii=False)}]",
                lambda row, asker, at, wanted=wanted: any(  # type: ignore[misc]
                    one is not None and one.casefold() == wanted for one in values(row)
                ),
            )

    return trials


def place(key: str, called: str) -> TrialMaker:
    """Return a street or a house, `called` so in front: first as it was written where others read it otherwise, which finds
    nothing of that, then as everybody reads it."""

    def read(row: Row) -> str:
        return _bare(row["location"].get(f"{key}_redacted") or "")

    def trials(rows: list[Row], now: datetime) -> Iterator[Trial]:
        plain = [row["location"].get(key) or "" for row in rows]
        told = [row["location"].get(f"{key}_redacted") or "" for row in rows]
        closed = [one for one, other in zip(plain, told, strict=True) if one != other]
        usual = [value for value, _ in Counter(map(read, rows)).most_common() if _is_plain(value)]
        for value in (*closed[:1], *(f"{called} {one.upper()}" for one in usual)):
            wanted = _bare(value)
            yield Trial(
                dumps(value, ensure_ascii=False),
                lambda row, asker, at, wanted=wanted: bool(wanted) and read(row) == wanted,  # type: ignore[misc]
            )

    return trials


def streets(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Look for the streets of the directory, which nobody reads otherwise than they are stored."""
    for value, _ in Counter(row["location"].get("street_id") for row in rows).most_common():
        if value is not None:
            yield Trial(
                f"[{_literal(global_id('Street', value))}]",
                lambda row, asker, at, value=value: row["location"].get("street_id") == value,  # type: ignore[misc]
            )


METERS_OF_A_DEGREE = 111_320
SOME_METERS, SOME_DEGREES = 400, 0.004


def near_some(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Look around one of the places; on so short a way the globe is flat, but for what lies at the very edge."""
    for latitude, longitude in _spots(rows)[:1]:

        def holds(
            row: Row, asker: Asker, at: datetime, here: tuple[float, float] = (latitude, longitude)
        ) -> bool:
            spot = _spot(row)
            return spot is not None and _meters(spot, here) <= SOME_METERS

        yield Trial(f"{{latitude: {latitude}, longitude: {longitude}, meters: {SOME_METERS}}}", holds)


def around_some(rows: list[Row], now: datetime) -> Iterator[Trial]:
    """Look into a box around one of the places."""
    for latitude, longitude in _spots(rows)[:1]:
        south, north = latitude - SOME_DEGREES, latitude + SOME_DEGREES
        west, east = longitude - SOME_DEGREES, longitude + SOME_DEGREES

        def holds(
            row: Row,
            asker: Asker,
            at: datetime,
            box: tuple[float, float, float, float] = (south, west, north, east),
        ) -> bool:
            spot = _spot(row)
            return spot is not None and box[0] <= spot[0] <= box[2] and box[1] <= spot[1] <= box[3]

        yield Trial(f"{{south: {south}, west: {west}, north: {north}, east: {east}}}", holds)


def _spots(rows: list[Row]) -> list[tuple[float, float]]:
    return [spot for spot, _ in Counter(filter(None, map(_spot, rows))).most_common()]


def _spot(row: Row) -> tuple[float, float] | None:
    latitude, longitude = row["location"].get("latitude"), row["location"].get("longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _meters(one: tuple[float, float], other: tuple[float, float]) -> float:
    across = (one[1] - other[1]) * cos(radians(other[0]))
    return hypot(one[0] - other[0], across) * METERS_OF_A_DEGREE


def _bare(text: str) -> str:
    """A place without what redaction wrote, and without the word for what it is."""
    words = re.findall(r"[^\W_/-]+|[/-]", text.partition("[")[0].casefold().replace("ё", "е"))
    bare = [one for one in words if one not in {"ул", "улица", "им", "имени", "д", "дом"}]
    # A letter that stands apart from its number belongs to it.
    return re.sub(r"(?<=\d)[ -]+(?=[^\W\d_](?:\W|$))", "", " ".join(bare)).strip(" -/")


def _is_plain(value: str) -> bool:
    """Whether there is one way only to read it: a name without a kind of street, a number with at most a letter."""
    return re.fullmatch(r"[^\W\d_]{4,}|\d+[^\W\d_]?", value) is not None


def spelled(moment: datetime) -> str:
    """Return a moment as GraphQL takes it."""
    return moment.isoformat(timespec="milliseconds") + "Z"


def is_mine(key: str) -> Callable[[Row, Asker, datetime], bool]:
    """Return whether the asker is whom `key` names."""
    return lambda row, asker, at: (
        asker.person.person_id is not None and row.get(key) == asker.person.person_id
    )
