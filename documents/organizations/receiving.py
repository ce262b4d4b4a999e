"""Who takes work: whatever gives some to a person and what lets one take none any more never pass each other.

The first is frequent, and no two of it are in each other's way; the second is rare. So the first touches one of many
guard documents, chosen by what is given, and the second seizes all of them.
"""

from zlib import crc32

from documents.kernel.write.change import Change

WORK_GUARDS = tuple(f"work-{number:02d}" for number in range(64))


def touch_work_guard(change: Change, object_id: str) -> None:
    """Say that work is given to a person: if one leaves at the same moment, either is decided again."""
    change.touch_guard(WORK_GUARDS[crc32(object_id.encode()) % len(WORK_GUARDS)])


async def seize_work_guards(change: Change) -> None:
    """Let nobody be given work until this transaction has ended; the first thing that who lets somebody leave does."""
    await change.seize_guards(WORK_GUARDS)
