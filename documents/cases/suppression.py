"""Which counts are withheld, so that none below three can be told from the others: pure functions over tables.

A table of counts is seen as a bipartite graph: lines are nodes, unknown values are edges, and each line's sum is
known. A value can be told exactly unless it lies on a cycle along which values move up and down by one while every
shown group keeps at least one case. So each small value must lie on such a cycle; where it does not, the cheapest
larger values that close one are withheld too (its complements).
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

SMALLEST = 3
"""Counts below this are never shown (rights, case.count)."""

Key = tuple[Any, ...]
Node = Hashable

MARGIN = ("margin",)
"""The extra line of a table: the sums over the other dimension."""


@dataclass(frozen=True)
class Cut:
    """What may be shown of a table: the withheld keys, whether the total is told, and whether any group is named.

    Where no complement can protect a table, not even its groups are named: that each has a case would tell them.
    """

    withheld: frozenset[Key]
    total_shown: bool
    groups_named: bool = True


@dataclass(frozen=True)
class _Edge:
    key: Hashable
    row: Node
    column: Node
    value: int
    is_margin: bool = False

    def arcs(self) -> Iterator[tuple[Node, Node]]:
        """Directions in which the value may move by one. Row → column lowers a cell and raises a margin."""
        if self.is_margin or self.value > 1:
            yield self.row, self.column
        if not self.is_margin or self.value > 1:
            yield self.column, self.row


@dataclass
class _Graph:
    """Unknown values as edges; `spare` are shown ones that may be withheld at the price of their count."""

    unknown: dict[Hashable, _Edge] = field(default_factory=dict)
    spare: dict[Hashable, _Edge] = field(default_factory=dict)
    out: dict[Node, list[tuple[Node, _Edge]]] = field(default_factory=dict)

    def add(self, edge: _Edge, *, unknown: bool) -> None:
        """Put an edge in, with the arcs along which its value may move."""
        (self.unknown if unknown else self.spare)[edge.key] = edge
        for source, target in edge.arcs():
            self.out.setdefault(source, []).append((target, edge))

    def close(self, edge: _Edge) -> list[_Edge] | None:
        """The cheapest other edges that make a cycle with `edge`; None where there is none."""
        for source, target in edge.arcs():
            path = self._path(target, source, edge.key)
            if path is not None:
                return path
        return None

    def _path(self, start: Node, goal: Node, avoided: Hashable) -> list[_Edge] | None:
        # The counter keeps the heap from comparing nodes; it also makes equal choices the same every time.
        turn, best = 0, {start: 0}
        came: dict[Node, tuple[Node, _Edge]] = {}
        waiting: list[tuple[int, int, Node]] = [(0, 0, start)]
        while waiting:
            price, _, node = heappop(waiting)
            if node == goal:
                return list(_back(came, start, goal))
            if price > best[node]:
                continue
            for target, edge in self.out.get(node, ()):
                if edge.key == avoided:
                    continue
                further = price + (0 if edge.key in self.unknown else edge.value)
                if further < best.get(target, further + 1):
                    turn += 1
                    best[target], came[target] = further, (node, edge)
                    heappush(waiting, (further, turn, target))
        return None


def _back(came: Mapping[Node, tuple[Node, _Edge]], start: Node, goal: Node) -> Iterator[_Edge]:
    node = goal
    while node != start:
        node, edge = came[node]
        yield edge


@dataclass(frozen=True)
class Known:
    """What is not told of a table's sums elsewhere: the names withheld along each axis, and whether the total is."""

    withheld: tuple[frozenset[Any], ...]
    total_shown: bool


def suppress(table: Mapping[Key, int], known: Known | None = None) -> Cut:
    """What to withhold of a table of no, one or two dimensions whose cells are all at least 1.

    Without `known`, the sums of a table of two dimensions count as told where a table of one dimension would tell them.
    """
    if not all(value > 0 for value in table.values()):
        raise ValueError("an empty group has no place in a table")
    width = len(next(iter(table), ()))
    if width > 2:
        raise ValueError("a table has at most two dimensions")
    known = known or _told_by_smaller_tables(table, width)
    if width == 0:
        return Cut(frozenset(), known.total_shown)
    graph = _Graph()
    if not known.total_shown:
        row, column = (("row", MARGIN), ("column", MARGIN)) if width == 2 else ("all", "free")
        total = sum(table.values())
        graph.add(_Edge(MARGIN, row, column, total, is_margin=width == 1), unknown=True)
    for margin in _margins(table, known) if width == 2 else ():
        graph.add(margin, unknown=True)
    for key, value in sorted(table.items(), key=lambda item: (item[1], repr(item[0]))):
        row, column = (("row", key[0]), ("column", key[1])) if width == 2 else ("all", "free")
        graph.add(_Edge(key, row, column, value), unknown=value < SMALLEST)
    if not _protect(graph):
        return Cut(frozenset(table), known.total_shown, groups_named=False)
    return Cut(frozenset(key for key in table if key in graph.unknown), known.total_shown)


def _told_by_smaller_tables(table: Mapping[Key, int], width: int) -> Known:
    total = sum(table.values())
    axes = range(width) if width == 2 else ()
    withheld = tuple(frozenset(name for (name,) in suppress(sums(table, (axis,))).withheld) for axis in axes)
    return Known(withheld, total == 0 or total >= SMALLEST)


def _margins(table: Mapping[Key, int], known: Known) -> Iterator[_Edge]:
    """The sums of rows and columns that are not told."""
    for axis, names in enumerate(known.withheld):
        values = sums(table, (axis,))
        for name in sorted(names, key=repr):
            row, column = (
                (("row", name), ("column", MARGIN)) if axis == 0 else (("row", MARGIN), ("column", name))
            )
            yield _Edge((MARGIN, axis, name), row, column, values[name,], is_margin=True)


def _protect(graph: _Graph) -> bool:
    """Withhold until every small value lies on a cycle; False where one cannot."""
    safe: set[Hashable] = set()
    for edge in [one for one in graph.unknown.values() if one.value < SMALLEST and not one.is_margin]:
        if edge.key in safe:
            continue
        path = graph.close(edge)
        if path is None:
            return False
        for one in path:
            graph.spare.pop(one.key, None)
            graph.unknown[one.key] = one
        safe.update(one.key for one in path)
        safe.add(edge.key)
    return True


def sums(table: Mapping[Key, int], axes: Iterable[int]) -> dict[Key, int]:
    """The table summed over all dimensions but `axes`, in their order."""
    kept, found = tuple(axes), dict[Key, int]()
    for key, value in table.items():
        reduced = tuple(key[axis] for axis in kept)
        found[reduced] = found.get(reduced, 0) + value
    return found
