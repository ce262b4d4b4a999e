"""«Who was responsible, and why did he have this right then?»: answered from the history of appointments."""

from datetime import datetime
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from auth.roles import Role
from documents.kernel.read.paging import Direction
from documents.members.past import PastRight as Found
from documents.members.past import past_right
from documents.members.resource import MEMBERS
from schema.connections import CountedConnection
from schema.context import GraphInfo
from schema.directory.types import Person
from schema.ids import decoded
from schema.members.types import Membership
from schema.memory import bounded_year, memory_page, related
from schema.nodes import query
from schema.shapes.kinds import Code, Id, Instant, PageCursor, PageSize

OF_PERSON = "personId"
"""The argument that asks about somebody; of oneself everybody may ask."""


@strawberry.type(description="Основание: an appointment that gave a right, and by which rule of the policy.")
class RightGround:
    membership: Membership | None = strawberry.field(
        description="The appointment or grant, with its act, its period and who recorded it."
    )
    role: Role = strawberry.field(description="The role that the rule is about.")
    clause: str = strawberry.field(description="The clause of the decree that the rule is based on.")
    words: str = strawberry.field(description="The rule in words: what it covers, and what narrows it.")
    holds: bool = strawberry.field(
        description=(
            "Whether it gave the right at that moment: false for a right to propose, and for the curator's "
            "powers if the person did not act as curator. Limits that look at an object count as met."
        )
    )


@strawberry.type(description="Право в прошлом: by which appointments a person had a right at a given moment.")
class PastRight:
    person: Person | None = strawberry.field(description="The person whose right it was.")
    permission: str = strawberry.field(description="The code of the permission.")
    at: datetime = strawberry.field(description="The moment in question.")
    held: bool = strawberry.field(description="Whether the person had the right on some object.")
    grounds: list[RightGround] = strawberry.field(
        description="The appointments that gave it, the person's own first; empty if there were none."
    )
    acting_for: Person | None = strawberry.field(
        description="The curator for whom the person was standing in then (III.2/2); null otherwise."
    )


@strawberry.type
class PastQueries:
    @query(
        Action.AUDIT_READ,
        CountedConnection[Membership],
        "All appointments and grants that a person has ever held or is to hold, earliest first.",
        unless_oneself=OF_PERSON,
    )
    async def role_history(
        self,
        info: GraphInfo,
        person_id: Id,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        wanted = decoded(person_id, "Person", path=("personId",))
        return memory_page(
            info,
            MEMBERS,
            order="VALID_FROM",
            direction=Direction.ASC,
            first=first,
            after=after,
            last=last,
            before=before,
            keep=lambda row: bool(row["person_id"] == wanted),
        )

    @query(
        Action.AUDIT_READ,
        PastRight,
        "Why a person had a permission at a given moment, by default now: by which appointments and rules.",
        unless_oneself=OF_PERSON,
    )
    async def why_had(
        self, info: GraphInfo, person_id: Id, permission: Code, at: Instant | None = None
    ) -> Any:
        wanted = decoded(person_id, "Person", path=("personId",))
        try:
            action = Action(permission)
        except ValueError as error:
            raise BadRequest("unknown_value", path=("permission",)) from error
        moment = at or info.context.now
        bounded_year(moment.date(), path="at")
        person = related(info, "persons", wanted)
        if person is None:
            return None
        found = past_right(info.context.container.access.reference, wanted, action, moment)
        return _shown(info, found) | {"person": person, "permission": action.value, "at": moment}


def _shown(info: GraphInfo, found: Found) -> dict[str, Any]:
    grounds = [
        {
            "membership": related(info, "memberships", one.membership_id),
            "role": next(iter(one.considered.rule.roles)),
            "clause": one.considered.rule.clause,
            "words": one.considered.rule.words,
            "holds": one.holds,
        }
        for one in found.grounds
    ]
    return {
        "held": found.is_held,
        "grounds": grounds,
        "acting_for": related(info, "persons", found.acting_for),
    }
