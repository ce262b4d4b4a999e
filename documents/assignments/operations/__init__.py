"""Operations on assignments: issue outside a meeting, acknowledge, start, report, the controller's verdict, a later day
(III.3, III.4.3/3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from auth.actions import Action
from auth.errors import DeadlineRule, FourEyes, InactiveTarget, Invalid, Problem, Problems
from auth.principal import Principal
from auth.roles import Role
from documents.assignments import events
from documents.assignments.deadline import LOCAL_DAYS
from documents.assignments.document import Assignment, Extension, Report
from documents.assignments.issuing import body_of, issue_problems, naming_problems, numbered, term_of
from documents.assignments.recurring import recurrence_of
from documents.assignments.rules import MACHINE, is_own_report, next_report_no, waiting_report
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.center.calendars import calendar_of
from documents.files.attaching import take_file
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, GuardContext, of_state, operation
from documents.members.curatorship import holder
from documents.organizations.receiving import touch_work_guard

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


def before_its_day_ends(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require a day that is not over: what has run out is late, and that stays a fact (rights, assignment.extend)."""
    if row["due_on"] is None:
        return Invalid("no_due_date", path=("id",))
    ends_at = LOCAL_DAYS.end_of(date.fromisoformat(row["due_on"]))
    return DeadlineRule("already_due", ends_at) if ends_at <= guard_context.now else None


def _issued_keys(facts: Facts, who: Principal) -> Row:
    return {"access_keys": []}


@operation(
    title="Выдать поручение",
    action=Action.ASSIGNMENT_ISSUE,
    record=Assignment,
    effect=Effect.CREATES,
    read=Action.ASSIGNMENT_READ,
    preview=_issued_keys,
    checks=(text_within("text", "text", TEXT_LIMIT), issue_problems),
)
async def issue_assignment(
    change: Change,
    *,
    text: str,
    responsible_id: str,
    organization_id: str | None = None,
    co_executor_ids: Sequence[str] = (),
    due_on: date | None = None,
    period: str | None = None,
    controller_id: str | None = None,
    is_demo: bool = False,
) -> Assignment:
    """Give an assignment outside a meeting (III.4.3/3), controlled by the head where nobody else is named; what has a
    period instead of a day recurs.

    Raises: INVALID (`unknown_person`, `unknown_organization`, `not_a_controller`, `in_the_past`), INACTIVE_TARGET.
    """
    named = {
        "responsible_id": responsible_id,
        "organization_id": organization_id,
        "co_executor_ids": list(co_executor_ids),
        "controller_id": controller_id,
        "due_on": due_on,
    }
    problems = list(naming_problems(change, named))
    if problems:
        raise Problems(problems)
    assignment = await numbered(
        change,
        text=text,
        responsible_id=responsible_id,
        organization_id=body_of(change.reference, organization_id, responsible_id),
        co_executor_ids=list(co_executor_ids),
        controller_id=controller_id or holder(change.reference, Role.CENTER_HEAD, change.now),
        is_demo=is_demo,
        **term_of(due_on, period),
    )
    touch_work_guard(change, assignment.id)
    return await change.create(assignment, events.ISSUED)


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
    title="Продлить срок поручения",
    action=Action.ASSIGNMENT_EXTEND,
    record=Assignment,
    machine=MACHINE,
    read=Action.ASSIGNMENT_READ,
    guards=(before_its_day_ends,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def extend_assignment(
    change: Change, assignment: Assignment, *, due_on: date, reason: str
) -> Assignment:
    """Give a later day before the present one is over, with a reason; the days of before stay beside it.

    Raises: INVALID (`not_later`) for a day that is none.
    """
    before = assignment.due_on
    if before is None or due_on <= date.fromisoformat(before):
        raise Invalid("not_later", path=("dueOn",))
    extension = Extension(
        from_on=before, to_on=due_on.isoformat(), reason=reason, by_id=change.subject, at=change.now
    )
    earlier = [one.model_dump() for one in assignment.extensions]
    return await change.save(
        assignment,
        events.EXTENDED,
        due_on=extension.to_on,
        extensions=[*earlier, extension.model_dump()],
    )


@operation(
    title="Выдать поручение на очередной период",
    action=Action.ASSIGNMENT_ISSUE,
    record=Assignment,
    by_system=True,
)
async def begin_period(change: Change, assignment: Assignment) -> Assignment:
    """Issue the assignment of the period that runs now, of one that recurs; what ran out before anybody was asked is not
    asked for afterwards.

    Raises: INVALID (`period_not_begun`), INACTIVE_TARGET where the official takes no work: it is handed over first.
    """
    today, recurrence = LOCAL_DAYS.day_of(change.now), recurrence_of(assignment.recurrence)
    if recurrence is None or (assignment.next_period_on or "9") > today.isoformat():
        raise Invalid("period_not_begun", path=("id",))
    touch_work_guard(change, assignment.id)
    responsible = change.reference.row("persons", assignment.responsible_id)
    if responsible is None or not responsible["is_active"]:
        raise InactiveTarget(path=("id",))
    first = recurrence.first_day(today)
    made = await numbered(
        change,
        protocol_id=assignment.protocol_id,
        decision_no=assignment.decision_no,
        text=assignment.text,
        responsible_id=assignment.responsible_id,
        organization_id=assignment.organization_id,
        co_executor_ids=assignment.co_executor_ids,
        controller_id=assignment.controller_id,
        secretary_id=assignment.secretary_id,
        series_id=assignment.id,
        period_on=first.isoformat(),
        due_on=recurrence.due_on(first, calendar_of(change.reference), today=today).isoformat(),
        is_demo=assignment.is_demo,
    )
    await change.create(made, events.ISSUED)
    return await change.save(assignment, events.PERIOD_BEGUN, made_until=first.isoformat())


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
