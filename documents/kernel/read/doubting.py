"""Rows that cannot be shown: written past the checks, by an older release or another hand; found, left out and told."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from documents.kernel.read.resource import Resource, Row
from documents.kernel.record import Record
from documents.kernel.store.connection import Store

BATCH = 500
"""Rows that are looked at in one command."""

WHOLE = "row"
"""Stands for a field where no single one is at fault."""


@dataclass(frozen=True)
class LeftOut:
    """A row that is not shown, and the field that is at fault. Never its value: that may be anybody's."""

    collection: str
    record_id: str
    field: str


def _no_fault(row: Mapping[str, Any]) -> None:
    """Nothing is asked of rows that are not shown."""


@dataclass
class Doubt:
    """Looks at rows one by one, and remembers what it left out.

    `unshowable` names the first field of a row, as it would be shown, that no answer can hold; None for a sound row.
    """

    unshowable: Callable[[Mapping[str, Any]], str | None] = _no_fault
    left_out: list[LeftOut] = field(default_factory=list)

    def stored(
        self, resource: Resource, rows: Sequence[Row], names: Iterable[str] | None, more: Iterable[str]
    ) -> list[Row]:
        """Return the whole rows that are of their document's shape, cut to what was asked for: `names`, and `more`."""
        wanted = None if names is None else {*names, *more}
        absent = defaults_of(resource.record)
        found = []
        for row in rows:
            fault = fault_of(resource.record, row)
            if fault is not None:
                self._leave_out(resource, row, fault)
                continue
            whole = absent | row
            found.append({name: one for name, one in whole.items() if wanted is None or name in wanted})
        return found

    def shown(
        self, resource: Resource, rows: Sequence[Row], show: Callable[[Row], Sequence[Row]]
    ) -> list[Row]:
        """Return the rows that can be shown, as they are."""
        found = []
        for row in rows:
            try:
                (seen,) = show(dict(row))
                fault = self.unshowable(seen)
            except Exception:  # noqa: BLE001  # whatever it is, it is this row's; the rest of the page is sound
                self._leave_out(resource, row, WHOLE)
                continue
            if fault is None:
                found.append(seen)
            else:
                self._leave_out(resource, row, fault)
        return found

    def kept(self, collection: str, row: Mapping[str, Any]) -> bool:
        """Tell whether a row of the reference data can be shown."""
        fault = self.unshowable(row)
        if fault is not None:
            self.left_out.append(LeftOut(collection, str(row.get("_id")), fault))
        return fault is None

    def _leave_out(self, resource: Resource, row: Row, fault: str) -> None:
        self.left_out.append(LeftOut(resource.record.collection_name(), str(row.get("_id")), fault))


async def odd_rows(store: Store, records: Iterable[type[Record]]) -> AsyncIterator[LeftOut]:
    """Yield every stored row that is not of its document's shape, kind after kind."""
    for record in records:
        name = record.collection_name()
        async with store.stream(name, {"_id": {"$gt": ""}}, sort={"_id": 1}, batch=BATCH) as rows:
            async for row in rows:
                fault = fault_of(record, row)
                if fault is not None:
                    yield LeftOut(name, row["_id"], fault)


def fault_of(record: type[Record], row: Mapping[str, Any]) -> str | None:
    """Return the field by which a stored row is not of its document's shape; None for a sound one.

    What the kernel hangs on kept rows is no part of them.
    """
    fields = record.model_fields
    stored = {name: one for name, one in row.items() if name == "_id" or (name in fields and name != "id")}
    try:
        read = record.from_row(stored).to_row()
    except ValidationError as error:
        place = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
        return ".".join(map(str, place)) or WHOLE
    except Exception:  # noqa: BLE001  # validators of our own may stumble over anything
        return WHOLE
    # What was made to fit (a number for a moment, a word for a switch) is not what stands there.
    return next((name for name, one in stored.items() if one != read[name] and not _is_made_of(one)), None)


def defaults_of(record: type[Record]) -> dict[str, Any]:
    """Return what a field holds that a row was stored without."""
    fields = record.model_fields.items()
    return {
        name: one.get_default(call_default_factory=True)
        for name, one in fields
        if not one.is_required() and name not in {"id", "revision_id"}
    }


def _is_made_of(value: Any) -> bool:
    """Whether a value is made of others, whose gaps reading fills."""
    return isinstance(value, Mapping) or (isinstance(value, list) and any(map(_is_made_of, value)))
