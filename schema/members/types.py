"""Appointments as types: who holds which role of the center, whom that makes a lead, and when the curator was away."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from auth.roles import Role
from documents.members.resource import ABSENCES, MEMBERS
from documents.members.rules import active_on, ends
from schema.context import GraphInfo
from schema.directory.types import Organization, Person, Row, Sector
from schema.extending import extend
from schema.legal_acts.types import LegalAct, related_act
from schema.lives import actions_of_kept, history_field
from schema.memory import in_force_on, memory_list, related
from schema.nodes import Node
from schema.shapes.kinds import LocalDay


@strawberry.type(description="Член МЦУ: a role held over a period, based on a legal act (III.1).")
class Membership(Node):
    role: Role = strawberry.field(description="The role held.")
    valid_from: datetime = strawberry.field(description="When it began.")
    valid_to: datetime | None = strawberry.field(
        description="When it ends; null while open-ended. Equal to `validFrom` if it was canceled before it began."
    )
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )

    @strawberry.field(description="People who hold the roles.", graphql_type=Person | None)
    def person(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", membership["person_id"])

    @strawberry.field(
        description="Sectors led; empty for all roles but SECTOR_LEAD.", graphql_type=list[Sector]
    )
    def sectors(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        found = (related(info, "sectors", one) for one in sorted(membership["sector_ids"]))
        return [one for one in found if one is not None]

    @strawberry.field(
        description="The organization the role is bound to; null for most roles.",
        graphql_type=Organization | None,
    )
    def organization(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", membership["organization_id"])

    @strawberry.field(
        description="The act of appointment; null if none was recorded, or if you do not have `policy.read`.",
        graphql_type=LegalAct | None,
    )
    def legal_act(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related_act(info, membership["legal_act_id"])

    @strawberry.field(
        description="The partner's system that INTEGRATION is bound to; null for all other roles."
    )
    def system(self, membership: strawberry.Parent[Row]) -> str | None:
        return str(membership["system"]) if membership["system"] is not None else None

    @strawberry.field(
        description=(
            "The appointment that this one substitutes for, within its period only; null if it is not a "
            "substitution."
        ),
        graphql_type=Annotated["Membership", strawberry.lazy("schema.members.types")] | None,
    )
    def substitutes(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "memberships", membership["substitutes_id"])

    @strawberry.field(description="Whether it is in force now.")
    def is_active(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> bool:
        return bool(active_on([membership], info.context.now))

    @strawberry.field(
        description="Who recorded it; null if it was loaded with the center's initial data.",
        graphql_type=Person | None,
    )
    def recorded_by(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", membership["recorded_by_id"])

    @strawberry.field(
        description="Who recorded its end; null until someone does.", graphql_type=Person | None
    )
    def ended_by(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", membership["ended_by_id"])

    @strawberry.field(
        description=(
            "The act that ended it: a dismissal, or the successor's appointment; null if none did, or if "
            "you do not have `policy.read`."
        ),
        graphql_type=LegalAct | None,
    )
    def ended_legal_act(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related_act(info, membership["ended_legal_act_id"])

    allowed_actions = actions_of_kept(MEMBERS)
    history = history_field(MEMBERS)


@extend(Person)
class HeldRoles:
    """What members add to an official."""

    @strawberry.field(
        description="Roles held, technical ones included: at any moment of the day `on`, or now if it is absent; "
        "latest appointment first. Empty for anyone who may not list `members`.",
        graphql_type=list[Membership],
    )
    def memberships(self, info: GraphInfo, person: strawberry.Parent[Row], on: LocalDay | None = None) -> Any:
        in_force = in_force_on(info, on)
        return memory_list(
            info, MEMBERS, lambda row: bool(row["person_id"] == person["_id"]) and in_force(row)
        )


@extend(Sector)
class LedSector:
    """What members add to a direction."""

    @strawberry.field(description="People who lead the sector today (III.4.7).", graphql_type=list[Person])
    def leads(self, info: GraphInfo, sector: strawberry.Parent[Row]) -> Any:
        leading = [
            row
            for row in info.context.container.access.reference.rows("memberships")
            if row["role"] == Role.SECTOR_LEAD and sector["_id"] in row["sector_ids"]
        ]
        holders = {row["person_id"] for row in active_on(leading, info.context.now)}
        found = (related(info, "persons", person_id) for person_id in sorted(holders))
        return [person for person in found if person is not None]


@strawberry.type(
    description="Отсутствие куратора: a period in which the head stands in for the curator (III.2/2)."
)
class CuratorAbsence(Node):
    starts_at: datetime = strawberry.field(description="When it begins.")
    ends_at: datetime | None = strawberry.field(description="When it ends; null until it is ended.")
    ended_at: datetime | None = strawberry.field(description="When it was ended early.")
    reason: str = strawberry.field(description="The reason, in words.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )

    @strawberry.field(description="The absent curator.", graphql_type=Person | None)
    def curator(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", absence["curator_id"])

    @strawberry.field(description="Who recorded it.", graphql_type=Person | None)
    def recorded_by(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", absence["recorded_by_id"])

    @strawberry.field(description="Who ended it early.", graphql_type=Person | None)
    def ended_by(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", absence["ended_by_id"])

    @strawberry.field(
        description="The legal act it is based on; null if the curator recorded the absence.",
        graphql_type=LegalAct | None,
    )
    def legal_act(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related_act(info, absence["legal_act_id"])

    @strawberry.field(description="Whether the head is standing in because of it now.")
    def is_in_force(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> bool:
        now, end = info.context.now, ends(absence)
        return bool(absence["starts_at"] <= now) and (end is None or now < end)

    allowed_actions = actions_of_kept(ABSENCES)
    history = history_field(ABSENCES)
