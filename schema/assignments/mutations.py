"""Mutations on assignments: issue outside a meeting, acknowledge, start, report, the controller's verdict, a later day
(III.3, III.4.3/3)."""

from collections.abc import Mapping
from typing import Any

import strawberry

from auth.actions import Action
from documents.assignments import operations
from documents.assignments.operations.acknowledging import record_assignment_acknowledgement
from documents.assignments.recurring import AssignmentPeriod
from documents.assignments.resource import ASSIGNMENTS
from documents.files.showing import FILE
from documents.kernel.write.operation import Operation
from schema.assignments.types import Assignment
from schema.cases.inputs import ReasonInput, TargetInput
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import (
    Comment,
    Id,
    Instant,
    LocalDay,
    LongText,
    Many,
    Revision,
    ShortLine,
    Whereabouts,
)


@strawberry.input(
    description=(
        "An assignment outside a meeting: one responsible official, and either a due day or a period in which it recurs."
    )
)
class IssueAssignmentInput:
    text: LongText = strawberry.field(description="What is to be done.")
    responsible_id: Id = strawberry.field(description="The one responsible official.")
    organization_id: Id | None = strawberry.field(
        default=None, description="Defaults to the official's own organization."
    )
    co_executor_ids: Many[Id] | None = strawberry.field(default=None, description="Соисполнители.")
    due_on: LocalDay | None = strawberry.field(default=None, description="The day it is due.")
    period: AssignmentPeriod | None = strawberry.field(default=None, description="How often it recurs.")
    controller_id: Id | None = strawberry.field(
        default=None, description="Who oversees it: the head, by default, or the curator."
    )


@strawberry.input(description="A later day for an assignment whose due day is not over.")
class ExtendAssignmentInput:
    id: Id = strawberry.field(description="The assignment.")
    due_on: LocalDay = strawberry.field(description="The day it is due from now on.")
    reason: Comment = strawberry.field(description="Why.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(
    description=(
        "An acknowledgement of an assignment given outside a meeting that came otherwise than by the official's own account."
    )
)
class RecordAssignmentAcknowledgementInput:
    id: Id = strawberry.field(description="The assignment.")
    via: ShortLine = strawberry.field(description="How it came: a signed sheet, a letter, a call.")
    acknowledged_at: Instant | None = strawberry.field(
        default=None, description="When it was read; now, if absent."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="What was done, with evidence.")
class ReportAssignmentInput:
    id: Id = strawberry.field(description="The assignment.")
    text: LongText = strawberry.field(description="What was done.")
    evidence: Many[Whereabouts] = strawberry.field(
        default_factory=list,
        description="Links, or words that say where the evidence is; at least one of these or a file.",
    )
    file_ids: Many[Id] | None = strawberry.field(
        default=None, description="Uploaded files that prove it: what `PUT /files` answered; at most 20."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A pending report to accept.")
class AcceptAssignmentReportInput:
    id: Id = strawberry.field(description="The assignment.")
    comment: Comment | None = strawberry.field(default=None, description="A remark.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on an assignment.")
class AssignmentPayload:
    assignment: Assignment | None = strawberry.field(
        description="Its current state; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def _assignment(
    info: GraphInfo, operation: Operation, input: Any, facts: Mapping[str, Any], ids: Ids | None = None
) -> Any:
    ids = ids or Ids()
    return await run(
        info,
        operation,
        ASSIGNMENTS,
        shown_as="assignment",
        ids=ids,
        target_id=ids.one(input.id, "Assignment", path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )


@strawberry.type
class AssignmentMutations:
    @mutation(
        Action.ASSIGNMENT_ISSUE,
        AssignmentPayload,
        "Issue an assignment outside a meeting, as the head (III.4.3/3).",
    )
    async def issue_assignment(self, info: GraphInfo, input: IssueAssignmentInput) -> Any:
        ids = Ids()
        facts = {
            "text": input.text,
            "responsible_id": ids.one(input.responsible_id, "Person", path="responsibleId"),
            "organization_id": ids.one(input.organization_id, "Organization", path="organizationId"),
            "co_executor_ids": ids.many(input.co_executor_ids, "Person", path="coExecutorIds"),
            "due_on": input.due_on,
            "period": input.period.value if input.period is not None else None,
            "controller_id": ids.one(input.controller_id, "Person", path="controllerId"),
        }
        return await run(
            info, operations.issue_assignment, ASSIGNMENTS, shown_as="assignment", ids=ids, facts=facts
        )

    @mutation(
        Action.ASSIGNMENT_EXTEND,
        AssignmentPayload,
        "Give an assignment a later day before its due day is over.",
    )
    async def extend_assignment(self, info: GraphInfo, input: ExtendAssignmentInput) -> Any:
        facts = {"due_on": input.due_on, "reason": input.reason}
        return await _assignment(info, operations.extend_assignment, input, facts)

    @mutation(Action.ASSIGNMENT_REPORT, AssignmentPayload, "Confirm that an assignment has been read.")
    async def acknowledge_assignment(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _assignment(info, operations.acknowledge_assignment, input, {})

    @mutation(
        Action.PROTOCOL_DISPATCH,
        AssignmentPayload,
        "Record for its official that an assignment given outside a meeting has been read.",
    )
    async def record_assignment_acknowledgement(
        self, info: GraphInfo, input: RecordAssignmentAcknowledgementInput
    ) -> Any:
        facts = {"via": input.via, "acknowledged_at": input.acknowledged_at}
        return await _assignment(info, record_assignment_acknowledgement, input, facts)

    @mutation(Action.ASSIGNMENT_REPORT, AssignmentPayload, "Start work on an assignment.")
    async def start_assignment(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _assignment(info, operations.start_assignment, input, {})

    @mutation(
        Action.ASSIGNMENT_REPORT, AssignmentPayload, "Report that an assignment is done, with evidence."
    )
    async def report_assignment(self, info: GraphInfo, input: ReportAssignmentInput) -> Any:
        ids = Ids()
        file_ids = ids.many(input.file_ids, FILE, path="fileIds")
        facts = {"text": input.text, "evidence": input.evidence, "file_ids": file_ids}
        return await _assignment(info, operations.report_assignment, input, facts, ids)

    @mutation(Action.ASSIGNMENT_ACCEPT, AssignmentPayload, "Accept a report; never your own.")
    async def accept_assignment_report(self, info: GraphInfo, input: AcceptAssignmentReportInput) -> Any:
        return await _assignment(info, operations.accept_assignment_report, input, {"comment": input.comment})

    @mutation(Action.ASSIGNMENT_ACCEPT, AssignmentPayload, "Return a report with a reason.")
    async def return_assignment_report(self, info: GraphInfo, input: ReasonInput) -> Any:
        return await _assignment(info, operations.return_assignment_report, input, {"reason": input.reason})
