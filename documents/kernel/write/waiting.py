"""«What waits for me»: the objects on which state and rights allow one of some operations, as parts of a list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.policy.allowed_rows import allowed_rows
from auth.policy.decide import Plan
from auth.principal import Principal
from documents.kernel.read.access import KEYS
from documents.kernel.read.parts import ListPart
from documents.kernel.read.reference import Snapshot
from documents.kernel.record import Record
from documents.kernel.write.operation import Bounds, Operation, operations

Cell = tuple[str, str]
"""Kind and status: where each of an operation and a limit begins and ends."""

OF_ONE_KIND = ("",)
"""The kinds of documents that are not told apart by one."""


@dataclass(frozen=True)
class Demand:
    """What a document of one cell must have besides: one of the keys, and one of the values in each field."""

    plan: Plan
    bounds: tuple[tuple[str, frozenset[str]], ...] = ()


def waiting(
    record: type[Record],
    who: Principal,
    names: Iterable[str],
    snapshot: Snapshot,
    *,
    where: Mapping[str, Any],
    kinds: Sequence[str] = OF_ONE_KIND,
) -> tuple[ListPart, ...]:
    """Return the parts of the list `where` in which `who` may do one of the operations `names` now, by state and rights.

    `kinds` are those by which documents of the collection are told apart. Operations with equal plans share a part, and no
    document is in two, so that counts add up. Empty where there is none.
    Raises: KeyError for a name of no operation on such documents.
    """
    known = moving_operations(record)
    parts = (
        part
        for demands, some, statuses in _boxes(_cells(who, [known[name] for name in names], snapshot, kinds))
        for part in _parts(demands, some, statuses, where, kinds)
    )
    return tuple(part for part in parts if part is not None)


def moving_operations(record: type[Record]) -> Mapping[str, Operation]:
    """Return the operations by which people move such documents through their states, by name."""
    return {name: one for name, one in sorted(operations().items()) if one.record is record and one.is_move}


def _cells(
    who: Principal, asked: Iterable[Operation], snapshot: Snapshot, kinds: Sequence[str]
) -> dict[Cell, frozenset[Demand]]:
    found = dict[Cell, set[Demand]]()
    for declared in asked:
        left = _left_by(declared, snapshot)
        for allowed in allowed_rows(who, declared.action, reading=declared.reading):
            some = (declared.kinds or frozenset(kinds)) & allowed.bounds.get("kind", frozenset(kinds))
            statuses = left & allowed.bounds.get("status", left)
            for status in statuses:
                bounds = {**allowed.bounds, **_bounds_of_state(declared, status)}
                rest = tuple(sorted((key, one) for key, one in bounds.items() if key not in _CELL))
                for kind in some:
                    found.setdefault((kind, status), set()).add(Demand(allowed.plan, rest))
    return {cell: _simplified(demands) for cell, demands in found.items()}


_CELL = ("kind", "status")


def _bounds_of_state(declared: Operation, status: str) -> Bounds:
    """What a document must have besides its status for the operation to be possible."""
    return {key: values for guard in declared.state_guards for key, values in guard.bounds(status).items()}


def _left_by(declared: Operation, snapshot: Snapshot) -> frozenset[str]:
    """The statuses from which the operation leads somewhere."""
    machine = declared.machine
    assert machine is not None, "only what moves through states waits"
    given = declared.given(snapshot)
    return frozenset(
        str(one) for one in machine.states if machine.move(one, declared.name, given=given) is not None
    )


def _simplified(demands: Collection[Demand]) -> frozenset[Demand]:
    """The same rows with fewer demands: those without bounds are one, and swallow what lies inside them."""
    free = [one.plan for one in demands if not one.bounds]
    keys = frozenset().union(*(plan.keys for plan in free))
    whole = Plan(everything=True) if any(plan.everything for plan in free) else Plan(keys=keys)
    bound = {one for one in demands if one.bounds and not whole.contains(one.plan)}
    return frozenset(bound if whole.nothing else {Demand(whole), *bound})


def _boxes(
    cells: Mapping[Cell, frozenset[Demand]],
) -> Iterable[tuple[tuple[Demand, ...], tuple[str, ...], tuple[str, ...]]]:
    """Cells with the same demands, put together to whole sets of kinds and statuses; none overlaps another."""
    alike: dict[frozenset[Demand], dict[str, list[str]]] = {}
    for (kind, status), demands in sorted(cells.items()):
        alike.setdefault(demands, {}).setdefault(kind, []).append(status)
    for demands, by_kind in alike.items():
        together: dict[tuple[str, ...], list[str]] = {}
        for kind, statuses in by_kind.items():
            together.setdefault(tuple(statuses), []).append(kind)
        # Free demands first: the others leave out what those have.
        ordered = tuple(sorted(demands, key=lambda one: (len(one.bounds), repr(_told(one)))))
        for shared, kinds in together.items():
            yield ordered, tuple(kinds), shared


def _told(demand: Demand) -> Sequence[Any]:
    return [sorted(demand.plan.keys), [(key, sorted(values)) for key, values in demand.bounds]]


def _parts(
    demands: Sequence[Demand],
    kinds: Sequence[str],
    statuses: Sequence[str],
    where: Mapping[str, Any],
    every_kind: Sequence[str],
) -> Iterable[ListPart | None]:
    cell = {"status": frozenset(statuses), "kind": frozenset(kinds)}
    box = narrowed(
        where, {key: values for key, values in cell.items() if key != "kind" or len(kinds) < len(every_kind)}
    )
    for place, demand in enumerate(demands):
        found = None if box is None else narrowed(box, dict(demand.bounds))
        if found is not None and place:
            found["$nor"] = [*found.get("$nor", ()), *(_condition(one) for one in demands[:place])]
        yield None if found is None else ListPart(found, demand.plan)


def narrowed(where: Mapping[str, Any], bounds: Mapping[str, frozenset[str]]) -> dict[str, Any] | None:
    """Return the flat condition of both: `where`, and one of the values in each field. None where no row can fulfill it."""
    found = dict(where)
    for key, values in bounds.items():
        asked = found.get(key, values)
        # One item of a list may be what is asked for, and another one what is waited for.
        is_of_items = "." in key and key in found
        if is_of_items or (isinstance(asked, Mapping) and set(asked) != {"$in"}):
            found["$and"] = [*found.get("$and", ()), {key: any_of(values)}]
            continue
        left = values & frozenset(asked["$in"] if isinstance(asked, Mapping) else _several(asked))
        if not left:
            return None
        found[key] = any_of(left)
    return found


def any_of(values: Collection[str]) -> Any:
    """Return one of the values: equality for one, since the store's index serves that best."""
    return next(iter(values)) if len(values) == 1 else {"$in": sorted(values)}


def _several(asked: Any) -> Collection[Any]:
    return asked if isinstance(asked, frozenset) else (asked,)


def _condition(demand: Demand) -> dict[str, Any]:
    found = {key: any_of(values) for key, values in demand.bounds}
    return found if demand.plan.everything else {KEYS: {"$in": sorted(demand.plan.keys)}, **found}
