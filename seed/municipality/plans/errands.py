"""Assignments that the head gave outside a meeting: one moved to a later day, one that is late, one that recurs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from seed.municipality.plans.clockwork import Clock, calendar
from seed.municipality.plans.hands import HEAD
from seed.shapes import Affair, PlannedStep

DAY = timedelta(days=1)
EXTENDED = "errand-extended"
DAYS_AGO = 9

ERRANDS: tuple[tuple[str, str, str, int | str, tuple[str, ...]], ...] = (
    (
        EXTENDED,
        "Проверить, как оборудованы остановочные павильоны на школьных маршрутах, и представить перечень замечаний.",
        "person-lead-transport",
        12,
        ("person-lead-education",),
    ),
    ("errand-late", "Сверить перечень бесхозяйных сетей с данными предприятия.", "person-lead-energy", 4, ()),
    ("errand-weekly", "Готовить сводку обращений по вывозу отходов.", "person-lead-waste", "WEEKLY", ()),
)
"""Key, what is to be done, by whom, in how many days or how often, and with whom."""


def errands(clock: Clock) -> Iterator[Affair]:
    """Yield them, half an hour apart on one morning, and the later day that was given to the first."""
    begun = calendar().working_on_or_before(clock.today - DAYS_AGO * DAY)
    for number, (key, text, responsible_id, term, helpers) in enumerate(ERRANDS):
        facts = {
            "text": text,
            "responsible_id": responsible_id,
            "co_executor_ids": list(helpers),
            "is_demo": True,
            **_term(begun, term),
        }
        at = _at(begun) + number * timedelta(minutes=30)
        yield Affair(PlannedStep("issue_assignment", at, HEAD, facts), key=key)
    moved = {
        "due_on": calendar().working_on_or_before(begun + 26 * DAY),
        "reason": "Обследование переносится: маршруты пересматриваются к новому расписанию.",
    }
    yield Affair(PlannedStep("extend_assignment", _at(begun + 2 * DAY), HEAD, moved), on_key=EXTENDED)


def _at(day: date) -> datetime:
    return calendar().start_of(day) + timedelta(hours=10)


def _term(begun: date, term: int | str) -> dict[str, Any]:
    if isinstance(term, str):
        return {"period": term}
    return {"due_on": calendar().working_on_or_before(begun + term * DAY)}
