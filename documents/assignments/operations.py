"""Operations on assignments: acknowledge, start, report, and the controller's verdict (III.3, III.4.3/3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import FourEyes, Invalid, Problem
from documents.assignments import events
from documents.assignments.document import Assignment, Report
from documents.assignments.rules import MACHINE, is_own_report, next_report_no, waiting_report
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.files.attaching import take_file
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, of_state, operation

EVIDENCE_LIMIT = 20
LINK_LIMIT = 2_000

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _evidence(facts: Facts) -> Iterable[Problem]:
    """A check: a report comes with its evidence (§5.2: report and evidence), links or files."""
    evidence, file_ids = facts.get("evidence") or (), facts.get("file_ids") or ()
    if not evidence and not file_ids:
        yield Invalid("evidence_required", path=("evidence",))
    if len(set(file_ids)) != len(file_ids):
        yield Invalid("duplicate", path=("fileIds",))
    if len(file_ids) > EVIDENCE_LIMIT:
        yield Invalid("too_many", path=("fileIds",), limit=EVIDENCE_LIMIT)
    if len(evidence) > EVIDENCE_LIMIT:
        yield Invalid("too_many", path=("evidence",), limit=EVIDENCE_LIMIT)
    for index, one in enumerate(evidence):
        if not one.strip():
            yield Invalid("required", path=("evidence", str(index)))
        elif len(one) > LINK_LIMIT:
            yield Invalid("too_long", path=("evidence", str(index)), limit=LINK_LIMIT)


@of_state("reports")
def report_waits(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that there is a report without a verdict."""
    return None if waiting_report(row) is not None else Invalid("nothing_reported", path=("id",))


def not_own_report(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that nobody decides on his own report, nor on what he answers for himself (rights, assignment.accept)."""
    return FourEyes() if is_own_report(row, guard_context.who.subject) else None


@operation(
    title="Подтвердить ознакомление с поручением",
    action=Action.ASSIGNMENT_REPORT,
    record=Assignment,
    machine=MACHINE,
    read=Action.ASSIGNMENT_READ,
)
async def acknowledge_assignment(change: Change, assignment: Assignment) -> Assignment:
    """Confirm that the assignment has been read by those who do it."""
    return await change.save(
        assignment, events.ACKNOWLEDGED, acknowledged_at=change.now, acknowledged_by_id=change.subject
    )


@operation(
    title="Начать исполнение",
    action=Action.ASSIGNMENT_REPORT,
    record=Assignment,
    machine=MACHINE,
    read=Action.ASSIGNMENT_READ,
)
async def start_assignment(change: Change, assignment: Assignment) -> Assignment:
    """Take the assignment into work."""
    return await change.save(assignment, events.STARTED)


@operation(
    title="Отчитаться об исполнении",
    action=Action.ASSIGNMENT_REPORT,
    record=Assignment,
    machine=MACHINE,
    read=Action.ASSIGNMENT_READ,
    checks=(text_within("text", "text", TEXT_LIMIT), _evidence),
)
async def report_assignment(
    change: Change,
    assignment: Assignment,
    *,
    text: str,
    evidence: Sequence[str] = (),
    file_ids: Sequence[str] = (),
) -> Assignment:
    """Report that it is done, with evidence; earlier reports and their verdicts stay as they were.

    Raises: INVALID (`unknown_file`, `infected`) for a file that is no waiting upload of who reports.
    """
    reports = _rows(assignment)
    files = [
        await take_file(change, assignment, one, path=("fileIds", str(index)))
        for index, one in enumerate(file_ids)
    ]
    report = Report(
        no=next_report_no(reports),
        text=text,
        evidence=list(evidence),
        files=files,
        at=change.now,
        by_id=change.subject,
    )
    return await change.save(assignment, events.REPORTED, reports=[*reports, report.model_dump()])


@operation(
    title="Принять отчёт об исполнении",
    action=Action.ASSIGNMENT_ACCEPT,
    record=Assignment,
    machine=MACHINE,
    read=Action.ASSIGNMENT_READ,
    guards=(report_waits, not_own_report),
    checks=(text_within("comment", "comment", COMMENT_LIMIT, required=False),),
)
async def accept_assignment_report(
    change: Change, assignment: Assignment, *, comment: str | None = None
) -> Assignment:
    """Accept the report: the assignment is completed now."""
    return await change.save(
        assignment,
        events.COMPLETED,
        reports=_decided(change, assignment, verdict="ACCEPTED", comment=comment),
        completed_at=change.now,
    )


@operation(
    title="Вернуть отчёт на доработку",
    action=Action.ASSIGNMENT_ACCEPT,
    record=Assignment,
    machine=MACHINE,
    read=Action.ASSIGNMENT_READ,
    guards=(report_waits, not_own_report),
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def return_assignment_report(change: Change, assignment: Assignment, *, reason: str) -> Assignment:
    """Return the report with a reason: the assignment is in work again, its date stays."""
    return await change.save(
        assignment,
        events.REPORT_RETURNED,
        reports=_decided(change, assignment, verdict="RETURNED", comment=reason),
    )


@operation(
    title="Доложить о просроченном поручении",
    action=Action.ASSIGNMENT_ACCEPT,
    record=Assignment,
    by_system=True,
)
async def escalate_assignment(change: Change, assignment: Assignment, *, level: int) -> Assignment:
    """Note up to which step of the ladder a late assignment was reported, for the day that it missed."""
    return await change.save(
        assignment,
        events.ESCALATED,
        facts={"level": level},
        escalation_level=level,
        escalated_from=assignment.overdue_at,
    )


def _rows(assignment: Assignment) -> list[dict[str, Any]]:
    return [one.model_dump() for one in assignment.reports]


def _decided(
    change: Change, assignment: Assignment, *, verdict: str, comment: str | None
) -> list[dict[str, Any]]:
    reports = _rows(assignment)
    reports[-1] |= {
        "verdict": verdict,
        "comment": comment,
        "decided_by_id": change.subject,
        "decided_at": change.now,
    }
    return reports
