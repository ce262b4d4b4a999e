"""Who administers: the people whose role it is now, and that one of them must stay able to sign in."""

from datetime import datetime

from auth.errors import Invalid
from auth.roles import Role
from documents.accounts.document import Account
from documents.kernel.change import Change
from documents.kernel.reference import Snapshot

ADMINISTRATORS_GUARD = "administrators"
"""Touched by whatever takes an administrator's way in: of two who block each other, one is told no."""


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
        for other in await change.find(Account, {"person_id": person_id}):
            if other.id != account.id and other.is_active and other.password_hash is not None:
                return
    raise Invalid("last_administrator", path=("id",))
