"""Queries of assignments: the list and one by id."""

from enum import StrEnum
from typing import Any

import strawberry

from auth.actions import Action
from documents.assignments.resource import ASSIGNMENTS
from documents.assignments.rules import MACHINE, AssignmentStatus
from documents.kernel.read.conditions import add
from documents.kernel.read.paging import Direction
from documents.protocols.resource import PROTOCOLS
from schema.assignments.types import Assignment
from schema.assignments.waiting import AssignmentAction
from schema.cases.filters import any_of
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.ids import decoded
from schema.loading import load_one
from schema.nodes import query
from schema.ranges import DateRange, day_condition, overdue_condition
from schema.shapes.kinds import Id, Many, PageCursor, PageSize
from schema.terms import described
from schema.waiting import WAITS, parts_of


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class AssignmentFilter:
    status: Many[AssignmentStatus] | None = strawberry.field(default=None, description="Current states.")
    is_open: bool | None = strawberry.field(
        default=None, description="Whether they are neither completed nor cancelled."
    )
    responsible_ids: Many[Id] | None = strawberry.field(default=None, description="Responsible officials.")
    organization_ids: Many[Id] | None = strawberry.field(
        default=None, description="Organizations that carry them out."
    )
    controller_ids: Many[Id] | None = strawberry.field(default=None, description="Who oversees them.")
    protocol_ids: Many[Id] | None = strawberry.field(
        default=None, description="Protocols that ordered them, of those that you can see."
    )
    assigned_to_me: bool | None = strawberry.field(
        default=None, description="Whether you are the responsible official."
    )
    due_on: DateRange | None = strawberry.field(default=None, description="Days on which they are due.")
    is_overdue: bool | None = strawberry.field(
        default=None,
        description="Whether they were not reported by the end of their due day, or were reported late.",
    )
    allowed_action: Many[AssignmentAction] | None = strawberry.field(default=None, description=WAITS)


@described(
    "Сортировка: what assignments are sorted by. Missing values come last in ascending order.",
    DUE_ON="Срок исполнения",
    ISSUED_AT="Дата направления",
)
class AssignmentOrderField(StrEnum):
    DUE_ON = "DUE_ON"
    ISSUED_AT = "ISSUED_AT"


@strawberry.input(description="Order of assignments; by default the earliest due come first.")
class AssignmentOrder:
    field: AssignmentOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


IDS = (
    ("responsible_ids", "responsible_id", "Person", "responsibleIds"),
    ("organization_ids", "organization_id", "Organization", "organizationIds"),
    ("controller_ids", "controller_id", "Person", "controllerIds"),
)


async def _of_seen_protocols(info: GraphInfo, texts: list[strawberry.ID]) -> Any:
    """The condition on the protocols that ordered them: one that the viewer does not see is as unknown as none."""
    context = info.context
    asked = [decoded(one, "Protocol", path=("filter", "protocolIds")) for one in texts]
    fields = frozenset({"id"})
    seen = await context.container.access.many(
        PROTOCOLS, context.principal, context.now, ids=asked, fields=fields
    )
    return any_of([one for one in asked if one in seen])


def _statuses(given: AssignmentFilter) -> list[AssignmentStatus]:
    """The states asked for, of those that are open or not: one condition, since the indexes carry it."""
    asked = given.status if given.status is not None else list(AssignmentStatus)
    return [one for one in asked if given.is_open is None or (one not in MACHINE.terminal) is given.is_open]


def _condition(info: GraphInfo, given: AssignmentFilter | None) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if given is None:
        return where
    if given.status is not None or given.is_open is not None:
        where["status"] = any_of([str(one) for one in _statuses(given)])
    for name, key, type_name, public in IDS:
        texts = getattr(given, name)
        if texts is not None:
            where[key] = any_of([decoded(one, type_name, path=("filter", public)) for one in texts])
    if given.assigned_to_me is not None:
        me = info.context.principal.person_id
        mine = [] if me is None else [me]
        add(where, "responsible_id", {"$in" if given.assigned_to_me else "$nin": mine})
    days = day_condition(given.due_on, path="dueOn")
    if days is not None:
        where["due_on"] = days
    if given.is_overdue is not None:
        where["overdue_at"] = overdue_condition(given.is_overdue, info.context.now)
    return where


@strawberry.type
class AssignmentQueries:
    @query(Action.ASSIGNMENT_READ, CountedConnection[Assignment], "Assignments (III.3), earliest due first.")
    async def assignments(
        self,
        info: GraphInfo,
        filter: AssignmentFilter | None = None,
        order_by: AssignmentOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        where = _condition(info, filter)
        if filter is not None and filter.protocol_ids is not None:
            where["protocol_id"] = await _of_seen_protocols(info, filter.protocol_ids)
        return await load_connection(
            info,
            ASSIGNMENTS,
            order=ASSIGNMENTS.order(
                order_by.field.value if order_by else None, order_by.direction if order_by else None
            ),
            first=first,
            after=after,
            last=last,
            before=before,
            parts=parts_of(info, ASSIGNMENTS, where, filter.allowed_action if filter else None),
        )

    @query(
        Action.ASSIGNMENT_READ,
        Assignment,
        "One assignment; null if it does not exist or is not visible to you.",
    )
    async def assignment(self, info: GraphInfo, id: Id) -> Any:
        return await load_one(info, ASSIGNMENTS, where={"_id": decoded(id, "Assignment", path=("id",))})
