"""The workload of members and bodies, over the assignments that the viewer may read."""

from collections.abc import Sequence
from typing import Any

import strawberry

from auth.actions import Action
from documents.assignments.workload import Share, workload
from schema.context import GraphInfo
from schema.directory.types import Organization, Person
from schema.memory import related
from schema.nodes import query
from schema.shapes.kinds import Year


@strawberry.type(
    description="Assignments by where their due day stands; one that recurs counts by its periods."
)
class WorkloadCounts:
    open: int = strawberry.field(description="Neither completed nor cancelled.")
    overdue: int = strawberry.field(
        description="Not reported by the end of their due day, or reported late, and open still."
    )
    due_soon: int = strawberry.field(description="Open, not overdue, and due within three working days.")
    late_in_year: int = strawberry.field(
        description="Due in that year and reported late, or not reported since; completed ones too."
    )


@strawberry.type(description="The assignments of an organization, or of an official in it.")
class WorkloadGroup:
    organization: Organization | None = strawberry.field(
        description="The organization that carries them out; null if none is named."
    )
    person: Person | None = strawberry.field(
        description="The responsible official; null in the groups by organization."
    )
    counts: WorkloadCounts = strawberry.field(description="How many there are.")


@strawberry.type(description="Загрузка членов центра: what is open on each, and what was late (III.4.3/3).")
class MemberWorkload:
    year: int = strawberry.field(description="The year that `lateInYear` is about.")
    total: WorkloadCounts = strawberry.field(description="All of them.")
    by_organization: list[WorkloadGroup] = strawberry.field(
        description="By organization, the most overdue first."
    )
    by_official: list[WorkloadGroup] = strawberry.field(
        description="By organization and responsible official, the most overdue first."
    )


def _groups(info: GraphInfo, shares: Sequence[Share]) -> list[dict[str, Any]]:
    return [
        {
            "organization": related(info, "organizations", one.organization_id),
            "person": related(info, "persons", one.responsible_id),
            "counts": vars(one.counts),
        }
        for one in shares
    ]


@strawberry.type
class WorkloadQueries:
    @query(
        Action.ASSIGNMENT_READ,
        MemberWorkload,
        "Assignments by official and organization, of those that you may read; exact, since you could list them.",
    )
    async def member_workload(self, info: GraphInfo, year: Year | None = None) -> Any:
        context = info.context
        found = await workload(context.container.access, context.principal, context.now, year)
        return {
            "year": found.year,
            "total": vars(found.total),
            "by_organization": _groups(info, found.by_organization),
            "by_official": _groups(info, found.by_official),
        }
