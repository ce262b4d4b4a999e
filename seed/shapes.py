"""The shapes the parts of the demo seed agree on: texts of a topic, steps of a life, plans the loader performs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True)
class TopicTexts:
    """The words of one topic. Slots: {street} {house} {flat} {settlement} {settlement_in} {days} {time} {weekday};
    `settlement_in` is a prepositional phrase («в Критово»); no text is obliged to use a slot."""

    formal: tuple[str, ...]
    casual: tuple[str, ...]
    summaries: tuple[str, ...]
    answers: tuple[str, ...]
    explanations: tuple[str, ...]


@dataclass(frozen=True)
class PlannedStep:
    """One move of a life: a machine event, the moment (naive UTC), who made it, and its facts by name."""

    event: str
    at: datetime
    person_id: str | None
    facts: dict[str, Any] = field(default_factory=dict)


INTO_KEY = "into_key"
"""Under this name a fact of a plan is the key of the case to merge into."""


@dataclass(frozen=True)
class CasePlan:
    """The life of one case, oldest step first; the first one registers. `repeat_of` is the key of an earlier
    plan this case repeats."""

    key: str
    via: Literal["import", "operations"]
    steps: tuple[PlannedStep, ...]
    repeat_of: str | None = None


@dataclass(frozen=True)
class AssignmentPlan:
    """What happens to one assignment of a dispatched protocol: `index` counts the assignments of the protocol
    from 0 in the order of its items and decisions."""

    index: int
    steps: tuple[PlannedStep, ...]


CANCELS_KEYS = "cancels_keys"
"""Under this name a decision of a plan names assignments of earlier protocols that it cancels, by `assignment_key`."""


def assignment_key(meeting_id: str, index: int) -> str:
    """Return by what a plan names an assignment of an earlier protocol."""
    return f"{meeting_id}/{index}"


@dataclass(frozen=True)
class ProtocolPlan:
    """A protocol of a held meeting: the first step is `draft_protocol`, or `draft_erratum` to the one written before;
    assignments follow the dispatch."""

    meeting_id: str
    items: tuple[dict[str, Any], ...]
    steps: tuple[PlannedStep, ...]
    assignments: tuple[AssignmentPlan, ...] = ()


@dataclass(frozen=True)
class AppointmentPlan:
    """One appointment, or the end of the one under `target_id`."""

    step: PlannedStep
    target_id: str | None = None


@dataclass(frozen=True)
class Affair:
    """One act beside the lives of cases: on the object under `target_id`, on the case under `on_key`, or on none; the case
    that it registers is known as `key` from then on."""

    step: PlannedStep
    target_id: str | None = None
    on_key: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class SeedPlan:
    """Everything that happens in the demo municipality, ready to be performed by the loader."""

    cases: tuple[CasePlan, ...]
    meetings: tuple[dict[str, Any], ...]
    protocols: tuple[ProtocolPlan, ...]
    absences: tuple[dict[str, Any], ...]
    appointments: tuple[AppointmentPlan, ...]
    affairs: tuple[Affair, ...]
    proposals: tuple[dict[str, Any], ...] = ()
    conferences: tuple[dict[str, Any], ...] = ()
