"""Assignments as types: plain reads of keys."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import strawberry

from documents.assignments.recurring import AssignmentPeriod
from documents.assignments.resource import ASSIGNMENTS
from documents.assignments.rules import AssignmentStatus
from documents.protocols.resource import PROTOCOLS
from schema.actions import AllowedAction
from schema.context import GraphInfo
from schema.directory.types import Organization, Person
from schema.files.types import FileType
from schema.lives import OFFERED, history_field
from schema.loading import loaded
from schema.nodes import Node
from schema.protocols.types import Protocol
from schema.terms import described

Row = Mapping[str, Any]


@described(
    "Решение по отчёту: what the controller decided.",
    ACCEPTED="Принят",
    RETURNED="Возвращён на доработку",
)
class ReportVerdict(StrEnum):
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


@strawberry.type(description="Отчёт об исполнении.")
class AssignmentReport:
    no: int = strawberry.field(description="Number within the assignment, from 1.")
    text: str = strawberry.field(description="What was done.")
    evidence: list[str] = strawberry.field(description="Links, or words that say where the evidence is.")
    attachments: list[FileType] = strawberry.field(description="Files that prove it, in their order.")
    at: datetime = strawberry.field(description="When it was submitted.")
    by: Person | None = strawberry.field(description="Who reported.")
    verdict: ReportVerdict | None = strawberry.field(
        description="The controller's decision; null while it is pending."
    )
    comment: str | None = strawberry.field(description="The reason, in words.")
    decided_by: Person | None = strawberry.field(description="Who decided.")
    decided_at: datetime | None = strawberry.field(description="When it was decided.")


@strawberry.type(description="Продление срока: a later day, given before the earlier one was over.")
class AssignmentExtension:
    from_on: date = strawberry.field(description="The day it was due before.")
    to_on: date = strawberry.field(description="The day it was due from then on.")
    reason: str = strawberry.field(description="Why.")
    by: Person | None = strawberry.field(description="Who extended it.")
    at: datetime = strawberry.field(description="When.")


@strawberry.type(description="Поручение (III.3): one task of one responsible official.")
class Assignment(Node):
    number: str = strawberry.field(description="Its number.")
    decision_no: str | None = strawberry.field(description="The decision that ordered it, e.g. `1.2`.")
    text: str = strawberry.field(description="What is to be done; it never changes.")
    status: AssignmentStatus = strawberry.field(description="Its current state.")
    responsible: Person | None = strawberry.field(description="The one responsible official.")
    organization: Organization | None = strawberry.field(description="The organization that carries it out.")
    co_executors: list[Person] = strawberry.field(description="Соисполнители.")
    controller: Person | None = strawberry.field(description="Who oversees it (III.4.3/3).")
    secretary: Person | None = strawberry.field(description="Who wrote the protocol.")
    due_on: date | None = strawberry.field(description="The day it is due; null if it recurs.")
    recurrence: str | None = strawberry.field(description="How it recurs, in words; null if it does not.")
    period: AssignmentPeriod | None = strawberry.field(
        description=(
            "How often it recurs, if the words name one period: then each period has an assignment of its own, issued when "
            "the period begins."
        )
    )
    period_on: date | None = strawberry.field(
        description="The first day of its period; null unless it is that of one period."
    )
    next_period_on: date | None = strawberry.field(
        description="When the next period of an open recurring assignment begins that has no assignment yet."
    )
    is_overdue: bool = strawberry.field(
        description="Whether it was not reported by the end of its due day, or was reported late."
    )
    is_late: bool = strawberry.field(
        description=(
            "Whether it was reported after its due day, or is not reported since. Stays true once it is completed."
        )
    )
    late_days: int = strawberry.field(
        description="By how many local days it was reported late, or is late by now; 0 if it is in time."
    )
    reports: list[AssignmentReport] = strawberry.field(description="All reports, oldest first.")
    extensions: list[AssignmentExtension] = strawberry.field(
        description="Earlier days it was due, oldest first."
    )
    issued_at: datetime | None = strawberry.field(description="When it was issued.")
    acknowledged_at: datetime | None = strawberry.field(description="When it was acknowledged.")
    acknowledged_via: str | None = strawberry.field(
        description="How an acknowledgement came that somebody else recorded for an assignment given outside a meeting."
    )
    is_acknowledgement_late: bool = strawberry.field(
        description="Whether it was not acknowledged within three working days after its issue, and is not since."
    )
    completed_at: datetime | None = strawberry.field(description="When its report was accepted.")
    cancelled_at: datetime | None = strawberry.field(
        description="When the protocol that cancels it was signed; null if none does."
    )
    cancelling_decision_no: str | None = strawberry.field(
        description="The decision of that protocol that cancels it, e.g. `2.1`."
    )
    escalation_level: int | None = strawberry.field(
        description=(
            "How far up it was reported after it became overdue: 1 the organization's head, 2 the head of the center, 3 the "
            "curator; null if it was not."
        )
    )
    updated_at: datetime = strawberry.field(description="When it last changed.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )
    hidden_fields: list[str] = strawberry.field(
        description="Paths of the fields of this object that are withheld from you."
    )
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    @strawberry.field(
        description="The protocol that ordered it, if you can see it.", graphql_type=Protocol | None
    )
    async def protocol(self, info: GraphInfo, assignment: strawberry.Parent[Row]) -> Any:
        return await loaded(info, PROTOCOLS, assignment["protocol_id"])

    @strawberry.field(
        description="The later protocol that cancelled it, if you can see it.", graphql_type=Protocol | None
    )
    async def cancelling_protocol(self, info: GraphInfo, assignment: strawberry.Parent[Row]) -> Any:
        return await loaded(info, PROTOCOLS, assignment["cancelling_protocol_id"])

    @strawberry.field(
        description="The recurring assignment that it is one period of, if you can see it.",
        graphql_type=Annotated["Assignment", strawberry.lazy("schema.assignments.types")] | None,
    )
    async def series(self, info: GraphInfo, assignment: strawberry.Parent[Row]) -> Any:
        return await loaded(info, ASSIGNMENTS, assignment["series_id"])

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(ASSIGNMENTS)
