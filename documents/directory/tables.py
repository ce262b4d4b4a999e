"""Tables of the directory: what their columns hold, and which rows make something new, change something or change nothing.

A plan is made of the whole table before anything is written; names stand for ids in it, since a row may name another one of
the same table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from auth.errors import Invalid, Problem
from documents.directory.operations.organizations import create_organization, update_organization
from documents.directory.operations.people import create_person, update_person
from documents.directory.operations.topics import (
    create_settlement,
    create_topic,
    update_settlement,
    update_topic,
)
from documents.kernel.names import camel
from documents.kernel.read.reference import Row, Snapshot
from documents.kernel.text.matching import name_key
from documents.kernel.write.operation import Operation
from documents.organizations.vocabulary import KINDS as ORGANIZATION_KINDS
from documents.sectors.vocabulary import SETTLEMENTS as SETTLEMENT_KINDS

ORGANIZATIONS = "organizations"
YES, NO = frozenset({"да", "yes", "true", "1", "+"}), frozenset({"нет", "no", "false", "0", "-"})
HEADER = 1
"""The number of the row with the names of the columns."""

Fields = dict[str, Any]
Key = tuple[Any, ...]


class TableKind(StrEnum):
    """What a table lists."""

    ORGANIZATIONS = "organizations"
    OFFICIALS = "officials"
    TOPICS = "topics"
    SETTLEMENTS = "settlements"


@dataclass(frozen=True)
class GivenRow:
    """A row of a table as it was read: its number, and the text of each column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class NamedBody:
    """An organization by its short name, in the form in which names are compared."""

    key: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: in which column (empty: with the row as a whole), and why."""

    number: int
    column: str
    problem: Problem


@dataclass(frozen=True)
class PlannedRow:
    """What a row comes to: a creation, or the change of something that is there; names stand for ids still."""

    number: int
    target_id: str | None
    fields: Fields

    def resolved(self, snapshot: Snapshot) -> Fields:
        """Return the fields with ids in the place of names. Raises: INVALID (`unknown_organization`)."""
        known = _ids_by_short_name(snapshot)
        found = dict(self.fields)
        for name, value in self.fields.items():
            if isinstance(value, NamedBody):
                if value.key not in known:
                    raise Invalid("unknown_organization", path=(camel(name),))
                found[name] = known[value.key]
        return found


def _ids_by_short_name(snapshot: Snapshot) -> Mapping[str, str]:
    found: dict[str, str] | None = snapshot.memo.get("ids by short name")
    if found is None:
        found = {name_key(row["short_name"]): row["_id"] for row in snapshot.rows(ORGANIZATIONS)}
        snapshot.memo["ids by short name"] = found
    return found


@dataclass
class TablePlan:
    """What a table comes to. `waves` are rows that stand on nothing but earlier waves; where `faults` are, none may run."""

    kind: TableKind
    waves: list[list[PlannedRow]] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def created(self) -> int:
        """How many rows make something new."""
        return sum(row.target_id is None for wave in self.waves for row in wave)

    @property
    def changed(self) -> int:
        """How many rows change something that is there."""
        return sum(row.target_id is not None for wave in self.waves for row in wave)

    def operation(self, row: PlannedRow) -> Operation:
        """Return the operation that a row asks for."""
        layout = LAYOUTS[self.kind]
        return layout.create if row.target_id is None else layout.update

    def column(self, problem: Problem) -> str:
        """Return the column that a problem of an operation is about; empty where it is about none."""
        titles = {camel(one.field): one.title for one in LAYOUTS[self.kind].columns}
        return next((titles[step] for step in problem.path if step in titles), "")


CellReader = Callable[[str, Snapshot], Any]
"""Reads what stands in a cell that is not empty. Raises: Invalid."""


@dataclass(frozen=True)
class Column:
    """A column: its title, the field of the API that it fills (its other title), and how a cell is read.

    An empty cell clears the field of what is there; `keeps_blank` leaves it as it is.
    """

    title: str
    field: str
    read: CellReader
    is_required: bool = False
    keeps_blank: bool = False


@dataclass(frozen=True)
class Layout:
    """A kind of table: where its rows are kept, its columns, by what a row is known again, and how rows are stored."""

    collection: str
    columns: tuple[Column, ...]
    keys: Callable[[Row, Snapshot | None], Sequence[Key]]
    """The keys of a row: of a given one (no snapshot) in the order in which they are looked for, of a stored one all."""
    create: Operation
    update: Operation


def _line(text: str, _snapshot: Snapshot) -> str:
    return text


def _yes_or_no(text: str, _snapshot: Snapshot) -> bool:
    said = text.casefold()
    if said not in YES | NO:
        raise Invalid("wrong_value")
    return said in YES


def _whole(text: str, _snapshot: Snapshot) -> int:
    plain = text.replace(" ", "")
    if not (plain.isascii() and plain.isdecimal()):
        raise Invalid("wrong_value")
    return int(plain)


def _one_of(terms: Mapping[Any, str]) -> CellReader:
    known = {name_key(word): code.value for code, term in terms.items() for word in (code.value, term)}

    def read(text: str, _snapshot: Snapshot) -> str:
        found: str | None = known.get(name_key(text))
        if found is None:
            raise Invalid("unknown_value")
        return found

    return read


def _sector(text: str, snapshot: Snapshot) -> str:
    for row in snapshot.rows("sectors"):
        if name_key(text) in {name_key(row["code"]), name_key(row["title"])}:
            return str(row["_id"])
    raise Invalid("unknown_sector")


def _sectors(text: str, snapshot: Snapshot) -> list[str]:
    named = (one.strip() for one in text.replace(";", ",").split(","))
    return sorted({_sector(one, snapshot) for one in named if one})


def _organization(text: str, _snapshot: Snapshot) -> NamedBody:
    return NamedBody(name_key(text))


def _by_short_name(row: Row, _snapshot: Snapshot | None) -> Sequence[Key]:
    return [(name_key(row["short_name"]),)]


def _by_title(row: Row, _snapshot: Snapshot | None) -> Sequence[Key]:
    return [(name_key(row["title"]),)]


def _by_place(row: Row, _snapshot: Snapshot | None) -> Sequence[Key]:
    return [(name_key(row["title"]), name_key(row.get("division") or ""))]


def _by_mail_or_name(row: Row, snapshot: Snapshot | None) -> Sequence[Key]:
    """An official is known by his address; without one by his name in his organization."""
    mail = (row.get("work_email") or "").casefold()
    works = row.get("organization_id")
    if snapshot is not None:
        there = snapshot.row(ORGANIZATIONS, works)
        works = NamedBody(name_key(there["short_name"])) if there else None
    person = (name_key(row["full_name"]), works)
    bare, named = ("without address", *person), ("named", *person)
    if snapshot is not None:
        return [("address", mail), named] if mail else [bare, named]
    # An address that is told now is that of who was known without one, and of nobody who has another.
    return [("address", mail), bare] if mail else [named]


LAYOUTS: Mapping[TableKind, Layout] = {
    TableKind.ORGANIZATIONS: Layout(
        ORGANIZATIONS,
        (
            Column("Краткое наименование", "short_name", _line, is_required=True),
            Column("Наименование", "name", _line, is_required=True),
            Column("Вид", "kind", _one_of(ORGANIZATION_KINDS), is_required=True),
            Column("Вышестоящая организация", "parent_id", _organization),
            Column("Ответственный получатель", "is_responsible_recipient", _yes_or_no, keeps_blank=True),
            Column("Направления", "sector_ids", _sectors, keeps_blank=True),
            Column("Рабочая почта", "work_email", _line),
        ),
        _by_short_name,
        create_organization,
        update_organization,
    ),
    TableKind.OFFICIALS: Layout(
        "persons",
        (
            Column("ФИО", "full_name", _line, is_required=True),
            Column("Должность", "position", _line),
            Column("Организация", "organization_id", _organization),
            Column("Рабочий телефон", "work_phone", _line),
            Column("Рабочая почта", "work_email", _line),
        ),
        _by_mail_or_name,
        create_person,
        update_person,
    ),
    TableKind.TOPICS: Layout(
        "topics",
        (
            Column("Тема", "title", _line, is_required=True),
            Column("Группа", "group", _line),
            Column("Направление", "sector_id", _sector),
            Column("Получатель", "default_recipient_id", _organization),
            Column("Ускоренный порядок", "fast_track", _yes_or_no, keeps_blank=True),
            Column("Дней в ускоренном порядке", "fast_track_days", _whole, keeps_blank=True),
            Column("Чувствительная", "is_sensitive", _yes_or_no, keeps_blank=True),
        ),
        _by_title,
        create_topic,
        update_topic,
    ),
    TableKind.SETTLEMENTS: Layout(
        "settlements",
        (
            Column("Населённый пункт", "title", _line, is_required=True),
            Column("Вид", "kind", _one_of(SETTLEMENT_KINDS), is_required=True),
            Column("Территориальный отдел", "division", _line),
            Column("Население", "population", _whole),
        ),
        _by_place,
        create_settlement,
        update_settlement,
    ),
}
"""THE columns of each table; docs/installing.md shows them, by test."""
