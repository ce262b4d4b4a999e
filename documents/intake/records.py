"""What stands in one record of another system, before anybody has looked at what it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.kernel.text.matching import matching

GivenCell = Any
"""A text, a number, a moment or a list; None and the empty text are nothing."""


@dataclass(frozen=True, slots=True)
class GivenRecord:
    """A record as it was read: its number, its cells by the fields of a layout, and by their titles those of columns that
    no field has."""

    number: int
    cells: Mapping[str, GivenCell]
    beside: Mapping[str, GivenCell] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Field → how the file calls it."""


@dataclass(frozen=True)
class RecordLayout:
    """What a system calls its fields. `titles` are all the titles that a field goes by; `dropped` are those of fields that
    are never kept; `key` is the field with the record's number there."""

    system: str
    key: str
    titles: Mapping[str, tuple[str, ...]]
    dropped: tuple[str, ...] = ()

    def reader(self) -> "TitleReader":
        """Return what knows the titles of this layout."""
        return TitleReader(
            {title_key(title): name for name, titles in self.titles.items() for title in (name, *titles)},
            frozenset(map(title_key, self.dropped)),
        )


@dataclass(frozen=True)
class TitleReader:
    """Knows a field by any spelling of its title."""

    names: Mapping[str, str]
    dropped: frozenset[str]

    def field(self, title: str) -> str | None:
        """Return the field that a title stands for; None where there is none."""
        return self.names.get(title_key(title))

    def is_dropped(self, title: str) -> bool:
        """Return whether what stands under a title is never kept, by its last part too (`applicant.snils`)."""
        return title_key(title) in self.dropped or title_key(title.rpartition(".")[2]) in self.dropped


def title_key(title: str) -> str:
    """Return what makes two titles one: letters, digits and the sign № in their matching form."""
    return "".join(one for one in matching(title) if one.isalnum() or one == "№")


def is_nothing(cell: GivenCell) -> bool:
    """Return whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or cell in ([], {})


def sorted_out(
    number: int, pairs: Mapping[str, GivenCell], titles: TitleReader, clean: Callable[[GivenCell], GivenCell]
) -> GivenRecord:
    """Return a record whose cells are given by title: known ones by field, others by title, dropped ones not at all."""
    cells: dict[str, GivenCell] = {}
    beside: dict[str, GivenCell] = {}
    called: dict[str, str] = {}
    for title, cell in pairs.items():
        if titles.is_dropped(title) or is_nothing(cell):
            continue
        name = titles.field(title)
        # Of two titles of one field the first that says something counts.
        if name is None:
            beside[title] = clean(cell)
        elif name not in cells:
            cells[name], called[name] = clean(cell), title
    return GivenRecord(number, cells, beside, called)


def shown(cell: GivenCell) -> str:
    """Return a cell as the text that people see: whole numbers without a fraction."""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
