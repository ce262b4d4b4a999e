"""Who administers, and that at every moment somebody who does can sign in (III.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.errors import Invalid
from auth.roles import Role
from documents.accounts.document import Account
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change

Row = Mapping[str, Any]

ADMINISTRATORS_LOCK = "administrators"
"""Touched by whatever takes an administrator's way in or role: of two who do so to each other, one is told no."""


def administering(snapshot: Snapshot) -> Sequence[Row]:
    """Return all roles of administrators: those in force, those that are over and those to come."""
    return [row for row in snapshot.rows("memberships") if row["role"] == Role.SYSTEM_ADMINISTRATOR]


async def refuse_the_last(change: Change, account: Account) -> None:
    """Refuse to block the last account that can administer: for as long as its person is to, another who can sign in does.

    Raises: INVALID (`last_administrator`) where there would be a moment without one, if only once the other's term is over.
    """
    roles = administering(change.reference)
    own = [row for row in roles if row["person_id"] == account.person_id and end_of(row) > change.now]
    if not own:
        return
    change.touch_lock_row(ADMINISTRATORS_LOCK)
    staying = [row for row in roles if await signs_in(change, row["person_id"], without=account.id)]
    for row in own:
        refuse_a_gap(max(change.now, row["valid_from"]), end_of(row), staying)


def refuse_a_gap(moment: datetime, until: datetime, staying: Iterable[Row]) -> None:
    """Refuse with INVALID (`last_administrator`) where none of these roles is in force at some moment from `moment` up to,
    without, `until`."""
    periods = [(row["valid_from"], end_of(row)) for row in staying]
    while moment < until:
        reached = max((end for start, end in periods if start <= moment < end), default=None)
        if reached is None:
            raise Invalid("last_administrator", path=("id",))
        moment = reached


def end_of(row: Row) -> datetime:
    """Return when a role ends by itself; the end of all time where it does not."""
    ends: datetime | None = row["valid_to"]
    return ends or datetime.max


async def signs_in(change: Change, person_id: str, *, without: str | None = None) -> bool:
    """Return whether a person has a way in: an account that is active and has a password, other than the account
    `without`."""
    return any(
        one.is_active and one.password_hash is not None and one.id != without
        for one in await change.find(Account, {"person_id": person_id})
    )
