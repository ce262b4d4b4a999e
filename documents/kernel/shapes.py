"""What a value of an input may be: read into the form in which it is kept, and held to rules that are told beforehand."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from documents.kernel.calendar import FIRST_DAY, LAST_DAY
from documents.kernel.text.canonical import canonical_line, canonical_text

ShapeTest = Callable[[Any], bool]

LONGEST_ID = 200
"""Characters of the longest id of ours, with room."""

VISIBLE = re.compile(r"[!-~]*")
"""The characters of ASCII that can be seen."""

LIST_LIMIT = 100
"""Items of a list in an input, where it names no number of its own."""


@dataclass(frozen=True, eq=False)
class ShapeRule:
    """One rule of a value: its name as `facts.rule` tells it, what it compares with, and whether a value keeps it.

    `setting` names the setting of the center that gives `facts` anew, by `bounds_of`; the facts here then hold where nobody
    set it.
    """

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    holds: ShapeTest = field(default=bool)
    setting: str | None = None


@dataclass(frozen=True, eq=False)
class ValueShape:
    """What one value may be. `kind` says what is typed in; `read` gives the form in which it is kept."""

    kind: str
    rules: tuple[ShapeRule, ...] = ()
    read: Callable[[Any], Any] = field(default=lambda value: value)
    is_text: bool = False
    """Whether nothing that can be seen means that nothing was given."""

    def broken(self, value: Any) -> ShapeRule | None:
        """Return the first rule that a value, as it was read, breaks; None for a sound one."""
        return next((rule for rule in self.rules if not rule.holds(value)), None)


@dataclass(frozen=True, eq=False)
class ListShape:
    """How many items a list may have."""

    most: int = LIST_LIMIT
    least: int = 0

    @property
    def rules(self) -> tuple[ShapeRule, ...]:
        """The rules of the list itself; each of its items has a shape of its own."""
        few = (ShapeRule("too_few", {"limit": self.least}, lambda items: len(items) >= self.least),)
        return (
            *(few if self.least else ()),
            ShapeRule("too_many", {"limit": self.most}, lambda items: len(items) <= self.most),
        )

    def broken(self, items: Any) -> ShapeRule | None:
        """Return the rule that a list breaks; None for a sound one."""
        return next((rule for rule in self.rules if not rule.holds(items)), None)


REQUIRED = ShapeRule("required")
"""Broken by a text that must be there and of which nothing can be seen."""


def line(
    most: int, *, kind: str = "line", malformed: str | None = None, holds: ShapeTest | None = None
) -> ValueShape:
    """Return the shape of one line of text, at most so many characters; `malformed` names the rule of a stricter form."""
    return ValueShape(kind, _text_rules(most, malformed, holds), canonical_line, is_text=True)


def text(most: int) -> ValueShape:
    """Return the shape of a text of several lines."""
    return ValueShape("text", _text_rules(most, None, None), canonical_text, is_text=True)


def token(kind: str, most: int, malformed: str) -> ValueShape:
    """Return the shape of what is compared to the byte and never read as text: ids, cursors, handles, passwords."""
    return ValueShape(
        kind, (ShapeRule(malformed, {"limit": most}, lambda value: len(value) <= most and _is_whole(value)),)
    )


def key(least: int, most: int) -> ValueShape:
    """Return the shape of what a caller draws to be known again by: visible ASCII characters, so many."""
    told = {"least": least, "most": most}
    rule = ShapeRule(
        "malformed_key", told, lambda value: bool(VISIBLE.fullmatch(value)) and least <= len(value) <= most
    )
    return ValueShape("key", (rule,))


def whole(least: int, most: int, *, rule: str = "out_of_range", kind: str = "whole") -> ValueShape:
    """Return the shape of a whole number."""
    return ValueShape(kind, (_between(least, most, rule=rule),))


def degrees(kind: str, reach: int, *, setting: str | None = None) -> ValueShape:
    """Return the shape of a coordinate: on the globe, and within the bounds that a setting of the center draws, if any."""
    globe = _between(-reach, reach)
    return ValueShape(kind, (replace(globe, setting=setting),))


def day() -> ValueShape:
    """Return the shape of a local day between the first and the last that may be named."""
    return ValueShape("day", (_between(FIRST_DAY, LAST_DAY),))


def moment() -> ValueShape:
    """Return the shape of a moment (naive UTC) of such a day."""
    first, last = datetime.combine(FIRST_DAY, time()), datetime.combine(LAST_DAY + timedelta(days=1), time())
    return ValueShape("moment", (_between(first, last - timedelta(milliseconds=1)),))


def facts_of_any_form(most: int) -> ValueShape:
    """Return the shape of free-form facts: finite numbers, strings that can be stored, at most so many values in all."""
    count = ShapeRule("too_many", {"limit": most}, lambda value: len(_values(value, most)) <= most)
    return ValueShape(
        "facts", (count, ShapeRule("wrong_value", {}, lambda value: _is_finite(value, most))), _stored_facts
    )


def _text_rules(most: int, malformed: str | None, holds: ShapeTest | None) -> tuple[ShapeRule, ...]:
    length = ShapeRule("too_long", {"limit": most}, lambda value: len(value) <= most)
    return (
        (length, ShapeRule(malformed, {}, holds))
        if malformed is not None and holds is not None
        else (length,)
    )


def _between(least: Any, most: Any, *, rule: str = "out_of_range") -> ShapeRule:
    return ShapeRule(rule, {"least": _told(least), "most": _told(most)}, lambda value: least <= value <= most)


def _told(bound: Any) -> Any:
    if isinstance(bound, datetime):
        return bound.isoformat(timespec="milliseconds" if bound.microsecond else "seconds") + "Z"
    return bound.isoformat() if isinstance(bound, date) else bound


def _is_whole(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= one <= "\udfff" for one in value)


def _values(value: Any, most: int) -> list[Any]:
    """The values in a value, and no more than a few above the most."""
    found: list[Any] = []
    waiting = [value]
    while waiting and len(found) <= most:
        one = waiting.pop()
        found.append(one)
        waiting.extend(one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else ())
    return found


def _is_finite(value: Any, most: int) -> bool:
    return all(math.isfinite(one) for one in _values(value, most) if isinstance(one, float))


def _stored_facts(value: Any) -> Any:
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, list):
        return [_stored_facts(one) for one in value]
    if isinstance(value, Mapping):
        return {canonical_line(str(name)): _stored_facts(one) for name, one in value.items()}
    return value
