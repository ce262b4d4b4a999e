"""Operations on what the applicant did not say: details are asked for with a term, and recorded (II.2.1/2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import DeadlineRule, Invalid, Problem
from documents.cases import events
from documents.cases.checks import TEXT_LIMIT, text_within
from documents.cases.clock import PAUSED, extended_fields
from documents.cases.deciding import decisions_with
from documents.cases.decision import DETAILS
from documents.cases.delivering import going_out
from documents.cases.document import Case
from documents.cases.responses import noticed
from documents.cases.vocabulary import CaseDecisionKind, ResponseKind
from documents.center.calendars import calendar_of
from documents.center.settings import PAUSE_ON_CLARIFICATION, setting
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Bounds, GuardContext, of_state, operation
from documents.privacy.forbidden import mask_forbidden
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE

Row = Mapping[str, Any]


def _awaited_bounds(_status: str) -> Bounds:
    return {"awaits": frozenset({DETAILS})}


@of_state("awaits", bounds=_awaited_bounds, holds=lambda row, _: row.get("awaits") == DETAILS)
def details_awaited(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the applicant was asked for details and has not answered yet."""
    return Invalid("nothing_awaited", path="id")


@operation(
    title="Запросить сведения у заявителя",
    action=Action.SUBMISSION_CLARIFY,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("text", "text", TEXT_LIMIT),),
)
async def request_details(change: Change, case: Case, *, text: str, until: datetime) -> Case:
    """Ask the applicant for details until a moment. The clock runs on, unless the setting `pauseOnClarification` stops that
    of a message; 59-ФЗ never pauses. Raises: DEADLINE_RULE."""
    if until <= change.now:
        raise DeadlineRule("already_due", until, path="until")
    pauses = case.kind == "MESSAGE" and setting(change.reference, PAUSE_ON_CLARIFICATION, default=False)
    return await change.save(
        case,
        events.DETAILS_REQUESTED,
        awaits=DETAILS,
        details_due_at=until,
        paused_at=(case.paused_at or change.now) if pauses else None,
        decisions=decisions_with(change, case, CaseDecisionKind.DETAILS_REQUESTED, until=until),
        **going_out(change, case, noticed(change, case, ResponseKind.REQUEST_FOR_DETAILS, text)),
    )


@operation(
    title="Записать полученные сведения",
    action=Action.SUBMISSION_CLARIFY,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(details_awaited,),
    checks=(text_within("text", "text", TEXT_LIMIT),),
)
async def record_details(change: Change, case: Case, *, text: str) -> Case:
    """Record what the applicant answered. Where the clock was stopped it goes on, later by the days of the wait."""
    kind = CaseDecisionKind.DETAILS_RECORDED
    return await change.save(
        case,
        events.DETAILS_RECORDED,
        awaits=None,
        details_due_at=None,
        paused_at=None,
        decisions=decisions_with(change, case, kind, reason=mask_forbidden(text)),
        **_longer_by_the_wait(change, case),
    )


@operation(
    title="Закончить ожидание сведений",
    action=Action.SUBMISSION_CLARIFY,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def end_details_term(change: Change, case: Case) -> Case:
    """Note that the applicant did not answer in time: a clock that was stopped goes on, later by the days of the wait. What
    comes after all is still recorded. Raises: INVALID (`nothing_awaited`) where the term is not over."""
    if case.details_due_at is None or case.details_due_at > change.now:
        raise Invalid("nothing_awaited", path="id")
    return await change.save(
        case,
        events.DETAILS_TERM_OVER,
        details_due_at=None,
        paused_at=None,
        **_longer_by_the_wait(change, case),
    )


def _longer_by_the_wait(change: Change, case: Case) -> dict[str, Any]:
    """The deadline fields of a case whose clock was stopped until now; none where it ran on."""
    if case.paused_at is None:
        return {}
    calendar = calendar_of(change.reference)
    days = (calendar.day_of(change.now) - calendar.day_of(case.paused_at)).days
    note = f"Ожидались сведения от заявителя, календарных дней: {days}"
    if not days:
        return {}
    return extended_fields(change.reference, case, days=days, now=change.now, rule=PAUSED, note=note)
