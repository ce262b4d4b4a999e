"""`case.import`: a case with its past, told step by step. The loading of the seed calls it; no door does yet (II.1.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, InvalidTransition
from auth.principal import Principal
from documents.cases.document import Case
from documents.cases.duplicates import sought_second
from documents.imports.past import PAST
from documents.incidents.operations import answering as incident_answering
from documents.incidents.operations import intake as incident_intake
from documents.incidents.rules import MACHINE as INCIDENT_MACHINE
from documents.kernel.machine import Machine
from documents.kernel.write.change import Change
from documents.kernel.write.lookups import SoughtRecord
from documents.kernel.write.operation import Effect, operation, operations
from documents.submissions.operations import answering, intake, rating, reopening, routing
from documents.submissions.rules import MACHINE as SUBMISSION_MACHINE

#: Modules whose operations may be retold; importing them declares their operations.
RETOLD = (intake, routing, answering, rating, reopening, incident_intake, incident_answering)


@dataclass(frozen=True)
class PastStep:
    """One step of a past: the machine's event, when, who did it under which role, and the facts of that move."""

    event: str
    at: datetime
    person_id: str | None
    role: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def _sought(facts: Mapping[str, Any], who: Principal | None) -> Iterable[SoughtRecord]:
    steps: Sequence[PastStep] = facts["steps"]
    return sought_second(steps[0].facts, who) if steps else ()


@operation(
    title="Загрузить дело с его историей",
    action=Action.CASE_IMPORT,
    record=Case,
    effect=Effect.CREATES,
    seeks=_sought,
)
async def import_case(change: Change, *, steps: Sequence[PastStep]) -> Case:
    """Store a case as its past made it, with one event a step. Raises: INVALID, INVALID_TRANSITION at the first step
    that the machine does not know; nothing is stored then."""
    if not steps:
        raise Invalid("too_few", path="steps", limit=1)
    first, *later = steps
    machine = INCIDENT_MACHINE if first.event == "register_incident" else SUBMISSION_MACHINE
    _go_to(change, machine, first)
    case = await operations()[first.event].body(change, **first.facts)
    for step in later:
        case = await _retold(change, machine, case, step)
    if not isinstance(case, Case):
        raise TypeError("a retold operation answers its case")
    return case


async def _retold(change: Change, machine: Machine, case: Case, step: PastStep) -> Case:
    _go_to(change, machine, step)
    if machine.move(case.status, step.event) is None:
        raise InvalidTransition(case.status, step.event, machine.leaving(case.status))
    past = PAST.get(step.event)
    if past is not None:
        return await change.save(case, past.event, **await past.told(change, case, step.facts))
    after = await operations()[step.event].body(change, case, **step.facts)
    assert isinstance(after, Case)
    return after


def _go_to(change: Change, machine: Machine, step: PastStep) -> None:
    if step.event not in machine.events:
        raise Invalid("unknown_value", path="steps", value=step.event)
    change.retell(step.event, machine, at=step.at, person_id=step.person_id, role=step.role)
