"""Which counts are withheld, so that none below three can be told from the others: pure functions over tables.

A table of counts is seen as a bipartite graph: lines are nodes, unknown values are edges, and each line's sum is
known. A value can move only along a cycle on which others go up and down while every named group keeps at least one case. So
each small value must lie on cycles that raise it to what would be shown; where it does not, the cheapest larger values
that close them are withheld too (its complements).
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

SMALLEST = 3
"""Counts below this are never shown (rights, case.count)."""

GroupKey = tuple[Any, ...]
GraphNode = Hashable

MARGIN = ("margin",)
"""The extra line of a table: the sums over the other dimension."""


@dataclass(frozen=True)
class Cut:
    """What is not told of a table: the keys whose counts are withheld, and whether any group is named.

    Where no complement can protect a table, not even its groups are named: that each has a case would tell them.
    """

    withheld: frozenset[GroupKey]
    groups_named: bool = True


@dataclass(frozen=True)
class _Edge:
    key: Hashable
    row: GraphNode
    column: GraphNode
    value: int
    is_margin: bool = False

    def arcs(self, value: int) -> Iterator[tuple[GraphNode, GraphNode]]:
        """Directions in which `value` may move by one. Row → column lowers a cell and raises a margin."""
        if self.is_margin or value > 1:
            yield self.row, self.column
        if not self.is_margin or value > 1:
            yield self.column, self.row

    @property
    def raising(self) -> tuple[GraphNode, GraphNode]:
        """The direction that raises the value."""
        return (self.row, self.column) if self.is_margin else (self.column, self.row)


@dataclass
class _Graph:
    """Unknown values as edges; `spare` are shown ones that may be withheld at the price of their count."""

    unknown: dict[Hashable, _Edge] = field(default_factory=dict)
    spare: dict[Hashable, _Edge] = field(default_factory=dict)
    at: dict[GraphNode, list[_Edge]] = field(default_factory=dict)

    def add(self, edge: _Edge, *, unknown: bool) -> None:
        """Put an edge in."""
        (self.unknown if unknown else self.spare)[edge.key] = edge
        for node in (edge.row, edge.column):
            self.at.setdefault(node, []).append(edge)

    def raised(self, edge: _Edge) -> list[_Edge] | None:
        """The cheapest edges along which `edge` can be raised to what is shown; None where it cannot."""
        values: dict[Hashable, int] = {}
        moved: dict[Hashable, _Edge] = {}
        source, target = edge.raising
        for _ in range(SMALLEST - edge.value):
            path = self._path(target, source, edge.key, values, moved)
            if path is None:
                return None
            for start, one in path:
                step = 1 if start == one.raising[0] else -1
                values[one.key] = values.get(one.key, one.value) + step
                moved[one.key] = one
        return list(moved.values())

    def _path(
        self,
        start: GraphNode,
        goal: GraphNode,
        avoided: Hashable,
        values: Mapping[Hashable, int],
        moved: Mapping[Hashable, _Edge],
    ) -> list[tuple[GraphNode, _Edge]] | None:
        # The counter keeps the heap from comparing nodes; it also makes equal choices the same every time.
        turn, best = 0, {start: 0}
        came: dict[GraphNode, tuple[GraphNode, _Edge]] = {}
        waiting: list[tuple[int, int, GraphNode]] = [(0, 0, start)]
        while waiting:
            price, _, node = heappop(waiting)
            if node == goal:
                return list(_back(came, start, goal))
            if price > best[node]:
                continue
            for edge in self.at.get(node, ()):
                for source, target in edge.arcs(values.get(edge.key, edge.value)):
                    if edge.key == avoided or source != node:
                        continue
                    is_free = edge.key in self.unknown or edge.key in moved
                    further = price + (0 if is_free else edge.value)
                    if further < best.get(target, further + 1):
                        turn += 1
                        best[target], came[target] = further, (node, edge)
                        heappush(waiting, (further, turn, target))
        return None


def _back(
    came: Mapping[GraphNode, tuple[GraphNode, _Edge]], start: GraphNode, goal: GraphNode
) -> Iterator[tuple[GraphNode, _Edge]]:
    node = goal
    while node != start:
        node, edge = came[node]
        yield node, edge


@dataclass(frozen=True)
class Known:
    """What is not told of a table's sums elsewhere: the names withheld along each axis. The total is told."""

    withheld: tuple[frozenset[Any], frozenset[Any]]


def suppress(table: Mapping[GroupKey, int], known: Known | None = None) -> Cut:
    """Return what to withhold of a table of no, one or two dimensions whose cells are all at least 1.

    Without `known`, the sums of a table of two dimensions count as told where a table of one dimension would tell them.
    """
    if not all(value > 0 for value in table.values()):
        raise ValueError("an empty group has no place in a table")
    width, total = len(next(iter(table), ())), sum(table.values())
    if width > 2:
        raise ValueError("a table has at most two dimensions")
    is_told = total == 0 or total >= SMALLEST
    if width == 0:
        return Cut(frozenset())
    if width == 1:
        names = hidden_names({name: value for (name,), value in table.items()}) if is_told else None
        hidden = frozenset(table) if names is None else frozenset((name,) for name in names)
        return Cut(hidden, groups_named=names is not None)
    found = known or _told_by_smaller_tables(table)
    if found is None:
        return Cut(frozenset(table), groups_named=False)
    graph = _Graph()
    for margin in _margins(table, found):
        graph.add(margin, unknown=True)
    for key, value in sorted(table.items(), key=lambda item: (item[1], repr(item[0]))):
        graph.add(_Edge(key, ("row", key[0]), ("column", key[1]), value), unknown=value < SMALLEST)
    if not is_told or not _protect(graph):
        return Cut(frozenset(table), groups_named=False)
    return Cut(frozenset(key for key in table if key in graph.unknown))


def _told_by_smaller_tables(table: Mapping[GroupKey, int]) -> Known | None:
    names = [hidden_names({one: value for (one,), value in sums(table, (axis,)).items()}) for axis in (0, 1)]
    return None if names[0] is None or names[1] is None else Known((names[0], names[1]))


def _margins(table: Mapping[GroupKey, int], known: Known) -> Iterator[_Edge]:
    """The sums of rows and columns that are not told."""
    for axis, names in enumerate(known.withheld):
        values = sums(table, (axis,))
        for name in sorted(names, key=repr):
            row, column = (
                (("row", name), ("column", MARGIN)) if axis == 0 else (("row", MARGIN), ("column", name))
            )
            yield _Edge((MARGIN, axis, name), row, column, values[name,], is_margin=True)


def _protect(graph: _Graph) -> bool:
    """Withhold until every small value could as well be one that is shown; False where one cannot."""
    for edge in [one for one in graph.unknown.values() if one.value < SMALLEST]:
        path = graph.raised(edge)
        if path is None:
            return False
        for one in path:
            graph.spare.pop(one.key, None)
            graph.unknown[one.key] = one
    return True


def hidden_names(values: Mapping[Any, int]) -> frozenset[Any] | None:
    """Return the names of a list whose sum is told that are withheld: the small ones and the smallest others, until each of
    them could be as large as what is shown. None where even the names would tell too much: nothing is named then."""
    by_size = sorted(values, key=lambda name: (values[name], repr(name)))
    count = sum(values[name] < SMALLEST for name in by_size)
    if count == 0:
        return frozenset()
    while sum(values[name] for name in by_size[:count]) - (count - 1) < SMALLEST or count == 1:
        count += 1
        if count > len(by_size):
            return None
    return frozenset(by_size[:count])


def sums(table: Mapping[GroupKey, int], axes: Iterable[int]) -> dict[GroupKey, int]:
    """Return the table summed over all dimensions but `axes`, in their order."""
    kept, found = tuple(axes), dict[GroupKey, int]()
    for key, value in table.items():
        reduced = tuple(key[axis] for axis in kept)
        found[reduced] = found.get(reduced, 0) + value
    return found
