"""Reference data as one viewer sees them: the kept rows themselves, copies of those of which something is withheld."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.policy.decide import hidden, withholding
from auth.principal import Principal
from documents.kernel.frozen import frozen, frozen_row
from documents.kernel.names import camel
from documents.kernel.read.reference import Snapshot
from documents.kernel.read.resource import Row
from documents.kernel.record import Record

Find = Callable[[str | None], Mapping[str, Any] | None]


Links = Mapping[str, tuple[str, str]]
"""A name under which a kept row holds another one → its collection and the key with its id."""


@dataclass(frozen=True)
class Withholding:
    """What of the reference data may be withheld at all. `names`: collection → the name under which the policy withholds
    fields of its rows. `links`: collection → its links that lead to such rows, if only in the end."""

    names: Mapping[str, str]
    links: Mapping[str, Links]


def withholding_of(records: Iterable[type[Record]], names: Mapping[str, str]) -> Withholding:
    """Follow the links between kept rows to those of which something is withheld."""
    kept_links = {one.collection_name(): one.links for one in records if one.is_reference}
    reached = set(names)
    while more := {name for name, links in kept_links.items() if _lead(links, reached)} - reached:
        reached |= more
    found = {name: _lead(links, reached) for name, links in kept_links.items()}
    return Withholding(names, {name: links for name, links in found.items() if links})


def _lead(links: Links, reached: Container[str]) -> Links:
    return {shown: link for shown, link in links.items() if link[0] in reached}


class VisibleReference:
    """One viewer looking at one snapshot."""

    def __init__(self, who: Principal, snapshot: Snapshot, withholds: Withholding) -> None:
        self.snapshot = snapshot
        self._who = who
        self._withholds = withholds

    def __call__(self, collection: str, row_id: str | None) -> Mapping[str, Any] | None:
        """A row as the viewer may see it; None for no id or nothing under it."""
        row = self.snapshot.row(collection, row_id)
        return row if row is None or self._sees_all(collection) else self._shown(collection, row)

    def within(self, collection: str) -> Find:
        """Return how to find rows of one collection: straight, where nothing of them can be withheld from the viewer."""
        if self._sees_all(collection):
            # No row is kept under None, so nothing is found for no id.
            return self.snapshot.collections[collection].get  # type: ignore[return-value]
        return lambda row_id: self(collection, row_id)

    def _sees_all(self, collection: str) -> bool:
        name = self._withholds.names.get(collection)
        return collection not in self._withholds.links and (
            name is None or withholding(self._who, name) is None
        )

    def _shown(self, collection: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        name = self._withholds.names.get(collection)
        withheld = hidden(self._who, name, row) if name is not None else frozenset()
        links = self._withholds.links.get(collection, {})
        held = {shown: self(target, row[key]) for shown, (target, key) in links.items()}
        if not withheld and all(row[shown] is one for shown, one in held.items()):
            return row
        memo = self.snapshot.memo.setdefault(f"seen {collection}", {})
        # What a kept copy holds lives as long as the copy, so that its place in memory names it.
        known = (row["_id"], withheld, *map(id, held.values()))
        if known not in memo:
            memo[known] = frozen_row((without(row, withheld) if withheld else dict(row)) | held)
        shown: Mapping[str, Any] = memo[known]
        return shown


def without(row: Mapping[str, Any], paths: Iterable[str]) -> Row:
    """Return a copy of a row without what is withheld at these paths, and saying so."""
    shown = dict(row)
    for path in paths:
        withhold(shown, path.split("."))
    shown["hidden_fields"] = frozen(sorted(camel(path) for path in paths))
    return shown


def withhold(container: Any, path: Sequence[str]) -> None:
    """Null what is at a path of a row, in each item of the lists on its way; parts are copied, the row is not."""
    if isinstance(container, list):
        for index, item in enumerate(container):
            container[index] = dict(item)
            withhold(container[index], path)
        return
    if not isinstance(container, dict) or path[0] not in container:
        return
    if len(path) == 1:
        container[path[0]] = None
        return
    inner = container[path[0]]
    if isinstance(inner, Mapping):
        container[path[0]] = dict(inner)
    elif isinstance(inner, list):
        container[path[0]] = list(inner)
    withhold(container[path[0]], path[1:])
