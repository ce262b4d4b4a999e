"""Appointments as types: who holds which role of the centre, and when the curator was away."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from auth.roles import Role
from documents.members.resource import ABSENCES, MEMBERS
from documents.members.rules import active_on, ends
from schema.context import GraphInfo
from schema.directory.types import Organization, Person, Row, Sector
from schema.lives import actions_of_kept, history_field
from schema.memory import related, related_act
from schema.nodes import Node


@strawberry.type(description="Правовой акт: a decree, order or law that something rests on.")
class LegalAct(Node):
    kind: str = strawberry.field(description="What it is, e.g. `DECREE`.")
    number: str = strawberry.field(description="Its number.")
    issued_on: date = strawberry.field(description="Day of issue.")
    title: str = strawberry.field(description="Its title in Russian.")
    url: str | None = strawberry.field(description="Where it is published; null when it is not.")


@strawberry.type(description="Член МЦУ: a role held over a period, from a legal act (III.1).")
class Membership(Node):
    role: Role = strawberry.field(description="The role held.")
    valid_from: datetime = strawberry.field(description="When it began.")
    valid_to: datetime | None = strawberry.field(
        description="When it ends; null while open-ended. Equal to `validFrom` where it was called off before it began."
    )
    revision: int = strawberry.field(description="Grows with every change; pass it as `expectedRevision`.")

    @strawberry.field(description="Who holds it.", graphql_type=Person | None)
    def person(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", membership["person_id"])

    @strawberry.field(
        description="Directions led; empty for all roles but SECTOR_LEAD.", graphql_type=list[Sector]
    )
    def sectors(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        found = (related(info, "sectors", one) for one in sorted(membership["sector_ids"]))
        return [one for one in found if one is not None]

    @strawberry.field(
        description="The body the role is bound to; null for most.", graphql_type=Organization | None
    )
    def organization(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", membership["organization_id"])

    @strawberry.field(
        description="The act of appointment; null where none was recorded, or to whom `policy.read` does not hold.",
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
        description="Whose appointment this one stands in for, in its period only; null for an own one.",
        graphql_type=Annotated["Membership", strawberry.lazy("schema.members.types")] | None,
    )
    def substitutes(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "memberships", membership["substitutes_id"])

    @strawberry.field(description="Whether it is in force now.")
    def is_active(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> bool:
        return bool(active_on([membership], info.context.now))

    @strawberry.field(
        description="Who recorded it; null where it was loaded with the centre.", graphql_type=Person | None
    )
    def recorded_by(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", membership["recorded_by_id"])

    @strawberry.field(description="Who recorded its end; null while nobody did.", graphql_type=Person | None)
    def ended_by(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", membership["ended_by_id"])

    @strawberry.field(
        description="The act that ended it: of dismissal, or of the successor's appointment; null where none did, "
        "or to whom `policy.read` does not hold.",
        graphql_type=LegalAct | None,
    )
    def ended_legal_act(self, info: GraphInfo, membership: strawberry.Parent[Row]) -> Any:
        return related_act(info, membership["ended_legal_act_id"])

    allowed_actions = actions_of_kept(MEMBERS)
    history = history_field(MEMBERS)


@strawberry.type(
    description="Отсутствие куратора: a period in which the head stands in for the curator (III.2/2)."
)
class CuratorAbsence(Node):
    starts_at: datetime = strawberry.field(description="When it begins.")
    ends_at: datetime | None = strawberry.field(description="When it ends; null until it is ended.")
    ended_at: datetime | None = strawberry.field(description="When it was ended before its time.")
    reason: str = strawberry.field(description="Why, in words.")
    revision: int = strawberry.field(description="Grows with every change; pass it as `expectedRevision`.")

    @strawberry.field(description="Who was away.", graphql_type=Person | None)
    def curator(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", absence["curator_id"])

    @strawberry.field(description="Who recorded it.", graphql_type=Person | None)
    def recorded_by(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", absence["recorded_by_id"])

    @strawberry.field(description="Who ended it before its time.", graphql_type=Person | None)
    def ended_by(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", absence["ended_by_id"])

    @strawberry.field(
        description="The act it rests on; null where the curator recorded it himself.",
        graphql_type=LegalAct | None,
    )
    def legal_act(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> Any:
        return related_act(info, absence["legal_act_id"])

    @strawberry.field(description="Whether the head stands in now because of it.")
    def is_in_force(self, info: GraphInfo, absence: strawberry.Parent[Row]) -> bool:
        now, end = info.context.now, ends(absence)
        return bool(absence["starts_at"] <= now) and (end is None or now < end)

    allowed_actions = actions_of_kept(ABSENCES)
    history = history_field(ABSENCES)
