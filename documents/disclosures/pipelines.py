"""Figures over the log of access to personal data: how often each person looked, day by day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from auth.actions import Action
from auth.principal import Principal
from documents.disclosures.resource import ACCESSES
from documents.disclosures.vocabulary import AccessKind
from documents.kernel.read.access import Access

STAGES: Sequence[Mapping[str, Any]] = (
    {"$group": {"_id": {"day": "$day", "person_id": "$person_id", "kind": "$kind"}, "number": {"$sum": 1}}},
)


KINDS = tuple(one.value for one in AccessKind)


async def accesses_by_day(access: Access, who: Principal, *, from_: date, to: date) -> list[dict[str, Any]]:
    """Return day, person, reveals and searches over [from_, to), the busiest of a day first; nothing for days without
    any."""
    where = {"day": {"$gte": from_.isoformat(), "$lt": to.isoformat()}}
    rows = await access.pipeline(ACCESSES, who, Action.ACCESS_LOG_READ, stages=STAGES, where=where)
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for row in rows:
        day, person_id, kind = (row["_id"].get(name) for name in ("day", "person_id", "kind"))
        if not _is_told(day, person_id, kind):
            continue
        empty: dict[str, Any] = {"day": day, "person_id": person_id, **{one.value: 0 for one in AccessKind}}
        line = found.setdefault((day, person_id), empty)
        line[kind] += row["number"]
    return sorted(
        found.values(),
        key=lambda one: (one["day"], -sum(one[kind] for kind in AccessKind), str(one["person_id"])),
    )


def _is_told(day: Any, person_id: Any, kind: Any) -> bool:
    """Whether a group can be a figure; what no check ever let into the log is none."""
    try:
        date.fromisoformat(day)
    except (TypeError, ValueError):
        return False
    return kind in KINDS and isinstance(person_id, str | None)
