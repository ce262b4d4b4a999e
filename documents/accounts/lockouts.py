"""Failed sign-ins by login and address: each attempt is counted before its password is looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from documents.accounts.document import Lockout
from documents.accounts.rules import FORGOTTEN_AFTER_SECONDS, attempt_key, delay_seconds
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

LOCKOUTS = ledger.bookkeeping(Lockout)
BUSY_SECONDS = 1


@dataclass(frozen=True)
class Claim:
    """Leave to try one password; or, where `wait_seconds` is above 0, none before so many seconds."""

    key: str
    wait_seconds: int = 0


async def claim_attempt(store: Store, login: str, address: str, *, now: datetime) -> Claim:
    """Count an attempt before it is made, so that many at once do not slip past the delay.

    An unknown login counts like a known one, and one address never stands in the way of another.
    """
    key = attempt_key(login, address)
    row = await ledger.read(store, LOCKOUTS, {"_id": key})
    if row is None:
        fresh = {"_id": key, "failures": 1, "locked_until": now, "expires_at": _forgotten(now)}
        if await ledger.add(store, LOCKOUTS, fresh):
            return Claim(key)
        return Claim(key, BUSY_SECONDS)
    if row["locked_until"] > now:
        return Claim(key, ceil((row["locked_until"] - now).total_seconds()))
    failures = row["failures"] + 1 if row["expires_at"] > now else 1
    counted = {
        "failures": failures,
        "locked_until": now + timedelta(seconds=delay_seconds(failures)),
        "expires_at": _forgotten(now),
    }
    # Whoever loses this race tries the same login from the same address at the same moment: it is guessing.
    where = {"_id": key, "failures": row["failures"], "locked_until": row["locked_until"]}
    won = await ledger.change(store, LOCKOUTS, where, {"$set": counted})
    return Claim(key) if won else Claim(key, BUSY_SECONDS)


async def forget_failures(store: Store, claim: Claim) -> None:
    """Forget the failures after the right password."""
    await ledger.remove(store, LOCKOUTS, {"_id": claim.key})


def _forgotten(now: datetime) -> datetime:
    return now + timedelta(seconds=FORGOTTEN_AFTER_SECONDS)
