"""THE table of places in templates, and how a case fills them.

Who wrote is no place that a template fills for people: it stays as it is written, and the letter that goes out fills it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents.kernel.calendar import Calendar

Row = Mapping[str, Any]

PLACE = re.compile(r"\{\{[ ]*([^{}\n]*?)[ ]*\}\}")
"""A place: its name in double braces."""

APPLICANT = "заявитель"
"""The place that only the letter fills."""

DAY = "%d.%m.%Y"

CASE_FIELDS = frozenset(
    {"number", "received_at", "deadline", "summary", "topic", "settlement", "recipient", "assignee"}
)
"""What is read of a case to fill the places, as the reader may see it."""


@dataclass(frozen=True)
class Surroundings:
    """What fills a place besides the case: the calendar, and the moment."""

    calendar: Calendar
    now: datetime

    def day(self, moment: datetime) -> str:
        """Return the local day of a moment, as it is written in a letter."""
        return f"{self.calendar.local(moment):{DAY}}"


def _named(key: str, field: str) -> Callable[[Row, Surroundings], str | None]:
    return lambda case, _: case[key] and case[key].get(field)


def _due(case: Row, around: Surroundings) -> str:
    last = case["deadline"]["legal_due_on"]
    return f"{date.fromisoformat(last):{DAY}}" if last is not None else around.day(case["deadline"]["due_at"])


PLACES: Mapping[str, Callable[[Row, Surroundings], str | None]] = {
    "номер": lambda case, _: case["number"],
    "дата поступления": lambda case, around: around.day(case["received_at"]),
    "срок": _due,
    "сегодня": lambda _, around: around.day(around.now),
    "тема": _named("topic", "title"),
    "суть": lambda case, _: case["summary"],
    "населённый пункт": _named("settlement", "title"),
    "орган": _named("recipient", "name"),
    "исполнитель": _named("assignee", "full_name"),
    "телефон исполнителя": _named("assignee", "work_phone"),
}
"""Name of a place → what of a case fills it; None where the case does not say."""

KNOWN = frozenset({*PLACES, APPLICANT})


@dataclass(frozen=True)
class Rendered:
    """A text with its places filled, and the names of those that stay empty."""

    text: str
    missing: tuple[str, ...] = ()


def places_in(text: str) -> Iterator[str]:
    """Yield the names of the places of a text, in their order, as they are written."""
    return (found.group(1) for found in PLACE.finditer(text))


def unknown_places(text: str) -> list[str]:
    """Return the names in double braces that no place has, each once."""
    return [name for name in dict.fromkeys(places_in(text)) if name not in KNOWN]


def rendered(text: str, case: Row, calendar: Calendar, now: datetime) -> Rendered:
    """Return a text with the places filled from a case as the reader sees it; what only the letter fills stays."""
    around, missing = Surroundings(calendar, now), dict[str, None]()

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        if name == APPLICANT:
            return found.group(0)
        value = PLACES[name](case, around) if name in PLACES else None
        if not value:
            missing[name] = None
        return value or found.group(0)

    filled = PLACE.sub(fill, text)
    return Rendered(filled, tuple(missing))


def addressed(text: str, full_name: str | None) -> str:
    """Return a text as its applicant reads it: greeted by given name and patronymic, or as an unnamed applicant."""
    words = (full_name or "").split()
    name = " ".join(words[1:3]) if len(words) > 1 else full_name or APPLICANT
    return PLACE.sub(lambda found: name if found.group(1) == APPLICANT else found.group(0), text)
