"""Reads the cells of a record one by one: what cannot be read is noted with its column, and nothing forbidden passes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.errors import Invalid, Problem
from documents.intake.moments import moment_of
from documents.intake.records import GivenCell, GivenRecord, is_nothing, shown
from documents.kernel.calendar import Calendar
from documents.kernel.text.canonical import canonical_line, canonical_text
from documents.privacy.forbidden import mask_forbidden

YES = frozenset({"да", "true", "1", "yes", "+", "истина"})


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in a record: in which column (empty: in no single one); and whether the record is refused for it."""

    column: str
    problem: Problem
    is_fatal: bool = True


@dataclass
class CellReading:
    """The cells of one record on their way: those that were read, and what was wrong."""

    record: GivenRecord
    calendar: Calendar
    problems: list[CellProblem] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    def text(self, name: str, most: int, *, is_required: bool = False) -> str | None:
        """Return a text of several lines; None where there is none."""
        return self._words(name, most, canonical_text, is_required=is_required)

    def line(self, name: str, most: int, *, is_required: bool = False) -> str | None:
        """Return a text of one line; None where there is none."""
        return self._words(name, most, canonical_line, is_required=is_required)

    def number(self, name: str, most: int) -> str | None:
        """Return the number of a record in its own system, as it is written: it may look like anything."""
        cell = self._cell(name)
        found = None if cell is None else canonical_line(shown(cell))
        if not found:
            self.refuse(name, Invalid("required"))
        elif len(found) > most:
            self.refuse(name, Invalid("too_long", limit=most))
        return found or None

    def moment(self, name: str, *, is_required: bool = False) -> datetime | None:
        """Return a moment; None where there is none, or it cannot be read."""
        cell = self._cell(name)
        try:
            return None if cell is None else moment_of(cell, self.calendar)
        except Invalid as problem:
            self.refuse(name, problem, is_fatal=is_required)
            return None

    def is_so(self, name: str) -> bool:
        """Return whether a cell says yes."""
        cell = self._cell(name)
        return cell is not None and shown(cell).strip().casefold() in YES

    def degrees(self, name: str, reach: int) -> float | None:
        """Return a number of degrees; None where there is none."""
        cell = self._cell(name)
        try:
            found = None if cell is None else float(str(cell).strip().replace(",", "."))
        except ValueError:
            found = reach + 1.0
        if found is not None and not -reach <= found <= reach:
            self.refuse(name, Invalid("out_of_range"), is_fatal=False)
            return None
        return found

    def held(self, name: str, limit: int, holds: Callable[[str], bool], rule: str) -> str | None:
        """Return a line of a certain form; None where it has another, which is noted and stays beside."""
        found = self.line(name, limit)
        if found is not None and not holds(found):
            self.refuse(name, Invalid(rule), is_fatal=False)
            return None
        return found

    def first(self, *names: str) -> tuple[str, GivenCell] | None:
        """Return the first of some fields that says anything, with its name."""
        found = ((name, self._cell(name)) for name in names)
        return next(((name, cell) for name, cell in found if cell is not None), None)

    def refuse(self, name: str, problem: Problem, *, is_fatal: bool = True) -> None:
        """Note what is wrong with a field, under the title that the file has for it."""
        if not is_fatal:
            self.read.discard(name)
        self.problems.append(CellProblem(self.record.titles.get(name, name), problem, is_fatal))

    def rest(self) -> Mapping[str, Any]:
        """Return what nobody has read, by title: columns that we do not know, and cells that could not be read."""
        unread = {
            self.record.titles.get(name, name): cell
            for name, cell in self.record.cells.items()
            if name not in self.read
        }
        return {**{title: kept(cell) for title, cell in {**unread, **self.record.beside}.items()}}

    def _words(self, name: str, most: int, form: Callable[[str], str], *, is_required: bool) -> str | None:
        cell = self._cell(name)
        found = "" if cell is None else form(mask_forbidden(form(shown(cell))))
        if is_required and not found:
            self.refuse(name, Invalid("required"))
        elif len(found) > most:
            self.refuse(name, Invalid("too_long", limit=most), is_fatal=is_required)
            return None
        return found or None

    def _cell(self, name: str) -> GivenCell:
        cell = self.record.cells.get(name)
        if is_nothing(cell):
            return None
        self.read.add(name)
        return cell


_NUMBERS = re.compile(r"snils|oms|полис|снилс|policy", re.IGNORECASE)


def kept(cell: GivenCell) -> Any:
    """Return what stands in a cell as it may be kept beside: no number of СНИЛС or of a policy, however deep."""
    if isinstance(cell, str):
        return mask_forbidden(cell)
    if isinstance(cell, Mapping):
        return {name: kept(inner) for name, inner in cell.items() if not _NUMBERS.search(str(name))}
    if isinstance(cell, list):
        return [kept(inner) for inner in cell]
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell if mask_forbidden(f"СНИЛС {shown(cell)}") == f"СНИЛС {shown(cell)}" else None
    return cell if cell is None or isinstance(cell, bool) else shown(cell)
