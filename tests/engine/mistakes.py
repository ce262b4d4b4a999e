"""Mistakes in rows: what they are, where they would be met, and rows with one of them in its place."""

import copy
import math
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from graphql import Undefined

from documents.kernel.frozen import FrozenRow, frozen
from schema.connections import PageInfo, TotalCount
from tests.engine.drawing import KEYS_OF_RESOLVERS
from tests.engine.planted import Leaf

Path = tuple[str | int, ...]

MISSING = object()


class Strange(StrEnum):
    """A text that is more than a text."""

    HIGH = "HIGH"
    OTHER = "OTHER"


class Odd:
    """An object that nobody expects; written the same each time."""

    def __repr__(self) -> str:
        return "<odd>"


class Late:
    """Awaitable, but no coroutine."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __await__(self) -> Generator[Any, None, Any]:
        yield from ()
        return self.value


GENERATED: Callable[[], Any] = lambda: (one for one in ("a", "b"))  # noqa: E731

MISTAKES: Sequence[Callable[[], Any]] = (
    lambda: MISSING,
    lambda: None,
    lambda: 5,
    lambda: 2**40,
    lambda: True,
    lambda: 3.75,
    lambda: 3.0,
    lambda: math.nan,
    lambda: math.inf,
    lambda: "x",
    lambda: "",
    lambda: "7",
    lambda: "UNKNOWN",
    lambda: Strange.HIGH,
    lambda: Strange.OTHER,
    lambda: ValueError("as value"),
    lambda: Undefined,
    list,
    lambda: [None],
    lambda: ["a", None, 5],
    lambda: ("a", "b"),
    dict,
    lambda: {"__type": "Person"},
    lambda: {"__type": "Nothing", "id": "x"},
    lambda: {"__type": ["x"]},
    lambda: MappingProxyType({"__type": "Message", "id": "x"}),
    Odd,
    lambda: Late("late"),
    lambda: Late(None),
    GENERATED,
    lambda: datetime(2026, 1, 1, tzinfo=UTC),
    lambda: date(2026, 1, 1),
    lambda: "2026-13-99",
    lambda: "2026-01-01\n",
    lambda: Leaf(text="t", number=None, ratio=2),
    lambda: b"bytes",
)
ONE_BY_ONE = frozenset({GENERATED})
"""Mistakes that are gone once they were read: no row that is kept can hold them."""


def put(value: Any, path: Path, wrong: Any) -> Any:
    """The same value with something else at a place, or nothing; only what stands above it is made anew."""
    if not path:
        return wrong
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping | list | tuple):
        found: Any = dict(value) if isinstance(value, Mapping) else list(value)
        made = put(found[step], rest, wrong)
        if made is MISSING:
            del found[step]
        else:
            found[step] = made
        kind: Any = type(value)
        return kind(found)
    changed = copy.copy(value)
    made = put(getattr(value, str(step)), rest, wrong)
    setattr(changed, str(step), None if made is MISSING else made)
    return changed


def shared(value: Any) -> Any:
    """The same, as reference data hold it: rows kept, lists frozen, all the way down."""
    if isinstance(value, dict):
        return FrozenRow({key: shared(one) for key, one in value.items()})
    return frozen(map(shared, value)) if isinstance(value, list) else value


Places = dict[Path, None]
"""Places in their order, each once."""


class Noting(dict[str, Any]):
    """A row that notes which of its places are read, and so do the rows in it."""

    def __init__(self, row: Mapping[str, Any], path: Path, read: Places) -> None:
        super().__init__(row)
        self._path, self._read = path, read

    def __getitem__(self, key: str) -> Any:
        path = (*self._path, key)
        value = super().__getitem__(key)
        if key in KEYS_OF_RESOLVERS:
            return value
        self._read[path] = None
        return noting(value, path, self._read)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, which is noted where it is there."""
        try:
            return self[key]
        except KeyError:
            return default


def noting(value: Any, path: Path, read: Places) -> Any:
    """The same value; what is read of it is noted. Of what is no row all counts as read."""
    if isinstance(value, dict):
        return Noting(value, path, read)
    if isinstance(value, list):
        read.update(((*path, index), None) for index in range(len(value)))
        return [noting(one, (*path, index), read) for index, one in enumerate(value)]
    if isinstance(value, PageInfo | TotalCount | Leaf):
        read.update(((*path, key), None) for key in vars(value))
    return value
