"""The period of a role: when it may begin and end, what it may not overlap, and whom it stands in for."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from auth.errors import InactiveTarget, Invalid, Problem
from auth.roles import Role
from documents.kernel.write.change import Change
from documents.members.curatorship import CURATOR_LOCK, signatures
from documents.members.document import Membership
from documents.members.rules import forbidden_pair
from documents.organizations.document import Person

SEATS = frozenset({Role.CURATOR, Role.CENTER_HEAD})
"""Roles that one person at a time holds (invariant 1), and that turn on who may sign."""

Facts = Mapping[str, Any]


def period_given(facts: Facts) -> Iterable[Problem]:
    """Check that an end lies after the beginning; who stands in for somebody says from when until when."""
    starts, ends = facts.get("valid_from"), facts.get("valid_to")
    if starts is not None and ends is not None and ends <= starts:
        yield Invalid("ends_before_start", path=("validTo",))
    if facts.get("substitutes_id") is not None:
        if facts.get("role") in SEATS:
            yield Invalid("not_substituted", path=("substitutesId",))
        for name, path in (("valid_from", "validFrom"), ("valid_to", "validTo")):
            if facts.get(name) is None:
                yield Invalid("required", path=(path,))


async def beginning(change: Change, role: str, valid_from: datetime | None) -> datetime:
    """Return when a role begins: as asked, never before the minute that runs, nor behind a signature where the role signs.

    Raises: INVALID (`backdated`).
    """
    starts = valid_from or change.now
    refuse_backdating(change, starts, path="validFrom")
    return await _after_signatures(change, role, starts, asked=valid_from is not None, path="validFrom")


async def ending(change: Change, membership: Membership, ends_at: datetime | None) -> datetime:
    """Return when a role ends: as asked or now; one that has not begun is called off. Raises: INVALID (`already_ended`,
    `backdated`, `ends_before_start`)."""
    old_end = membership.valid_to
    if old_end is not None and old_end <= max(change.now, membership.valid_from):
        raise Invalid("already_ended", path=("id",))
    if ends_at is not None:
        refuse_backdating(change, ends_at, path="endsAt")
        if ends_at < membership.valid_from:
            raise Invalid("ends_before_start", path=("endsAt",))
        if old_end is not None and ends_at >= old_end:
            # A longer term is another appointment, by an act of its own.
            raise Invalid("already_ended", path=("endsAt",))
    ends = max(ends_at or change.now, membership.valid_from)
    return await _after_signatures(change, membership.role, ends, asked=ends_at is not None, path="endsAt")


def refuse_backdating(change: Change, moment: datetime, *, path: str) -> None:
    """Refuse to look back, save for the command line: who was responsible yesterday is history. Raises: INVALID
    (`backdated`)."""
    # A form shows minutes, so the minute that runs counts as now.
    if change.who is not None and moment < change.now.replace(second=0, microsecond=0):
        raise Invalid("backdated", path=(path,))


async def _after_signatures(change: Change, role: str, at: datetime, *, asked: bool, path: str) -> datetime:
    if role not in SEATS:
        return at
    change.touch_lock_row(CURATOR_LOCK)
    last = max((one.at for one in await signatures(change, at)), default=None)
    if last is None:
        return at
    if asked:
        raise Invalid("backdated", path=(path,))
    # A signature given a moment ago, by a clock that runs ahead, must stay that of whoever was in office.
    return last + timedelta(milliseconds=1)


async def serving(change: Change, person_id: str) -> Person:
    """Return the official who is to serve. Raises: INVALID (`unknown_person`), INACTIVE_TARGET."""
    person = await change.get(Person, person_id)
    if person is None:
        raise Invalid("unknown_person", path=("personId",))
    if not person.is_active:
        raise InactiveTarget(path=("personId",))
    return person


async def refuse_overlap(change: Change, planned: Membership) -> None:
    """Refuse what the person holds in that period already, and the pair of roles that one person never holds.

    Raises: INVALID (`overlapping`, `forbidden_pair`).
    """
    held = [
        one
        for one in await change.find(Membership, {"person_id": planned.person_id})
        if meets(one, planned.valid_from, planned.valid_to)
    ]
    if any(_same(one, planned) for one in held):
        raise Invalid("overlapping", path=("validFrom",))
    if forbidden_pair((planned.role, *(one.role for one in held))) is not None:
        raise Invalid("forbidden_pair", path=("role",))


def meets(held: Membership, starts: datetime, ends: datetime | None) -> bool:
    """Return whether a membership is in force at some moment of [starts, ends)."""
    if held.valid_to is not None and held.valid_to <= max(held.valid_from, starts):
        return False
    return ends is None or held.valid_from < ends


def _same(held: Membership, planned: Membership) -> bool:
    bound = (planned.role, planned.organization_id, planned.system)
    if (held.role, held.organization_id, held.system) != bound:
        return False
    return not planned.sector_ids or not set(planned.sector_ids).isdisjoint(held.sector_ids)


async def stood_in_for(change: Change, planned: Membership) -> Membership:
    """Return the membership that `planned` stands in for: of another person, in the same role, and no wider in time or
    scope.

    Raises: INVALID (`unknown_membership`, `another_role`, `substitutes_oneself`, `outside_substituted`).
    """
    path = ("substitutesId",)
    found = await change.get(Membership, planned.substitutes_id or "")
    if found is None:
        raise Invalid("unknown_membership", path=path)
    wider = set(planned.sector_ids) - set(found.sector_ids)
    if found.role != planned.role or found.substitutes_id is not None or wider:
        raise Invalid("another_role", path=path)
    if found.person_id == planned.person_id:
        raise Invalid("substitutes_oneself", path=path)
    end = planned.valid_to
    if planned.valid_from < found.valid_from or end is None or (found.valid_to or end) < end:
        raise Invalid("outside_substituted", path=path)
    return found


async def cut_substitutes(change: Change, ended: Membership, event: str) -> None:
    """End with a membership the periods in which others stand in for it: there is nobody left to stand in for."""
    assert ended.valid_to is not None
    for one in await change.find(Membership, {"substitutes_id": ended.id}):
        if one.valid_to is None or one.valid_to > max(ended.valid_to, one.valid_from):
            ends = max(ended.valid_to, one.valid_from)
            await change.save(one, event, valid_to=ends, ended_by_id=change.subject)
