"""That somebody administers at every moment: what is asked before a role of an administrator ends (III.6)."""

from collections.abc import Collection
from datetime import datetime

from auth.roles import Role
from documents.accounts.administrators import (
    ADMINISTRATORS_LOCK,
    administering,
    refuse_a_gap,
    signs_in,
)
from documents.kernel.write.change import Change
from documents.members.document import Membership


async def refuse_ending_the_last(
    change: Change, memberships: Collection[Membership], ends_at: datetime
) -> None:
    """Refuse to end `memberships` at `ends_at` where nobody would administer: for as long as they would have run, another
    who can sign in does.

    Raises: INVALID (`last_administrator`) where there would be a moment without one.
    """
    ending = [one for one in memberships if one.role == Role.SYSTEM_ADMINISTRATOR]
    if not ending:
        return
    change.touch_lock_row(ADMINISTRATORS_LOCK)
    gone = {one.id for one in ending}
    staying = [
        row
        for row in administering(change.reference)
        # Who stands in for somebody ends with him.
        if gone.isdisjoint((row["_id"], row["substitutes_id"])) and await signs_in(change, row["person_id"])
    ]
    for one in ending:
        # Nobody is shut out with a role that nobody could use.
        if await signs_in(change, one.person_id):
            refuse_a_gap(max(ends_at, one.valid_from), one.valid_to or datetime.max, staying)
