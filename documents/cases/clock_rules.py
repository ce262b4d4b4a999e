"""The clocks of a case: THE table of what runs when, when it is due and who holds the case meanwhile (§5.4 of the domain).

Some clocks are stages: one follows another from the receipt to the answer, so that their times add up to the total.
Others run beside them. What a clock is due by is settled when it starts; those that follow the deadline of the case move
with it while they run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from documents.cases.deadlines import counts_from, in_force, stage_policy
from documents.cases.statuses import OPEN, CaseStatus
from documents.cases.vocabulary import ClockKind
from documents.center.calendars import calendar_of
from documents.kernel.calendar import Calendar, due
from documents.kernel.read.reference import Snapshot
from documents.kernel.record import EmbeddedDocument

Row = Mapping[str, Any]
S, K = CaseStatus, ClockKind

EXECUTED = frozenset({S.ASSIGNED, S.ROUTED, S.IN_PROGRESS, S.POSTPONED, S.REOPENED})
UNSETTLED = frozenset({S.NEW, S.ACCEPTED})
"""Nobody within the municipality has it yet, so that it may still turn out to be another body's."""


class CaseClock(EmbeddedDocument):
    """One clock of a case: since when, by when and until when it ran, and the organization that held the case; none
    while that was the center. `term` is the second deadline under which it ran."""

    kind: str
    started_at: datetime
    due_at: datetime | None = None
    done_at: datetime | None = None
    holder_id: str | None = None
    term: datetime | None = None


@dataclass(frozen=True)
class Terms:
    """By what clocks are due: the deadline policies, channels and topics by id, and the calendar."""

    policies: Mapping[str, Row]
    channels: Mapping[str, Row]
    topics: Mapping[str, Row]
    calendar: Calendar

    @classmethod
    def of(cls, reference: Snapshot) -> "Terms":
        """Return by what clocks are due, as the reference data say."""
        rows = reference.collections
        return cls(rows["deadline_policies"], rows["channels"], rows["topics"], calendar_of(reference))

    def of_stage(self, case: Row, kind: ClockKind, start_at: datetime) -> datetime | None:
        """Return when a stage that began at `start_at` is due; None where no policy rules it."""
        code = stage_policy(
            self.policies,
            kind,
            case_kind=case["kind"],
            regime=case["regime"],
            channel=self.channels.get(case["channel_id"]),
            topic=self.topics.get(case["topic_id"]),
            importance=case["importance"],
        )
        if code is None:
            return None
        policy = in_force(self.policies[code], start_at)
        return due(
            start_at, policy["unit"], policy["amount"], calendar=self.calendar, is_receipt=False
        ).due_at

    def counted_from(self, case: Row) -> datetime:
        """Return the moment from which the answer of a case is counted at first."""
        policy = self.policies.get(case["policy_code"], {})
        return counts_from(policy, received_at=case["received_at"], registered_at=case["registered_at"])


@dataclass(frozen=True)
class ClockRule:
    """One kind of clock: while what holds it runs, and what it is due by.

    `counts` is the moment from which the first one counts, where that is not its start. `is_stage`: one of those that
    follow each other. `follows`: its due moment moves with the deadline of the case, and a second deadline starts a
    second clock. `by_holder`: another holder starts another one.
    """

    kind: ClockKind
    runs: Callable[[Row], bool]
    due: Callable[[Row, Terms, datetime], datetime | None]
    begins: Callable[[Row, Terms], datetime]
    is_stage: bool = False
    follows: bool = False
    by_holder: bool = False


def _registered(case: Row, terms: Terms) -> datetime:
    moment: datetime = case["registered_at"]
    return moment


def _counted(case: Row, terms: Terms) -> datetime:
    return terms.counted_from(case)


def _of_policy(kind: ClockKind) -> Callable[[Row, Terms, datetime], datetime | None]:
    def find(case: Row, terms: Terms, start_at: datetime) -> datetime | None:
        return terms.of_stage(case, kind, start_at)

    return find


def _of_registration(case: Row, terms: Terms, start_at: datetime) -> datetime | None:
    # Sent back or not, a case that is another body's is forwarded so many days after its registration.
    return terms.of_stage(case, K.FORWARDING, case["registered_at"])


def _of_answer(case: Row, terms: Terms, start_at: datetime) -> datetime | None:
    moment: datetime = case["due_at"]
    return moment


def _of_control(case: Row, terms: Terms, start_at: datetime) -> datetime | None:
    # What was put off until an hour of a day is aimed at no later than that hour.
    due_at: datetime = case["due_at"]
    return min(terms.calendar.end_of(date.fromisoformat(case["control_due_on"])), due_at)


def _in(*statuses: CaseStatus, incidents: bool) -> Callable[[Row], bool]:
    return lambda case: case["status"] in statuses and (case["kind"] == "INCIDENT") is incidents


CLOCKS: tuple[ClockRule, ...] = (
    ClockRule(
        K.FORWARDING,
        lambda case: case["kind"] == "APPEAL" and case["status"] in UNSETTLED,
        _of_registration,
        _registered,
    ),
    ClockRule(
        K.MODERATION, _in(S.NEW, incidents=False), _of_policy(K.MODERATION), _registered, is_stage=True
    ),
    ClockRule(
        K.COORDINATION,
        _in(S.ACCEPTED, incidents=False),
        _of_policy(K.COORDINATION),
        _registered,
        is_stage=True,
    ),
    ClockRule(
        K.ROUTING, _in(S.NEW, S.RETURNED, incidents=True), _of_policy(K.ROUTING), _registered, is_stage=True
    ),
    ClockRule(
        K.EXECUTION,
        lambda case: case["status"] in EXECUTED,
        _of_answer,
        _registered,
        is_stage=True,
        follows=True,
        by_holder=True,
    ),
    ClockRule(
        K.APPROVAL,
        lambda case: case["status"] == S.IN_REVIEW,
        _of_policy(K.APPROVAL),
        _registered,
        is_stage=True,
        by_holder=True,
    ),
    ClockRule(
        K.FIRST_RESPONSE,
        lambda case: case["status"] in OPEN and case["first_response_at"] is None,
        _of_answer,
        _counted,
        follows=True,
    ),
    ClockRule(
        K.CONTROL,
        lambda case: case["status"] in OPEN and case["control_due_on"] is not None,
        _of_control,
        _counted,
        follows=True,
    ),
    ClockRule(K.ANSWER, lambda case: case["status"] in OPEN, _of_answer, _counted, follows=True),
)
"""In the order in which they are shown. REGISTRATION is over when a case is stored: `advanced` tells of it by itself."""

STAGES = frozenset({K.REGISTRATION, *(rule.kind for rule in CLOCKS if rule.is_stage)})
PLACES: Mapping[str, int] = {kind: place for place, kind in enumerate(ClockKind)}


def advanced(clocks: Sequence[CaseClock], case: Row, terms: Terms, at: datetime) -> list[CaseClock]:
    """Return the clocks of a case (its stored fields) that became what it is at `at`: what does not run any more is
    stopped, what begins to is started, what follows the deadline moves with it. Nothing happens to what did not change.

    A case without clocks gets its first ones as of its registration.
    """
    is_first = not clocks
    found = [_registration(case, terms)] if is_first else list(clocks)
    running = {one.kind: place for place, one in enumerate(found) if one.done_at is None}
    for rule in CLOCKS:
        place, runs = running.get(rule.kind), rule.runs(case)
        if place is not None:
            clock = found[place]
            if runs and _goes_on(rule, clock, case):
                found[place] = _moved(rule, clock, case, terms)
                continue
            found[place] = clock.model_copy(update={"done_at": at})
        if runs:
            found.append(_started(rule, case, terms, rule.begins(case, terms) if is_first else at))
    return sorted(found, key=lambda one: (one.started_at, PLACES[one.kind]))


def _registration(case: Row, terms: Terms) -> CaseClock:
    began, ended = min(case["received_at"], case["registered_at"]), case["registered_at"]
    due_at = terms.of_stage(case, K.REGISTRATION, began)
    return CaseClock(kind=K.REGISTRATION, started_at=began, due_at=due_at, done_at=ended)


def _goes_on(rule: ClockRule, running: CaseClock, case: Row) -> bool:
    """Whether a clock that runs is still the same one, where the case has one of its kind running."""
    is_same_term = not rule.follows or running.term == case["postponed_until"]
    is_same_holder = not rule.by_holder or running.holder_id == case["recipient_id"]
    return is_same_term and is_same_holder


def _started(rule: ClockRule, case: Row, terms: Terms, start_at: datetime) -> CaseClock:
    return CaseClock(
        kind=rule.kind,
        started_at=start_at,
        due_at=rule.due(case, terms, start_at),
        holder_id=case["recipient_id"],
        term=case["postponed_until"] if rule.follows else None,
    )


def _moved(rule: ClockRule, running: CaseClock, case: Row, terms: Terms) -> CaseClock:
    due_at = rule.due(case, terms, running.started_at) if rule.follows else running.due_at
    if (running.due_at, running.holder_id) == (due_at, case["recipient_id"]):
        return running
    return running.model_copy(update={"due_at": due_at, "holder_id": case["recipient_id"]})


def leaves_gaps(clocks: Sequence[Row]) -> bool:
    """Return whether the stages of a case (stored clocks) do not follow each other: one starts before or after the one
    before it stopped, and it is not the first after an answer."""
    answers = {one["started_at"] for one in clocks if one["kind"] == K.ANSWER}
    stages = [(one["started_at"], one["done_at"]) for one in clocks if one["kind"] in STAGES]
    # What started in one moment is in the order in which it stopped; what runs is last.
    stages.sort(key=lambda one: (one[0], one[1] is None, one[1] or one[0]))
    return any(
        done_at != started_at and (started_at not in answers or done_at is None or done_at > started_at)
        for (_, done_at), (started_at, _) in pairwise(stages)
    )


def answer_begun(clocks: Sequence[CaseClock], *, otherwise: datetime) -> datetime:
    """Return since when the answer that is owed now is counted."""
    running = (one.started_at for one in clocks if one.kind == K.ANSWER and one.done_at is None)
    return next(running, otherwise)


def is_late(clock: Row, now: datetime) -> bool:
    """Return whether a clock (a stored one) stopped after its due moment, or runs past it."""
    due_at = clock["due_at"]
    return due_at is not None and (clock["done_at"] or now) > due_at
