"""`decisionExecution`: how the decisions of a year are carried out, protocol by protocol (R-10; III.2/3, III.3/3)."""

from collections.abc import Mapping
from datetime import date as day
from typing import Any

import strawberry

from auth.actions import Action
from documents.execution.counting import ExecutedProtocol, execution
from documents.kernel.ids import global_id
from schema.context import GraphInfo
from schema.nodes import query
from schema.shapes.kinds import Year

Row = Mapping[str, Any]


@strawberry.type(
    description="What became of assignments: each is completed, open or cancelled; what recurs and its periods count each."
)
class ExecutionCounts:
    ordered: int = strawberry.field(description="All of them.")
    completed: int = strawberry.field(description="Their report was accepted.")
    completed_late: int = strawberry.field(description="Completed, and reported after their due day.")
    open: int = strawberry.field(description="Neither completed nor cancelled.")
    overdue: int = strawberry.field(
        description="Not reported by the end of their due day, or reported late, and open still."
    )
    cancelled: int = strawberry.field(description="Cancelled by a later protocol.")


@strawberry.type(description="Исполнение протокола: a signed protocol, and what became of what it ordered.")
class ProtocolExecution:
    protocol_id: strawberry.ID = strawberry.field(description="The protocol.")
    number: int = strawberry.field(description="Number of the protocol.")
    date: day = strawberry.field(description="Its day.")
    counts: ExecutionCounts = strawberry.field(description="How many there are.")


@strawberry.type(
    description="Исполнение решений протоколов: the signed protocols of a year, and what they ordered."
)
class DecisionExecution:
    year: int = strawberry.field(description="The year of the numbers.")
    total: ExecutionCounts = strawberry.field(description="All of them.")
    by_protocol: list[ProtocolExecution] = strawberry.field(
        description="By protocol, the latest number first."
    )


def _shown(one: ExecutedProtocol) -> Row:
    return {
        "protocol_id": global_id("Protocol", one.protocol_id),
        "number": one.number,
        "date": one.date,
        "counts": vars(one.counts),
    }


@strawberry.type
class ExecutionQueries:
    @query(
        Action.PROTOCOL_READ,
        DecisionExecution,
        "How the decisions of a year are carried out, of the assignments that you may read; exact: you could list them.",
    )
    async def decision_execution(self, info: GraphInfo, year: Year | None = None) -> Any:
        context = info.context
        found = await execution(context.container.access, context.principal, context.now, year)
        return {
            "year": found.year,
            "total": vars(found.total),
            "by_protocol": [_shown(one) for one in found.by_protocol],
        }
