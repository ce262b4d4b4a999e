"""What a sign-in leaves on its account: a hash made anew where its parameters are outdated, the day of a client's use."""

from documents.accounts.document import Account
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger


async def renew_hash(store: Store, account_id: str, field: str, *, before: str, after: str) -> bool:
    """Put another hash of the same secret in the place of one, and say whether that one still stood there.

    Raises: ValueError for a field of an account that holds no hash.
    """
    return await ledger.renew_hash(store, Account, account_id, field, before=before, after=after)


async def note_use(store: Store, account_id: str, day: str) -> None:
    """Note on which day a client was last given a token."""
    await ledger.note(store, Account, account_id, "client_used_on", day)
