"""What of a resource a viewer may read: the rows of a plan, and of those the kinds whose own action the viewer has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auth.policy.decide import KEYS, Plan, plan
from auth.principal import Principal
from documents.kernel.read.resource import Resource

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Readable:
    """Rows of the plan, without those of the kinds in `closed`; where `only` is given, of those kinds alone."""

    plan: Plan
    only: frozenset[str] | None = None
    closed: frozenset[str] = NONE

    def admits(self, row: Mapping[str, Any]) -> bool:
        """Tell whether the viewer may read a row."""
        if not self.plan.admits(row.get(KEYS, ())):
            return False
        if self.only is not None:
            return row["kind"] in self.only
        return not self.closed or row["kind"] not in self.closed

    def narrowed(self, where: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the filter with the condition on kinds; the filter alone where all kinds are read."""
        found = dict(where or {})
        asked = {"$in": sorted(self.only)} if self.only is not None else {"$nin": sorted(self.closed)}
        if self.only is not None or self.closed:
            found["$and"] = [*found.get("$and", ()), {"kind": asked}]
        return found


def readable(who: Principal, resource: Resource) -> Readable:
    """Return what the viewer may read of a resource; memoised on `who`.

    Raises: ValueError where kinds of one list are read within different scopes: no flat condition says that.
    """
    name = ("readable", resource.name, resource.read)
    found: Readable | None = who.memo.get(name)
    if found is None:
        found = who.memo[name] = _readable(who, resource)
    return found


def _readable(who: Principal, resource: Resource) -> Readable:
    read = plan(who, resource.read)
    own = {kind: plan(who, action) for kind, action in resource.reads.items()}
    open_kinds = frozenset(kind for kind, rows in own.items() if not rows.nothing)
    widest = next((rows for rows in (read, *own.values()) if not rows.nothing), read)
    if any(rows != widest for rows in (read, *own.values()) if not rows.nothing):
        raise ValueError(f"{resource.name}: its kinds are read within different scopes")
    if read.nothing and open_kinds:
        return Readable(widest, only=open_kinds)
    return Readable(read, closed=frozenset(own) - open_kinds if not read.nothing else NONE)
