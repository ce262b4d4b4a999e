"""What the body of an operation will look up: where it is said beforehand, several operations are read for together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from documents.kernel.record import Record

PlainCondition = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class SoughtRecord:
    """The documents of a kind whose stored field `name` holds `value`, among those that hold all that `among` says."""

    record: type[Record]
    name: str
    value: str
    among: PlainCondition = frozenset()

    @property
    def condition(self) -> PlainCondition:
        """All that the documents hold."""
        return self.among | {(self.name, self.value)}


def condition_of(where: Mapping[str, Any]) -> PlainCondition | None:
    """Return what documents are to hold, where they are asked for by plain values alone; None for any other condition."""
    plain = [(name, value) for name, value in where.items() if isinstance(value, str)]
    return frozenset(plain) if len(plain) == len(where) else None


def fulfills(record: Record, condition: PlainCondition) -> bool:
    """Return whether a document holds all that a condition says."""
    return all(getattr(record, "id" if name == "_id" else name) == value for name, value in condition)


def together(sought: Iterable[SoughtRecord]) -> Iterator[tuple[type[Record], Mapping[str, Any]]]:
    """Yield the conditions by which all that is sought is found: those that differ by one value are one."""
    groups: dict[tuple[type[Record], str, PlainCondition], set[str]] = {}
    for one in sought:
        groups.setdefault((one.record, one.name, one.among), set()).add(one.value)
    for (record, name, among), values in groups.items():
        yield record, {**dict(among), name: {"$in": sorted(values)}}
