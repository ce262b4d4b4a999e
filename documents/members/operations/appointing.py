"""Operations of the composition: appoint to a role of the decree from a legal act, and end an appointment (III.1/2)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from auth.principal import Principal
from auth.roles import Role
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, GuardContext, of_state, operation
from documents.legal_acts.recording import act_given, act_of
from documents.members.curatorship import MEMBERS_LOCK
from documents.members.document import Membership
from documents.members.periods import (
    SEATS,
    beginning,
    cut_substitutes,
    ending,
    meets,
    period_given,
    refuse_overlap,
    serving,
    stood_in_for,
)
from documents.members.rules import appointment_problems

MEMBERSHIPS = "memberships"

APPOINTED = event("member.appointed", MEMBERSHIPS, "Назначен в состав МЦУ")
SUCCEEDED = event("member.succeeded", MEMBERSHIPS, "Назначен преемник")
ENDED = event("member.ended", MEMBERSHIPS, "Назначение прекращено")

PATHS: Mapping[str, str] = {"role": "role", "sector_ids": "sectors", "organization_id": "personId"}
"""Field of a membership → the field of the input that has to change."""

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _fitting(facts: Facts) -> Iterable[Problem]:
    if facts.get("sector_ids") and facts.get("role") != Role.SECTOR_LEAD:
        yield Invalid("not_for_this_role", path=("sectors",))


def role_asked(facts: Facts, who: Principal) -> Row:
    """Return what the policy is to judge of a role that is about to be given: which, and to whom."""
    return {"role": facts.get("role"), "person_id": facts.get("person_id")}


@of_state("valid_from", "valid_to")
def not_over(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the role is in force still, or is to begin."""
    end = row["valid_to"]
    over = end is not None and end <= max(guard_context.now, row["valid_from"])
    return Invalid("already_ended", path=("id",)) if over else None


@operation(
    title="Назначить в состав МЦУ",
    action=Action.MEMBER_APPOINT,
    record=Membership,
    effect=Effect.CREATES,
    read=Action.DIRECTORY_READ,
    preview=role_asked,
    checks=(_fitting, period_given, act_given),
)
async def appoint_member(
    change: Change,
    *,
    person_id: str,
    role: str,
    sector_ids: Iterable[str] = (),
    legal_act_id: str | None = None,
    legal_act: Facts | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    substitutes_id: str | None = None,
    is_demo: bool = False,
) -> Membership:
    """Appoint a person to a role of the decree over [valid_from, valid_to), from an act; from now where no start is given.

    A new curator or head closes the appointment of the one before at his own start, in the same transaction
    (invariant 1). Only the command line looks back, and appoints the first head. Raises: INVALID (rules of periods,
    acts and appointments), INACTIVE_TARGET.
    """
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
        sector_ids=sorted(set(sector_ids)),
        valid_from=starts,
        valid_to=valid_to,
        substitutes_id=substitutes_id,
        recorded_by_id=change.subject,
        is_demo=is_demo,
    )
    if substitutes_id is not None:
        substituted = await stood_in_for(change, planned)
        planned.sector_ids = planned.sector_ids or list(substituted.sector_ids)
    _refuse_unfit(change, planned, person.organization_id)
    await refuse_overlap(change, planned)
    act_id = await act_of(change, legal_act_id, legal_act, is_demo=is_demo)
    planned.legal_act_id = act_id
    if role in SEATS:
        await _succeed(change, planned)
    return await change.create(planned, APPOINTED)


@operation(
    title="Прекратить назначение",
    action=Action.MEMBER_APPOINT,
    record=Membership,
    read=Action.DIRECTORY_READ,
    guards=(not_over,),
    checks=(act_given,),
)
async def end_membership(
    change: Change,
    membership: Membership,
    *,
    legal_act_id: str | None = None,
    legal_act: Facts | None = None,
    ends_at: datetime | None = None,
) -> Membership:
    """End an appointment by an act, now or at a later moment; one that has not begun is called off. Raises: INVALID."""
    change.touch_lock_row(MEMBERS_LOCK)
    ends = await ending(change, membership, ends_at)
    act_id = await act_of(change, legal_act_id, legal_act, is_demo=membership.is_demo)
    ended = await change.save(
        membership, ENDED, valid_to=ends, ended_by_id=change.subject, ended_legal_act_id=act_id
    )
    await cut_substitutes(change, ended, ENDED)
    return ended


def _refuse_unfit(change: Change, planned: Membership, organization_id: str | None) -> None:
    found = appointment_problems(
        planned.role,
        sector_ids=planned.sector_ids,
        organization_id=organization_id,
        organizations=change.reference.collections["organizations"],
        other_roles=(),
    )
    for name, rule in found:
        raise Invalid(rule, path=(PATHS[name],))
    if any(change.reference.row("sectors", one) is None for one in planned.sector_ids):
        raise Invalid("unknown_sector", path=("sectors",))


async def _succeed(change: Change, planned: Membership) -> None:
    """Close the earlier appointment to a seat at the start of the new one. Raises: INVALID (`overlapping`) where a later
    one is recorded already: that one is to be ended first, by its own act."""
    for held in await change.find(Membership, {"role": planned.role}):
        if not meets(held, planned.valid_from, planned.valid_to):
            continue
        if held.valid_from >= planned.valid_from:
            raise Invalid("overlapping", path=("validFrom",))
        await change.save(
            held,
            SUCCEEDED,
            valid_to=planned.valid_from,
            ended_by_id=change.subject,
            ended_legal_act_id=planned.legal_act_id,
        )
