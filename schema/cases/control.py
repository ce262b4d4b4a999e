"""The board of deadlines: what is late, due and deferred among the cases that the viewer may read."""

from collections.abc import Sequence
from typing import Any

import strawberry

from auth.actions import Action
from documents.statistics.control import Board, ControlScope, Heap, control
from schema.context import GraphInfo
from schema.directory.types import Organization, Person
from schema.memory import related
from schema.nodes import query


@strawberry.type(
    description=(
        "Open cases by where their deadline stands: the one in force, after a postponement the second. The term is the time "
        "from when it counts until that deadline."
    )
)
class ControlCounts:
    open: int = strawberry.field(description="All that are open: somebody owes an answer.")
    overdue: int = strawberry.field(description="Past the deadline, by however much.")
    overdue_once: int = strawberry.field(description="Past the deadline, and not yet past twice the term.")
    overdue_twice: int = strawberry.field(description="Past twice the term, and not yet past three times.")
    overdue_thrice: int = strawberry.field(description="Past three times the term.")
    due_today: int = strawberry.field(description="Not overdue, and due by the end of this local day.")
    due_soon: int = strawberry.field(
        description="Not overdue, with one fifth of the time or one working day left, or less."
    )
    deferred: int = strawberry.field(description="Отложено: waiting for a second deadline.")


@strawberry.type(description="The open cases of an organization, or of a person in it.")
class ControlGroup:
    organization: Organization | None = strawberry.field(
        description="The organization that must answer; null for cases that are not routed."
    )
    person: Person | None = strawberry.field(
        description="The assignee; null in the groups by organization, and if none is named."
    )
    counts: ControlCounts = strawberry.field(description="How many there are.")


@strawberry.type(description="Контроль сроков: a board of deadlines.")
class DeadlineControl:
    total: ControlCounts = strawberry.field(description="All open cases in the scope.")
    by_unit: list[ControlGroup] = strawberry.field(
        description="By the organization that must answer, the most overdue first."
    )
    by_person: list[ControlGroup] = strawberry.field(
        description="By organization and assignee, the most overdue first."
    )


def _groups(info: GraphInfo, heaps: Sequence[Heap]) -> list[dict[str, Any]]:
    return [
        {
            "organization": related(info, "organizations", one.recipient_id),
            "person": related(info, "persons", one.assignee_id),
            "counts": vars(one.counts),
        }
        for one in heaps
    ]


@strawberry.type
class ControlQueries:
    @query(
        (Action.SUBMISSION_READ, Action.INCIDENT_READ),
        DeadlineControl,
        "Open cases by where their deadline stands, of those that you may read; exact, since you could list them.",
    )
    async def deadline_control(self, info: GraphInfo, scope: ControlScope = ControlScope.ALL) -> Any:
        context = info.context
        board: Board = await control(
            context.container.access, context.principal, context.now, ControlScope(scope)
        )
        return {
            "total": vars(board.total),
            "by_unit": _groups(info, board.by_unit),
            "by_person": _groups(info, board.by_person),
        }
