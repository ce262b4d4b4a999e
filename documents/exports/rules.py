"""Under which rights an export was asked for: told by a digest, so that any change of them is seen."""

from hashlib import sha256

import orjson

from auth.principal import Grant, Principal


def rights_of(who: Principal) -> str:
    """Return a digest of what somebody's rights turn on now. Until when they hold, and by which appointment, is no part of
    it: a right that is given again is the same right."""
    told = [
        who.account_id,
        who.person_id,
        who.acts_as_curator,
        who.acting_for,
        sorted(who.actions) if who.actions is not None else None,
        sorted(who.scope) if who.scope is not None else None,
        sorted(map(_told, who.grants)),
    ]
    return sha256(orjson.dumps(told)).hexdigest()


def _told(grant: Grant) -> list[str]:
    parts = (grant.sectors, grant.organizations, grant.channels)
    named = ["\n".join(sorted(one)) for one in parts]
    return [grant.role.value, *named, grant.system or "", grant.stands_in_for or ""]


def percent_done(status: str, row_count: int, total: int | None) -> int | None:
    """Return how much of an export is written, of a hundred; None where nobody knows how many rows there are."""
    if status == "READY":
        return 100
    if status == "WAITING":
        return 0
    if total is None:
        return None
    # The last hundredth is the file itself; rows may be added while it is written.
    return min(99, 100 * row_count // total) if total else 99
