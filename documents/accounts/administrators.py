"""Who administers: the people whose role it is now, and that one of them must stay able to sign in."""

from datetime import datetime

from auth.errors import Invalid
from auth.roles import Role
from documents.accounts.document import Account
from documents.kernel.change import Change
from documents.kernel.reference import Snapshot

ADMINISTRATORS_GUARD = "administrators"
"""Touched by whatever takes an administrator's way in or role: of two who do so to each other, one is told no."""


def administrators(snapshot: Snapshot, now: datetime) -> frozenset[str]:
    """Person ids of those who hold the administrator's role at `now`."""
    return frozenset(
        row["person_id"]
        for row in snapshot.rows("memberships")
        if row["role"] == Role.SYSTEM_ADMINISTRATOR
        and row["valid_from"] <= now
        and (row["valid_to"] is None or now < row["valid_to"])
    )


async def refuse_the_last(change: Change, account: Account) -> None:
    """Raises: INVALID (`last_administrator`) where without this account no administrator could sign in."""
    people = administrators(change.reference, change.now)
    if account.person_id not in people:
        return
    change.touch_guard(ADMINISTRATORS_GUARD)
    for person_id in sorted(people):
        if await signs_in(change, person_id, without=account.id):
            return
    raise Invalid("last_administrator", path=("id",))


async def signs_in(change: Change, person_id: str, *, without: str | None = None) -> bool:
    """Whether a person has a way in: an account that is active and has a password, other than the account `without`."""
    return any(
        one.is_active and one.password_hash is not None and one.id != without
        for one in await change.find(Account, {"person_id": person_id})
    )
