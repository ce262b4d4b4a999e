"""Loading what is there before anybody may act: reference data, members, accounts, and meetings held elsewhere.

From the command line only, which loads the seed. Everything loaded has its event, like every change.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, Invalid
from documents.aggregates import LOADABLE
from documents.kernel.record import Record
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation

LOADED: Mapping[type[Record], str] = {
    record: event(f"{record.collection_name()}.loaded", record.collection_name(), words)
    for record, words in LOADABLE.items()
}
"""What may be loaded → the event that tells of it."""


@operation(title="Загрузить записи", action=Action.REFERENCE_MANAGE, record=Record, effect=Effect.CREATES)
async def load_rows(
    change: Change, *, rows: Sequence[tuple[str, Mapping[str, Any]]], updated_at: datetime
) -> None:
    """Store new records given as (collection, fields); `updated_at` is when they came to be. Raises: FORBIDDEN for
    everybody but the command line, INVALID (`unknown_value`) for a collection that cannot be loaded."""
    if change.who is not None:
        raise Forbidden(action=change.operation.action.value)
    kinds = {record.collection_name(): record for record in LOADED}
    for collection, row in rows:
        if collection not in kinds:
            raise Invalid("unknown_value", path="collection", value=collection)
        kind = kinds[collection]
        await change.create(kind.from_row({**row, "updated_at": updated_at}), LOADED[kind])
