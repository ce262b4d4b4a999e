"""Mutations on roles: appoint to the decree's and end them by an act (III.1), grant and revoke technical ones (III.6)."""

from typing import Any

import strawberry

from auth.actions import Action
from auth.roles import Role
from documents.members.operations import appointing, granting
from documents.members.resource import MEMBERS
from schema.context import GraphInfo
from schema.directory.types import SectorCode
from schema.legal_acts.inputs import LegalActInput
from schema.members.types import Membership
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Code, Id, Instant, Many, Revision

FROM = "When it begins, never before this minute; defaults to now."
TO = "When it ends; open-ended if absent."
STANDS_IN = "Another person's appointment that this one substitutes for; both dates are then required."
REVISION = "The revision you were looking at."
ACT = "The legal act it is based on, if already recorded; otherwise specify `legalAct`."
NEW_ACT = "The legal act it is based on, to be recorded along with it; otherwise specify `legalActId`."
ENDS = "When it ends; defaults to now."


@strawberry.input(description="An appointment to a role of the decree, based on a legal act.")
class AppointMemberInput:
    person_id: Id = strawberry.field(description="Who is appointed.")
    role: Role = strawberry.field(
        description="A role of the decree; technical roles are granted with `grantRole`."
    )
    sectors: Many[SectorCode] | None = strawberry.field(
        default=None, description="Sectors to lead: at least one for SECTOR_LEAD, none for other roles."
    )
    legal_act_id: Id | None = strawberry.field(default=None, description=ACT)
    legal_act: LegalActInput | None = strawberry.field(default=None, description=NEW_ACT)
    valid_from: Instant | None = strawberry.field(default=None, description=FROM)
    valid_to: Instant | None = strawberry.field(default=None, description=TO)
    substitutes_id: Id | None = strawberry.field(default=None, description=STANDS_IN)


@strawberry.input(description="An appointment to end, by a legal act.")
class EndMembershipInput:
    id: Id = strawberry.field(description="The appointment.")
    legal_act_id: Id | None = strawberry.field(default=None, description=ACT)
    legal_act: LegalActInput | None = strawberry.field(default=None, description=NEW_ACT)
    ends_at: Instant | None = strawberry.field(default=None, description=ENDS)
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.input(description="A technical role to grant.")
class GrantRoleInput:
    person_id: Id = strawberry.field(description="Who receives it.")
    role: Role = strawberry.field(
        description="A technical role; people are appointed to roles of the decree with `appointMember`."
    )
    organization_id: Id | None = strawberry.field(
        default=None,
        description=(
            "The organization of RECIPIENT_COORDINATOR, RECIPIENT_HEAD and ASSIGNEE; defaults to where the "
            "person works."
        ),
    )
    system: Code | None = strawberry.field(
        default=None,
        description="The partner's system; required for INTEGRATION, refused for all other roles.",
    )
    valid_from: Instant | None = strawberry.field(default=None, description=FROM)
    valid_to: Instant | None = strawberry.field(default=None, description=TO)
    substitutes_id: Id | None = strawberry.field(default=None, description=STANDS_IN)


@strawberry.input(description="A technical role to revoke.")
class RevokeRoleInput:
    id: Id = strawberry.field(description="The grant.")
    ends_at: Instant | None = strawberry.field(default=None, description=ENDS)
    expected_revision: Revision | None = strawberry.field(default=None, description=REVISION)


@strawberry.type(description="The result of a mutation on an appointment or grant.")
class MembershipPayload:
    membership: Membership | None = strawberry.field(
        description="Its current state; null if nothing was recorded."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class AppointingMutations:
    @mutation(
        Action.MEMBER_APPOINT,
        MembershipPayload,
        "Appoint a person to a role of the decree. Appointing a new curator or head ends the appointment "
        "of the previous one.",
    )
    async def appoint_member(self, info: GraphInfo, input: AppointMemberInput) -> Any:
        ids = Ids()
        facts = {
            "person_id": ids.one(input.person_id, "Person", path="personId"),
            "role": input.role.value,
            "sector_ids": [one.value for one in input.sectors or ()],
            "valid_from": input.valid_from,
            "valid_to": input.valid_to,
            "substitutes_id": ids.one(input.substitutes_id, "Membership", path="substitutesId"),
            **_act(ids, input),
        }
        return await run(
            info, appointing.appoint_member, MEMBERS, shown_as="membership", ids=ids, facts=facts
        )

    @mutation(
        Action.MEMBER_APPOINT,
        MembershipPayload,
        "End an appointment to a role of the decree; one that has not begun is canceled.",
    )
    async def end_membership(self, info: GraphInfo, input: EndMembershipInput) -> Any:
        ids = Ids()
        return await run(
            info,
            appointing.end_membership,
            MEMBERS,
            shown_as="membership",
            ids=ids,
            target_id=ids.one(input.id, "Membership", path="id"),
            expected_revision=input.expected_revision,
            facts={**_act(ids, input), "ends_at": input.ends_at},
        )

    @mutation(Action.ROLE_GRANT, MembershipPayload, "Grant a technical role.")
    async def grant_role(self, info: GraphInfo, input: GrantRoleInput) -> Any:
        ids = Ids()
        facts = {
            "person_id": ids.one(input.person_id, "Person", path="personId"),
            "role": input.role.value,
            "organization_id": ids.one(input.organization_id, "Organization", path="organizationId"),
            "system": input.system,
            "valid_from": input.valid_from,
            "valid_to": input.valid_to,
            "substitutes_id": ids.one(input.substitutes_id, "Membership", path="substitutesId"),
        }
        return await run(info, granting.grant_role, MEMBERS, shown_as="membership", ids=ids, facts=facts)

    @mutation(Action.ROLE_GRANT, MembershipPayload, "Revoke a technical role.")
    async def revoke_role(self, info: GraphInfo, input: RevokeRoleInput) -> Any:
        ids = Ids()
        return await run(
            info,
            granting.revoke_role,
            MEMBERS,
            shown_as="membership",
            ids=ids,
            target_id=ids.one(input.id, "Membership", path="id"),
            expected_revision=input.expected_revision,
            facts={"ends_at": input.ends_at},
        )


def _act(ids: Ids, given: AppointMemberInput | EndMembershipInput) -> dict[str, Any]:
    return {
        "legal_act_id": ids.one(given.legal_act_id, "LegalAct", path="legalActId"),
        "legal_act": given.legal_act.facts() if given.legal_act is not None else None,
    }
