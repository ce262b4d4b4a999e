"""Rows of the log that tell of bookkeeping which somebody waits for: no change of an object, and in no history.

They stand in the order of all events, so that whoever follows them goes on where they left off.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from documents.kernel.store.connection import Session, Store
from documents.kernel.write.events import SYSTEM, EventRecord, event_id
from documents.kernel.write.operation import NO_PERMISSION

TOLD = "told"
"""Under which fact the ids of the rows stand."""


async def announce(
    store: Store,
    session: Session,
    *,
    name: str,
    collection: str,
    ids: Sequence[str],
    keys: Iterable[str],
    now: datetime,
) -> None:
    """Tell in a transaction, whoever holds one of these keys, that rows of a collection were made: one event for all.

    The first of `ids` names the event, so that no row is told of twice.
    """
    row = EventRecord(
        id=event_id(collection, ids[0], 1),
        updated_at=now,
        name=name,
        object_collection=collection,
        object_id=ids[0],
        sequence=1,
        at=now,
        actor=SYSTEM,
        action=NO_PERMISSION,
        keys_before=[],
        keys_after=sorted(set(keys)),
        changed=[],
        changes=[],
        facts={TOLD: list(ids)},
    )
    row.derive()
    await store.insert(EventRecord.collection_name(), [row.to_row()], session=session)


def told_ids(event: Mapping[str, Any]) -> Sequence[str]:
    """Return the ids of the rows that such an event tells of."""
    found: Sequence[str] = event["facts"][TOLD]
    return found
