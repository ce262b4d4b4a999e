"""Reference data as one viewer sees them: the kept rows themselves, copies of those of which something is withheld."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from auth.policy.decide import hidden, withholding
from auth.principal import Principal
from documents.kernel.frozen import frozen, kept
from documents.kernel.names import camel
from documents.kernel.read.reference import Snapshot
from documents.kernel.read.resource import Row

Find = Callable[[str | None], Mapping[str, Any] | None]


class Sight:
    """One viewer looking at one snapshot."""

    def __init__(self, who: Principal, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._who = who

    def __call__(self, collection: str, row_id: str | None) -> Mapping[str, Any] | None:
        """A row as the viewer may see it; None for no id or nothing under it."""
        row = self.snapshot.row(collection, row_id)
        name = self.snapshot.withheld_as.get(collection)
        if row is None or name is None or withholding(self._who, name) is None:
            return row
        withheld = hidden(self._who, name, row)
        memo = self.snapshot.memo.setdefault(f"seen {collection}", {})
        if (row_id, withheld) not in memo:
            memo[row_id, withheld] = kept(without(row, withheld))
        shown: Mapping[str, Any] = memo[row_id, withheld]
        return shown

    def within(self, collection: str) -> Find:
        """How to find rows of one collection: straight, where nothing of them can be withheld from the viewer."""
        name = self.snapshot.withheld_as.get(collection)
        if name is None or withholding(self._who, name) is None:
            # No row is kept under None, so nothing is found for no id.
            return self.snapshot.collections[collection].get  # type: ignore[return-value]
        return lambda row_id: self(collection, row_id)


def without(row: Mapping[str, Any], paths: Iterable[str]) -> Row:
    """A copy of a row without what is withheld at these paths, and saying so."""
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
