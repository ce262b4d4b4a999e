"""Letters that development keeps instead of sending them: the last few, to be looked at."""

from typing import Any

from documents.kernel.store.connection import Store
from documents.kernel.write import ledger
from documents.kernel.write.letters import Letter
from documents.notifications.document import KeptLetter

LETTERS = ledger.bookkeeping(KeptLetter)
MOST = 100


async def keep_letter(store: Store, letter: Letter) -> None:
    """Keep a letter, and forget all but the last hundred."""
    row: dict[str, Any] = {
        "_id": letter.name,
        "to": letter.to,
        "subject": letter.subject,
        "text": letter.text,
    }
    row["enclosed"] = [one.name for one in letter.enclosed]
    await ledger.add(store, LETTERS, {**row, "html": letter.html, "at": letter.at})
    kept = await ledger.read_many(store, LETTERS, {}, at_most=MOST + 1, newest_by="at")
    if len(kept) > MOST:
        await ledger.remove_many(store, LETTERS, {"at": {"$lte": kept[-1]["at"]}})


async def kept_letters(store: Store) -> list[dict[str, Any]]:
    """Return the letters that were kept, the latest first."""
    return await ledger.read_many(store, LETTERS, {}, at_most=MOST, newest_by="at")
