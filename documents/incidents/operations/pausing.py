"""Operations of putting off: an incident with an intermediate answer, and work that goes on, because somebody says so or
because the day has come (III.4.5/2)."""

from datetime import datetime

from auth.actions import Action
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.cases.deciding import postponed, refuse_postponement
from documents.cases.document import Case
from documents.incidents.operations.intake import KINDS
from documents.incidents.rules import MACHINE
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation


@operation(
    title="Отложить инцидент с промежуточным ответом",
    action=Action.INCIDENT_POSTPONE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(
        text_within("reason", "reason", COMMENT_LIMIT, required=False),
        text_within("text", "text", TEXT_LIMIT),
    ),
)
async def postpone_incident(
    change: Change, case: Case, *, until: datetime, text: str, reason: str | None = None
) -> Case:
    """Put an incident off until a moment, with the intermediate answer that goes out now; a draft under review is given
    back. The officer alone does so for up to seven working days, the head for longer.

    Raises: DEADLINE_RULE.
    """
    refuse_postponement(change, until)
    return await change.save(
        case, events.INCIDENT_POSTPONED, **postponed(change, case, until=until, text=text, reason=reason)
    )


@operation(
    title="Возобновить работу по инциденту",
    action=Action.INCIDENT_POSTPONE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
)
async def resume_incident(change: Change, case: Case) -> Case:
    """Go on with an incident that was put off. The second deadline stays: the reply was promised for that day."""
    return await change.save(case, events.INCIDENT_RESUMED)
