"""The clocks of cases that were stored before there were any, told again from their events: in batches, and again from where
it stopped."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from documents.cases.clock_rules import CaseClock, Terms, advanced
from documents.cases.document import Case
from documents.kernel.read.doubting import fault_of
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Session, Store
from documents.kernel.write.events import EventRecord

Row = Mapping[str, Any]

BATCH = 200
ATTEMPTS = 12
CASES, EVENTS = Case.collection_name(), EventRecord.collection_name()
FILLED = ("clocks", "overdue_twice_at", "overdue_thrice_at")
EVENT_KEYS = ("object_id", "sequence", "at", "changes")


async def start_clocks(
    store: Store, snapshot: Snapshot, *, told: Callable[[str, int], object], writes: bool
) -> Mapping[str, int]:
    """Give every case without clocks those that its history tells; how many were looked at, given some, and left because
    they are no cases. Revisions stay: nothing that anybody was told has changed."""
    terms, counts, after = Terms.of(snapshot), {"rows": 0, "rewritten": 0, "odd": 0}, ""
    while rows := await store.find(CASES, {"_id": {"$gt": after}}, sort={"_id": 1}, at_most=BATCH):
        sound = [row for row in rows if fault_of(Case, row) is None]
        without = [row for row in sound if not row.get("clocks")]
        events = await _events_of(store, [row["_id"] for row in without])
        for row in without:
            case = Case.from_row(row)
            case.clocks = clocks_told(case.to_row(), events.get(row["_id"], ()), terms)
            case.derive()
            if writes:
                written = partial(_written, store, row, case.to_row())
                counts["rewritten"] += await store.transaction(written, attempts=ATTEMPTS)
            else:
                counts["rewritten"] += 1
        counts["rows"] += len(rows)
        counts["odd"] += len(rows) - len(sound)
        told(CASES, counts["rows"])
        after = rows[-1]["_id"]
    return counts


def clocks_told(case: Row, events: Sequence[Row], terms: Terms) -> list[CaseClock]:
    """Return the clocks that a stored case went through, by its events in their order; those of its present state
    alone where it has none."""
    clocks: list[CaseClock] = []
    for at, state in _states(case, events):
        clocks = advanced(clocks, state, terms, at)
    return clocks


def _states(case: Row, events: Sequence[Row]) -> Iterator[tuple[datetime, Row]]:
    """What the case was after each event: the present one with the later changes taken back."""
    states: list[tuple[datetime, Row]] = []
    state = dict(case)
    for event in reversed(events):
        states.append((event["at"], dict(state)))
        state.update({one["field"]: one["before"] for one in event["changes"] if one["field"] in state})
    return reversed(states or [(case["updated_at"], case)])


async def _events_of(store: Store, case_ids: Sequence[str]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    where = {"object_collection": CASES, "object_id": {"$in": list(case_ids)}}
    rows = await store.find(EVENTS, where, keys=EVENT_KEYS) if case_ids else []
    for row in sorted(rows, key=lambda one: one["sequence"]):
        found.setdefault(row["object_id"], []).append(row)
    return found


async def _written(store: Store, row: Row, after: Row, session: Session) -> int:
    """Write the clocks, and what follows from them, where the row still is what was read; somebody who changed it meanwhile
    gave it some."""
    held = {"_id": row["_id"], "revision": row.get("revision"), "updated_at": row["updated_at"]}
    return await store.update(CASES, held, {"$set": {name: after[name] for name in FILLED}}, session=session)
