"""Who of a body can be reached in Pult: whether somebody who works on what is sent to it has an account (I.2.3)."""

from collections.abc import Iterable, Iterator

from auth.roles import Role
from documents.accounts.document import Account
from documents.kernel.write.change import Change
from documents.members.rules import active_on
from documents.organizations.tree import organization_with_units

WORKING = frozenset({Role.RECIPIENT_COORDINATOR.value, Role.RECIPIENT_HEAD.value})
"""Roles that see the work of a body and of those below it, without being named."""

NAMED = WORKING | {Role.ASSIGNEE.value}


async def signs_in(change: Change, organization_id: str, named_ids: Iterable[str] = ()) -> bool:
    """Return whether what is sent to an organization, and in it to these people, is seen by somebody with an active
    account."""
    people = {*_working(change, organization_id), *_holding(change, named_ids)}
    if not people:
        return False
    where = {"person_id": {"$in": sorted(people)}, "is_active": True}
    return bool(await change.find(Account, where, at_most=1))


def _working(change: Change, organization_id: str) -> Iterator[str]:
    for held in active_on(change.reference.rows("memberships"), change.now):
        if held["role"] not in WORKING:
            continue
        person = change.reference.row("persons", held["person_id"])
        own = held["organization_id"] or (person["organization_id"] if person else None)
        if own is not None and organization_id in organization_with_units(change.reference, own):
            yield held["person_id"]


def _holding(change: Change, named_ids: Iterable[str]) -> Iterator[str]:
    named = set(named_ids)
    for held in active_on(change.reference.rows("memberships"), change.now):
        if held["person_id"] in named and held["role"] in NAMED:
            yield held["person_id"]
