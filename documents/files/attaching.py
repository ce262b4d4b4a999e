"""A file and the object that carries it: taken in the transaction that names it there, given back in another."""

from collections.abc import Sequence
from datetime import timedelta

from auth.errors import Invalid, LimitReached
from documents.center.settings import setting
from documents.files.document import Attachment
from documents.files.storing import FILES
from documents.files.vocabulary import FileState, ScanStatus
from documents.kernel.record import FAR, Record
from documents.kernel.write.change import Change

KEPT_AFTER = timedelta(days=30)
"""How long what was detached can still be found by those who run the store, before it is removed."""

MOST_FILES = 20
"""What the setting `filesPerObject` is where nobody set it."""

CAPTION_LIMIT = 500


async def take_file(
    change: Change,
    record: Record,
    file_id: str,
    *,
    path: Sequence[str],
    caption: str | None = None,
    is_public: bool = False,
    held_by: str | None = None,
    evidence_of: int | None = None,
) -> Attachment:
    """Attach a waiting upload of who acts to an object, and return what the object keeps of it. `held_by` says whose it is
    where nobody with an account acts; `evidence_of`, the delivery of which answer it shows.

    Raises: INVALID (`unknown_file`, `infected`) at the path. Of two who attach one at once, one finds it taken.
    """
    account_id = change.who.account_id if change.who is not None else held_by
    waiting = {
        "_id": file_id,
        "state": FileState.WAITING.value,
        "removable_at": {"$gt": change.now},
        **({"account_id": account_id} if account_id is not None else {}),
    }
    row = await change.kept_row(FILES, waiting)
    if row is None:
        raise Invalid("unknown_file", path=tuple(path))
    if row["scan_status"] == ScanStatus.INFECTED:
        raise Invalid("infected", path=tuple(path))
    taken = {
        "state": FileState.ATTACHED.value,
        "removable_at": None,
        "object_collection": record.collection_name(),
        "object_id": record.id,
    }
    if not await change.change_kept(FILES, waiting, {"$set": taken}):
        raise Invalid("unknown_file", path=tuple(path))
    return Attachment(
        id=file_id,
        name=row["name"],
        size_bytes=row["size_bytes"],
        mime=row["mime"],
        sha256=row["sha256"],
        caption=caption,
        is_public=is_public,
        added_at=change.now,
        added_by_id=change.subject,
        evidence_of=evidence_of,
    )


async def give_back(change: Change, record: Record, file_id: str) -> None:
    """Let go of a file that an object carried: nobody reads it any more, and it is removed after a while."""
    carried = {"_id": file_id, "object_collection": record.collection_name(), "object_id": record.id}
    until = min(change.now + KEPT_AFTER, FAR)
    dropped = {
        "state": FileState.DETACHED.value,
        "removable_at": until,
        "object_collection": None,
        "object_id": None,
    }
    await change.change_kept(FILES, carried, {"$set": dropped})


def refuse_one_more(change: Change, carried: int, *, path: Sequence[str] = ()) -> None:
    """Refuse a file more than an object may carry. Raises: LIMIT_REACHED (`filesPerObject`)."""
    if carried >= setting(change.reference, "filesPerObject", default=MOST_FILES):
        raise LimitReached("filesPerObject", path=tuple(path))
