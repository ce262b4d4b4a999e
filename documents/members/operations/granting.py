"""Operations of the technical roles: grant one and revoke it, by the administrator (III.6)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import InactiveTarget, Invalid, Problem
from auth.roles import Role
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.members.administering import refuse_ending_the_last
from documents.members.curatorship import MEMBERS_LOCK
from documents.members.document import Membership
from documents.members.operations.appointing import MEMBERSHIPS, not_over, role_asked
from documents.members.periods import (
    beginning,
    cut_substitutes,
    ending,
    period_given,
    refuse_overlap,
    serving,
    stood_in_for,
)
from documents.organizations.document import Organization

GRANTED = event("role.granted", MEMBERSHIPS, "Техническая роль предоставлена")
REVOKED = event("role.revoked", MEMBERSHIPS, "Техническая роль отозвана")

BOUND_TO_A_BODY = frozenset({Role.RECIPIENT_COORDINATOR, Role.RECIPIENT_HEAD, Role.ASSIGNEE})
"""Roles inside an organization that answers; where none is named, it is the one the person works in."""

Facts = Mapping[str, Any]


def _fitting(facts: Facts) -> Iterable[Problem]:
    role, system = facts.get("role"), facts.get("system")
    if facts.get("organization_id") is not None and role not in BOUND_TO_A_BODY:
        yield Invalid("not_for_this_role", path=("organizationId",))
    if role == Role.INTEGRATION and not str(system or "").strip():
        yield Invalid("required", path=("system",))
    if role != Role.INTEGRATION and system is not None:
        yield Invalid("not_for_this_role", path=("system",))


@operation(
    title="Предоставить техническую роль",
    action=Action.ROLE_GRANT,
    record=Membership,
    effect=Effect.CREATES,
    read=Action.DIRECTORY_READ,
    preview=role_asked,
    checks=(_fitting, period_given),
)
async def grant_role(
    change: Change,
    *,
    person_id: str,
    role: str,
    organization_id: str | None = None,
    system: str | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    substitutes_id: str | None = None,
    is_demo: bool = False,
) -> Membership:
    """Grant a technical role over [valid_from, valid_to); from now where no start is given. Only the command line looks
    back. Raises: INVALID (rules of periods, `not_for_this_role`, `required`), INACTIVE_TARGET."""
    change.touch_lock_row(MEMBERS_LOCK)
    person = await serving(change, person_id)
    starts = await beginning(change, role, valid_from)
    if valid_to is not None and valid_to <= starts:
        raise Invalid("ends_before_start", path=("validTo",))
    planned = Membership(
        id=await change.new_id(),
        updated_at=change.now,
        person_id=person_id,
        role=role,
        organization_id=organization_id,
        system=system,
        valid_from=starts,
        valid_to=valid_to,
        substitutes_id=substitutes_id,
        recorded_by_id=change.subject,
        is_demo=is_demo,
    )
    if role in BOUND_TO_A_BODY:
        planned.organization_id = await _body(change, organization_id or person.organization_id)
    if substitutes_id is not None:
        substituted = await stood_in_for(change, planned)
        if (substituted.system, substituted.organization_id) not in (
            (system, planned.organization_id),
            (system, None),
        ):
            raise Invalid("another_role", path=("substitutesId",))
    await refuse_overlap(change, planned)
    return await change.create(planned, GRANTED)


@operation(
    title="Отозвать техническую роль",
    action=Action.ROLE_GRANT,
    record=Membership,
    read=Action.DIRECTORY_READ,
    guards=(not_over,),
)
async def revoke_role(
    change: Change, membership: Membership, *, ends_at: datetime | None = None
) -> Membership:
    """Revoke a technical role, now or at a later moment; one that has not begun is called off. Some administrator stays.

    Raises: INVALID (rules of periods, `last_administrator`).
    """
    change.touch_lock_row(MEMBERS_LOCK)
    ends = await ending(change, membership, ends_at)
    await refuse_ending_the_last(change, (membership,), ends)
    ended = await change.save(membership, REVOKED, valid_to=ends, ended_by_id=change.subject)
    await cut_substitutes(change, ended, REVOKED)
    return ended


async def _body(change: Change, organization_id: str | None) -> str:
    if organization_id is None:
        raise Invalid("required", path=("organizationId",))
    found = await change.get(Organization, organization_id)
    if found is None:
        raise Invalid("unknown_organization", path=("organizationId",))
    if found.state != "ACTIVE":
        raise InactiveTarget(path=("organizationId",))
    return found.id
