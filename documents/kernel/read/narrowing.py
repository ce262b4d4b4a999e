"""Filters and orders that look at withheld fields narrow a list to the rows where the viewer sees them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from auth.errors import FilterForbidden
from auth.policy.decide import Plan, hideable, searchable
from auth.policy.table import SEARCHED, WITHHELD
from auth.principal import Principal
from documents.kernel.names import camel
from documents.kernel.read.paging import Order
from documents.kernel.read.resource import Resource


def narrowed(
    resource: Resource,
    who: Principal,
    rows: Plan,
    where: Mapping[str, Any] | None,
    touching: Iterable[str] = (),
    *,
    order: Order | None = None,
) -> Plan:
    """Return the rows of a plan on which the viewer sees whatever a filter and an order look at; `touching` names withheld
    paths from which follows what they look at. Raises: FilterForbidden where those rows are none by right."""
    keys = (*_keys_of(where or {}), *((order.key,) if order is not None else ()))
    paths = (*touching, *touched(resource.name, keys))
    if not paths:
        return rows
    seen = {**hideable(who, resource.name), **searchable(who, resource.name)}
    for path in paths:
        if path not in seen:
            continue
        if seen[path].nothing:
            raise FilterForbidden(field=camel(path))
        rows = in_both(rows, seen[path])
    return rows


def in_both(one: Plan, other: Plan) -> Plan:
    """Return the narrower of two plans; where none is, the rows with a key of both, which are fewer than could be told."""
    if one.contains(other):
        return other
    return one if other.contains(one) else Plan(keys=one.keys & other.keys)


def _keys_of(where: Mapping[str, Any]) -> Iterator[str]:
    """The stored keys that a condition looks at, those inside `$and` and the like too."""
    for key, value in where.items():
        if key.startswith("$"):
            for one in value:
                yield from _keys_of(one)
        else:
            yield key


@lru_cache(maxsize=1_000)
def touched(resource: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Name the withheld paths of a resource, those that only filters look at too, that lie at, above or beneath one of these
    stored keys."""
    return tuple(
        field.path
        for field in (*WITHHELD.get(resource, ()), *SEARCHED.get(resource, ()))
        for key in keys
        if f"{key}.".startswith(f"{field.path}.") or f"{field.path}.".startswith(f"{key}.")
    )
