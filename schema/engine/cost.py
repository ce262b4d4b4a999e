"""Points of an operation: sums of terms, made once from its document and evaluated with the variables of each request.

Sums that no variable touches are folded to a number; evaluating walks what is left, each sum once. Figures stop growing
at `SATURATED`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from math import isnan
from typing import Any, NamedTuple

SATURATED = 1_000_000_000
DEAREST = 3

Variables = Mapping[str, Any]
Path = tuple[str, ...]
Shares = dict[Path, int]


class TooCostly(Exception):
    """An operation costs more than one may; `dearest` says where most of the points go, as paths with their points."""

    def __init__(self, cost: int, limit: int, dearest: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{cost} of {limit}")
        self.cost = cost
        self.limit = limit
        self.dearest = dearest


class Points(NamedTuple):
    """What a selection costs: once, and in a connection for each of its rows."""

    once: int = 0
    per_row: int = 0


class Condition(NamedTuple):
    """`@include` or `@skip` with a variable: the selection counts unless the variable is the opposite of `wanted`."""

    variable: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Size:
    """How many items: the largest of a literal figure and the variables; `fallback` where none of them is given.

    With a `key` the items are what stands under it in the value of a variable.
    """

    literal: int | None = None
    variables: tuple[tuple[str, int | None], ...] = ()
    fallback: int = 1
    key: str | None = None

    def of(self, variables: Variables) -> int:
        """Return the size with these variables; never below nought."""
        found = [] if self.literal is None else [self.literal]
        for name, default in self.variables:
            one = counted(self._items(variables[name])) if name in variables else default
            if one is not None:
                found.append(one)
        return min(max(0, *found), SATURATED) if found else self.fallback

    def _items(self, value: Any) -> Any:
        if self.key is None:
            return value
        # What has no such list is refused before anything runs.
        return value.get(self.key) if isinstance(value, Mapping) else ()


ONE = Size(1)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One selection. A fragment has no name and hands on the points of its sum; a field has its sum for each type."""

    name: str
    inner: "tuple[Sum, ...]"
    conditions: tuple[Condition, ...] = ()
    own: int = 0
    size: Size = ONE
    is_page: bool = False
    is_row: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether no variable changes it."""
        return not (self.conditions or self.size.variables) and all(
            one.fixed is not None for one in self.inner
        )

    def counts(self, variables: Variables) -> bool:
        """Return whether it is selected; a variable that is no boolean is refused later and counts."""
        return all(variables.get(one.variable) is not (not one.wanted) for one in self.conditions)


@dataclass(slots=True, eq=False)
class Sum:
    """A selection set on one object type; `fixed` is its figure where no variable changes it."""

    terms: tuple[Term, ...]
    fixed: Points | None = None


NOTHING = Sum((), Points())


@dataclass
class Evaluation:
    """One evaluation with one set of variables; every sum is evaluated once."""

    variables: Variables
    known: dict[int, Points] = field(default_factory=dict)
    shares_known: dict[int, tuple[Shares, Shares]] = field(default_factory=dict)

    def points(self, of: Sum) -> Points:
        """Return the points of a selection set."""
        if of.fixed is not None:
            return of.fixed
        found = self.known.get(id(of))
        if found is None:
            once = per_row = 0
            for term in of.terms:
                one = self._term(term)
                once, per_row = once + one.once, per_row + one.per_row
            found = self.known[id(of)] = Points(min(once, SATURATED), min(per_row, SATURATED))
        return found

    def shares(self, of: Sum) -> tuple[Shares, Shares]:
        """Return the dearest paths of a selection set: counted once, and for each row."""
        found = self.shares_known.get(id(of))
        if found is None:
            once: Shares = {}
            per_row: Shares = {}
            for term in of.terms:
                if term.counts(self.variables):
                    self._share(term, once, per_row)
            found = self.shares_known[id(of)] = _dearest(once), _dearest(per_row)
        return found

    def _term(self, term: Term) -> Points:
        if not term.counts(self.variables):
            return Points()
        if not term.name:
            return self.points(term.inner[0])
        size = term.size.of(self.variables)
        if term.is_page:
            inner = self.points(term.inner[0])
            figure = term.own + inner.once + size * inner.per_row
        else:
            most = max((self.points(one).once for one in term.inner), default=0)
            figure = size * (term.own + most)
        figure = min(figure, SATURATED)
        return Points(0, figure) if term.is_row else Points(figure, 0)

    def _share(self, term: Term, once: Shares, per_row: Shares) -> None:
        dearest = max(term.inner, key=lambda one: self.points(one).once, default=NOTHING)
        inner_once, inner_rows = self.shares(dearest)
        if not term.name:
            _add(once, inner_once, (), 1)
            _add(per_row, inner_rows, (), 1)
            return
        size = term.size.of(self.variables)
        target = per_row if term.is_row else once
        if term.is_page:
            _add(target, {(): term.own} | inner_once, (term.name,), 1)
            _add(target, inner_rows, (term.name,), size)
        else:
            _add(target, {(): term.own} | inner_once, (term.name,), size)


class CostFunction:
    """The cost of one operation, waiting for variables. `visited` says how many selections compiling looked at."""

    def __init__(self, root: Sum, defaults: Variables, limit: int, visited: int) -> None:
        self.limit = limit
        self.visited = visited
        self._root = root
        self._defaults = defaults

    def points(self, variables: Variables) -> int:
        """Tell what the operation costs with these variables."""
        return self._evaluation(variables).points(self._root).once

    def dearest(self, variables: Variables) -> list[dict[str, Any]]:
        """Tell where most of the points go: at most three paths, the dearest first."""
        shares, _ = self._evaluation(variables).shares(self._root)
        ranked = sorted(shares.items(), key=lambda share: (-share[1], share[0]))
        return [{"path": ".".join(path), "points": points} for path, points in ranked]

    def check(self, variables: Variables) -> int:
        """Tell what the operation costs. Raises: TooCostly above the limit."""
        cost = self.points(variables)
        if cost > self.limit:
            raise TooCostly(cost, self.limit, self.dearest(variables))
        return cost

    def _evaluation(self, variables: Variables) -> Evaluation:
        return Evaluation({**self._defaults, **variables} if self._defaults else variables)


def counted(value: Any) -> int | None:
    """Return a page size, or the length of a list, as a variable may give it; one for what coercion makes a list or
    refuses."""
    if value is None:
        return None
    if isinstance(value, list):
        return len(value)
    # Numbers like 50.0 are integers to GraphQL.
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and not isnan(value)
    return int(max(-1, min(value, SATURATED))) if is_number else 1


def _add(target: Shares, shares: Shares, above: Path, times: int) -> None:
    for path, points in shares.items():
        whole = above + path
        target[whole] = min(target.get(whole, 0) + points * times, SATURATED)


def _dearest(shares: Shares) -> Shares:
    return dict(
        nlargest(DEAREST, ((path, one) for path, one in shares.items() if one), key=lambda one: one[1])
    )
