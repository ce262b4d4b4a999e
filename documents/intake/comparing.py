"""What a record that comes again says otherwise, held against what the case holds and what was said before.

THE table of fields that a record updates is `TAKEN`: as long as nobody has changed a field here, it follows the other
system; what people have changed, or only they may change, is a conflict, which they decide.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from documents.cases.statuses import OPEN

Row = Mapping[str, Any]
Marking = Callable[[str, str], str]
"""Makes a keyed mark of a kind and a value."""

PLACE = ("street", "house", "description", "latitude", "longitude")


@dataclass(frozen=True)
class TakenField:
    """A field that a record tells: whether the case follows it, and how the case shows it."""

    name: str
    is_followed: bool
    of_case: Callable[[Row], Any]
    of_facts: Callable[[Row], Any]


def _plain(name: str, *, is_followed: bool) -> TakenField:
    return TakenField(name, is_followed, lambda case: case[name], lambda facts: facts.get(name))


def _text_of_case(case: Row) -> Any:
    return case["publications"][0]["text"] if case["publications"] else case["text"]


def _text_of_facts(facts: Row) -> Any:
    posts = facts.get("publications")
    return posts[0]["text"] if posts else facts.get("text")


def _place(location: Row) -> Any:
    found = {name: location.get(name) for name in PLACE}
    return found if any(value is not None for value in found.values()) else None


TAKEN: tuple[TakenField, ...] = (
    _plain("external_due_at", is_followed=True),
    _plain("topic_id", is_followed=True),
    _plain("settlement_id", is_followed=True),
    TakenField(
        "location",
        is_followed=True,
        of_case=lambda case: _place(case["location"]),
        of_facts=lambda facts: _place(facts.get("location") or {}),
    ),
    _plain("is_actionable", is_followed=True),
    _plain("received_at", is_followed=False),
    TakenField("text", is_followed=False, of_case=_text_of_case, of_facts=_text_of_facts),
)
"""THE table: what a record that comes again changes by itself, and what is only ever a conflict."""


@dataclass
class Comparison:
    """What a record comes to beside its case: what it changes, what is for people to decide, and the marks to keep."""

    sets: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    """Field → the mark of what is said, where people decide."""

    disputed: dict[str, Any] = field(default_factory=dict)
    """Field → what is said; nothing of a field that the record leaves out this time."""

    told: dict[str, str] = field(default_factory=dict)
    """Field → the mark of what was said, where it is settled."""


def compared(case: Row, before: Row | None, facts: Row, marking: Marking) -> Comparison:
    """Compare what a record says with its case, and with the fields and conflicts that were remembered (`before`). What a
    record leaves out clears nothing, and decides no conflict."""
    found = Comparison()
    known: Mapping[str, Row] = before["fields"] if before is not None else {}
    waiting: Mapping[str, str] = before["conflicts"] if before is not None else {}
    is_open = case["status"] in OPEN
    for one in TAKEN:
        said = one.of_facts(facts)
        if said is None:
            if one.name in waiting:
                found.conflicts[one.name] = waiting[one.name]
            continue
        mark, base = mark_of(one.name, said, marking), known.get(one.name)
        if base is not None and base["told"] == mark:
            continue
        held = one.of_case(case)
        if held == said:
            found.told[one.name] = mark
        elif one.is_followed and is_open and _is_untouched(one, held, base, marking):
            found.sets[one.name] = said
            found.told[one.name] = mark
        else:
            found.conflicts[one.name], found.disputed[one.name] = mark, said
    return found


def held_values(case: Row) -> dict[str, Any]:
    """Return what a case holds of each field that a record tells."""
    return {one.name: one.of_case(case) for one in TAKEN}


def _is_untouched(one: TakenField, held: Any, base: Row | None, marking: Marking) -> bool:
    """Whether nobody has changed a field here since the record was taken."""
    if held is None:
        return True
    return base is not None and base["stored"] == mark_of(one.name, held, marking)


def told_fields(case: Row, settled: Mapping[str, str], marking: Marking) -> dict[str, dict[str, Any]]:
    """Return what is remembered of fields that are settled: what was said, and what the case holds of it."""
    fields = {one.name: one for one in TAKEN}
    found = {}
    for name, told in settled.items():
        held = fields[name].of_case(case)
        found[name] = {"told": told, "stored": None if held is None else mark_of(name, held, marking)}
    return found


def said_marks(facts: Row, marking: Marking) -> dict[str, str]:
    """Return the mark of each field that a record says anything of."""
    said = {one.name: one.of_facts(facts) for one in TAKEN}
    return {name: mark_of(name, value, marking) for name, value in said.items() if value is not None}


def mark_of(name: str, value: Any, marking: Marking) -> str:
    """Return the keyed mark of a value of a field."""
    return marking(f"intake {name}", json.dumps(value, default=_spelled, sort_keys=True, ensure_ascii=False))


def _spelled(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
