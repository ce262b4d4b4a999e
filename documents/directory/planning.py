"""Plans what a table of the directory comes to, without writing: what it makes, changes, leaves, and what is wrong in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from auth.errors import InactiveTarget, Invalid, Problem
from documents.directory.tables import (
    HEADER,
    LAYOUTS,
    ORGANIZATIONS,
    Column,
    Fault,
    Fields,
    GivenRow,
    Key,
    Layout,
    NamedBody,
    PlannedRow,
    TableKind,
    TablePlan,
)
from documents.kernel.names import camel
from documents.kernel.read.reference import Row, Snapshot
from documents.kernel.text.matching import name_key

NAMED_ID = "named"
"""Stands for the id of an organization that a row names, where the fields of the row are looked at by themselves."""


def plan_table(
    kind: TableKind, header: Sequence[str], rows: Sequence[GivenRow], snapshot: Snapshot
) -> TablePlan:
    """Return what a table comes to on what is stored now; its faults in the order of rows."""
    layout = LAYOUTS[kind]
    columns, faults = _columns(layout, header)
    plan = TablePlan(kind, faults=list(faults))
    if not plan.faults:
        _Planning(plan, layout, columns, snapshot).take(rows)
    plan.faults.sort(key=lambda one: one.number)
    return plan


def _columns(layout: Layout, header: Sequence[str]) -> tuple[Mapping[str, Column], Sequence[Fault]]:
    """Columns by the titles that the table has for them, and what is wrong with these."""
    known = {name_key(title): one for one in layout.columns for title in (one.title, camel(one.field))}
    found = {title: known[name_key(title)] for title in header if name_key(title) in known}
    faults = [
        Fault(HEADER, title, Invalid("unknown_value")) for title in header if name_key(title) not in known
    ]
    there = {one.field for one in found.values()}
    faults += [
        Fault(HEADER, one.title, Invalid("required"))
        for one in layout.columns
        if one.is_required and one.field not in there
    ]
    return found, faults


@dataclass
class _Planning:
    """One table on its way to a plan."""

    plan: TablePlan
    layout: Layout
    columns: Mapping[str, Column]
    snapshot: Snapshot
    stored: dict[Key, list[Row]] = field(default_factory=dict)
    named: dict[str, PlannedRow | None] = field(default_factory=dict)
    """Organizations of this table by the key of their short name; None where a row leaves its organization as it is."""

    def take(self, rows: Sequence[GivenRow]) -> None:
        """Plan all rows."""
        for there in self.snapshot.rows(self.layout.collection):
            for key in self.layout.keys(there, self.snapshot):
                self.stored.setdefault(key, []).append(there)
        planned, seen = [], set()
        for row in rows:
            values, faults = self._values(row)
            self.plan.faults += faults
            if faults:
                continue
            key = self.layout.keys(values, None)[0]
            if key in seen:
                self._fault(row.number, Invalid("duplicate", path=(self._first_field(),)))
                continue
            seen.add(key)
            found = self._planned(row.number, values)
            if found is not None:
                planned.append(found)
        self._refuse_unknown_names(planned)
        self._into_waves(planned)

    def _values(self, row: GivenRow) -> tuple[Fields, list[Fault]]:
        values: Fields = {}
        faults: list[Fault] = []
        for title, column in self.columns.items():
            text = row.cells[title]
            if not text:
                if column.is_required:
                    faults.append(Fault(row.number, title, Invalid("required")))
                elif not column.keeps_blank:
                    values[column.field] = None
                continue
            try:
                values[column.field] = column.read(text, self.snapshot)
            except Invalid as problem:
                faults.append(Fault(row.number, title, problem))
        return values, faults

    def _planned(self, number: int, values: Fields) -> PlannedRow | None:
        """What a row comes to; None where it changes nothing, or is wrong."""
        keys = self.layout.keys(values, None)
        found = next((self.stored[key] for key in keys if key in self.stored), [])
        if len(found) > 1:
            self._fault(number, Invalid("duplicate", path=(self._first_field(),)))
            return None
        there = found[0] if found else None
        fields = self._changes(there, values) if there else _given(values)
        if there is not None and not fields:
            self.plan.unchanged += 1
            self._note_name(values, None)
            return None
        planned = PlannedRow(number, there["_id"] if there else None, fields)
        for problem in self._refused(planned, there):
            self._fault(number, problem)
        self._note_name(values, planned)
        return planned

    def _changes(self, there: Row, values: Fields) -> Fields:
        return {name: value for name, value in values.items() if self._shown(there, name) != value}

    def _shown(self, there: Row, name: str) -> Any:
        """What is stored, as the table would say it."""
        if name == "group":
            group = self.snapshot.row("topic_groups", there["group_id"])
            return group["title"] if group else None
        # What came later is not stored on rows of before.
        value: Any = there.get(name)
        if name in {"parent_id", "organization_id", "default_recipient_id"} and value is not None:
            row = self.snapshot.row(ORGANIZATIONS, value)
            return NamedBody(name_key(row["short_name"])) if row else None
        return sorted(value) if name == "sector_ids" else value

    def _refused(self, planned: PlannedRow, there: Row | None) -> Iterator[Problem]:
        plain = {
            name: NAMED_ID if isinstance(value, NamedBody) else value
            for name, value in planned.fields.items()
        }
        yield from self.plan.operation(planned).refused_input({"fields": plain})
        if self.plan.kind is TableKind.ORGANIZATIONS and there is not None and there["state"] == "CLOSED":
            yield Invalid("organization_closed")

    def _note_name(self, values: Fields, planned: PlannedRow | None) -> None:
        if self.plan.kind is TableKind.ORGANIZATIONS:
            self.named[name_key(values["short_name"])] = planned

    def _refuse_unknown_names(self, planned: Sequence[PlannedRow]) -> None:
        states = {name_key(row["short_name"]): row["state"] for row in self.snapshot.rows(ORGANIZATIONS)}
        for row in planned:
            for name, value in row.fields.items():
                if not isinstance(value, NamedBody) or value.key in self.named:
                    continue
                state = states.get(value.key)
                if state is None:
                    self._fault(row.number, Invalid("unknown_organization", path=(camel(name),)))
                elif state != "ACTIVE":
                    self._fault(row.number, InactiveTarget(path=(camel(name),)))

    def _into_waves(self, planned: Sequence[PlannedRow]) -> None:
        """Order rows so that each comes after those that make what it names."""
        made = {id(row): key for key, row in self.named.items() if row is not None and row.target_id is None}
        waiting, coming = list(planned), set(made.values())
        while waiting:
            ready = [row for row in waiting if not _names(row) & coming]
            if not ready:
                for row in waiting:
                    self._fault(row.number, Invalid("cycle", path=("parentId",)))
                return
            self.plan.waves.append(ready)
            coming -= {made[id(row)] for row in ready if id(row) in made}
            gone = {id(row) for row in ready}
            waiting = [row for row in waiting if id(row) not in gone]

    def _fault(self, number: int, problem: Problem) -> None:
        self.plan.faults.append(Fault(number, self.plan.column(problem), problem))

    def _first_field(self) -> str:
        return camel(self.layout.columns[0].field)


def _given(values: Fields) -> Fields:
    return {name: value for name, value in values.items() if value is not None}


def _names(row: PlannedRow) -> set[str]:
    return {value.key for value in row.fields.values() if isinstance(value, NamedBody)}
