"""Says of a captured command, without asking the store, whether a declared index serves its scope, sort and filters."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from documents.kernel.record import Record
from tests.support.commands import Command

Index = tuple[str, ...]

EQUALITY = frozenset({"$in", "$eq"})


def declared(record: type[Record]) -> dict[str, Index]:
    """The keys of each index that a document declares, by the index's name."""
    models = [one.document for one in record.Settings.indexes]
    return {one["name"]: tuple(one["key"]) for one in models}


def conditions(where: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions of a filter by the key they look at, those inside `$and` included."""
    found = {key: value for key, value in where.items() if not key.startswith("$")}
    for part in where.get("$and", ()):
        found |= conditions(part)
    return found


def is_bound(condition: Any) -> bool:
    """Whether a condition names its values: equality or «any of»."""
    return not isinstance(condition, Mapping) or set(condition) <= EQUALITY


def serves(index: Index, command: Command, *, scope: str, carried: Collection[str]) -> bool:
    """Whether the index finds the rows of the scope in the order of the sort, and holds the filters to be carried.

    Before the sort key stand keys that the filter binds; where the command has a scope, the scope's is among them.
    """
    where, (sort,) = conditions(command.filter), command.sort
    if sort not in index:
        return False
    before = index[: index.index(sort)]
    if not all(key in where and is_bound(where[key]) for key in before):
        return False
    if scope in where and scope not in before:
        return False
    return all(key in index for key in carried if key in where)


def covering(
    indexes: Mapping[str, Index], command: Command, *, scope: str, carried: Collection[str]
) -> list[str]:
    """Names of the indexes that serve a command; none means that it must be paid for in memory."""
    return [name for name, index in indexes.items() if serves(index, command, scope=scope, carried=carried)]


def uncovered(
    indexes: Mapping[str, Index], commands: Iterable[Command], *, scope: str, carried: Collection[str]
) -> list[str]:
    """The commands that no index serves, in words."""
    return [
        f"{one.collection}: {dict(one.filter)} by {dict(one.sort)}"
        for one in commands
        if not covering(indexes, one, scope=scope, carried=carried)
    ]
