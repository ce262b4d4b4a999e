"""Reading accounts for signing in and for building principals: by id and by login, as stored rows."""

from typing import Any

from documents.accounts.document import Account
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

ACCOUNTS = ledger.readable(Account)
MOST_ACCOUNTS = 10_000
"""Accounts read at once; a municipality has a few hundred."""


async def account_by_id(store: Store, account_id: str) -> dict[str, Any] | None:
    """Return the stored account; None where there is none."""
    return await ledger.read(store, ACCOUNTS, {"_id": account_id})


async def account_by_invitation(store: Store, digest: str) -> dict[str, Any] | None:
    """Return the stored account that a one-time token invites to; None where there is none. Whether it still holds is not
    looked at."""
    return await ledger.read(store, ACCOUNTS, {"invitation_digest": digest})


async def account_by_login(store: Store, login: str) -> dict[str, Any] | None:
    """Return the stored account of a login; None where there is none."""
    return await ledger.read(store, ACCOUNTS, {"login": login})


async def account_by_key(store: Store, digest: str) -> dict[str, Any] | None:
    """Return the stored account of a client by its key for Open311; None where there is none. Whether it still holds is not
    looked at."""
    return await ledger.read(store, ACCOUNTS, {"client_key_digests": digest})


async def active_accounts(store: Store) -> list[dict[str, Any]]:
    """Return the accounts that may act, people's and clients'; in one command."""
    return await ledger.read_many(store, ACCOUNTS, {"is_active": True}, at_most=MOST_ACCOUNTS)
