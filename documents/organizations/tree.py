"""The tree of organizations: what lies below an organization, worked out once per version of the reference data."""

from collections.abc import Mapping, Sequence

from documents.kernel.read.reference import Snapshot


def organization_with_units(snapshot: Snapshot, organization_id: str) -> frozenset[str]:
    """Return an organization and everything below it in the tree of this snapshot."""
    known: dict[str, frozenset[str]] = snapshot.memo.setdefault("with_units", {})
    if organization_id not in known:
        known[organization_id] = _with_units(_below(snapshot), organization_id)
    return known[organization_id]


def _below(snapshot: Snapshot) -> Mapping[str, Sequence[str]]:
    below: dict[str, list[str]] | None = snapshot.memo.get("units")
    if below is None:
        below = {}
        for row in snapshot.rows("organizations"):
            if row["parent_id"] is not None:
                below.setdefault(row["parent_id"], []).append(row["_id"])
        snapshot.memo["units"] = below
    return below


def _with_units(below: Mapping[str, Sequence[str]], organization_id: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [organization_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(below.get(one, ()))
    return frozenset(found)
