"""Who takes work: whatever gives some to a person and what lets one take none any more never pass each other.

The first is frequent, and no two of it are in each other's way; the second is rare. So the first touches one of many
lock rows, chosen by what is given, and the second seizes all of them.
"""

from zlib import crc32

from documents.kernel.write.change import Change

WORK_LOCKS = tuple(f"work-{number:02d}" for number in range(64))


def touch_work_guard(change: Change, object_id: str) -> None:
    """Say that work is given to a person: if one leaves at the same moment, either is decided again."""
    change.touch_lock_row(WORK_LOCKS[crc32(object_id.encode()) % len(WORK_LOCKS)])


async def seize_work_guards(change: Change) -> None:
    """Let nobody be given work until this transaction has ended; the first thing that who lets somebody leave does."""
    await change.seize_lock_rows(WORK_LOCKS)
