"""Protocols of the held meetings in every state, and what became of the assignments of the dispatched ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from seed.municipality.minutes import items_of
from seed.municipality.people import LOGINS
from seed.municipality.plans.agenda import Minutes
from seed.municipality.plans.center import CURATOR, HEAD, SECRETARY, effective_curator, held_of
from seed.municipality.plans.clockwork import Clock, calendar
from seed.shapes import CANCELS_KEYS, AssignmentPlan, PlannedStep, ProtocolPlan, assignment_key

DAY_MINUTES = 480.0
SIGNING_IN = frozenset(row["person_id"] for row in LOGINS.values())
COORDINATORS: Mapping[str, str] = {
    "dept-roads": "person-recipient-coordinator",
    "landscaping": "person-recipient-coordinator",
    "dept-housing": "person-recipient2-coordinator",
}
"""Organization → who reports for it where its official does not sign in."""

ANSWERS_FOR: Mapping[str, str] = {
    "person-as-edds": "person-member",
    "person-as-dept-education": "person-lead-education",
}
"""An order to an organization is answered for by its leader, who is a member of the center."""

REPORTS: Mapping[bool, tuple[str, ...]] = {
    True: (
        "Работы выполнены, приложены акт и фотографии.",
        "Исполнено в полном объёме, документы приложены.",
    ),
    False: ("Работы выполнены частично, завершение на следующей неделе.",),
}
"""Whether it was done → what is reported."""

UNFINISHED = ("sign_protocol", "mark_protocol_ready", "submit_protocol", "draft_protocol")
"""After which step the last four protocols stand still: SIGNED, READY_FOR_SIGNATURE, IN_REVIEW, DRAFT."""

LIVES: tuple[tuple[str, ...], ...] = (
    ("acknowledge", "start", "report", "accept"),
    ("acknowledge", "start", "report", "return", "report", "accept"),
    ("acknowledge", "start", "report", "accept"),
    ("acknowledge", "start", "report", "accept"),
    ("acknowledge", "start", "report"),
    ("acknowledge", "start", "report", "return"),
    ("acknowledge", "start", "report", "accept"),
    ("acknowledge", "start"),
    ("acknowledge",),
    (),
)
"""What happened to one assignment after another, the oldest first."""

EVENTS: Mapping[str, str] = {
    "acknowledge": "acknowledge_assignment",
    "start": "start_assignment",
    "report": "report_assignment",
    "accept": "accept_assignment_report",
    "return": "return_assignment_report",
}
CORRECTION = "В пункте 1.1 допущена описка: вместо «до схода льда» следует читать «до полного схода льда»."
"""What the erratum says."""

CANCELLING = "Отменить ранее данное поручение: вопрос решён при исполнении муниципального контракта."
WAITS: Mapping[str, float] = {"acknowledge": 0.6, "start": 0.7, "report": 2.5, "accept": 1.2, "return": 1.0}
"""Working days before the move."""


def protocols_of(clock: Clock, meetings: Sequence[dict[str, Any]]) -> tuple[ProtocolPlan, ...]:
    """Return the protocols in the order of their signatures, which is that of their numbers; unsigned ones last."""
    met = held_of(clock)
    held = [row for row in meetings if row["status"] == "HELD"]
    ordinary = [row["id"] for index, row in enumerate(held) if index != met.acting]
    stops = dict(zip(ordinary[-len(UNFINISHED) :], UNFINISHED, strict=True))
    written = [
        _written(clock, row, minutes, stop=stops.get(row["id"]), is_sent_back=index == 1)
        for index, (row, minutes) in enumerate(zip(held, met.minutes, strict=True))
    ]
    written.sort(key=_signed_at)
    cancelled = _cancelled(written)
    plans = list(_with_assignments(clock, [_cancelling(one, cancelled) for one in written], cancelled))
    plans.append(_erratum(clock, next(one for one in plans if one.steps[-1].event == "dispatch_protocol")))
    return tuple(sorted(plans, key=_signed_at))


@dataclass(frozen=True)
class CalledOff:
    """The one assignment of the demo that a later protocol cancels: the last of a dispatched protocol, and where it ends."""

    meeting_id: str
    index: int
    by_meeting_id: str
    at: datetime


def _cancelled(plans: Sequence[ProtocolPlan]) -> CalledOff | None:
    """Which that is: of the protocols sent out before the latest signed one was drafted, that of the last; None for none."""
    signed = [one for one in plans if one.steps[-1].event in ("sign_protocol", "dispatch_protocol")]
    by = signed[-1]
    earlier = [
        one
        for one in signed[:-1]
        if one.steps[-1].event == "dispatch_protocol" and one.steps[-1].at < by.steps[0].at
    ]
    if not earlier:
        return None
    last = earlier[-1]
    index = len(list(_orders(last.items))) - 1
    return CalledOff(last.meeting_id, index, by.meeting_id, by.steps[0].at) if index >= 0 else None


def _cancelling(plan: ProtocolPlan, cancelled: CalledOff | None) -> ProtocolPlan:
    """The plan with the decision that cancels, where it is the one."""
    if cancelled is None or plan.meeting_id != cancelled.by_meeting_id:
        return plan
    decision = {
        "text": CANCELLING,
        "assignments": [],
        CANCELS_KEYS: [assignment_key(cancelled.meeting_id, cancelled.index)],
    }
    *before, last = plan.items
    return replace(plan, items=(*before, {**last, "decisions": [*last["decisions"], decision]}))


def _signed_at(plan: ProtocolPlan) -> tuple[datetime, datetime]:
    signed = next((step.at for step in plan.steps if step.event == "sign_protocol"), datetime.max)
    return signed, plan.steps[0].at


def _erratum(clock: Clock, plan: ProtocolPlan) -> ProtocolPlan:
    """A slip of the pen in a dispatched protocol, put right by a protocol of its own, which orders nothing anew."""
    decision = {"text": CORRECTION, "assignments": []}
    items = ({"title": plan.items[0]["title"], "heard": None, "spoke": [], "decisions": [decision]},)
    moves: tuple[tuple[str, float, str, dict[str, Any]], ...] = (
        ("draft_erratum", 2 * DAY_MINUTES, SECRETARY, {}),
        ("submit_protocol", 60, SECRETARY, {}),
        ("mark_protocol_ready", 120, HEAD, {}),
        ("sign_protocol", 200, CURATOR, {}),
        ("dispatch_protocol", 100, SECRETARY, {"recipients": [{"person_id": HEAD, "via": "СЭД"}]}),
    )
    begun, steps = clock.axis.position(plan.steps[-1].at), []
    for event, waits, person_id, told in moves:
        begun += waits
        at = clock.axis.moment(begun)
        hand = effective_curator(clock, at)[0] if person_id == CURATOR else person_id
        steps.append(PlannedStep(event, at, hand, told))
    return ProtocolPlan(plan.meeting_id, items, tuple(steps))


def _written(
    clock: Clock,
    meeting: Mapping[str, Any],
    minutes: Minutes,
    *,
    stop: str | None,
    is_sent_back: bool,
) -> ProtocolPlan:
    day = date.fromisoformat(meeting["held_on"])
    items = _items(minutes, day)
    facts = {"meeting_id": meeting["id"], "items": list(items), "is_demo": True}
    axis, begun = clock.axis, clock.axis.position(calendar().start_of(day) + timedelta(hours=10))
    no_facts: dict[str, Any] = {}
    moves: list[tuple[str, float, str, dict[str, Any]]] = [
        ("draft_protocol", 200, SECRETARY, facts),
        ("submit_protocol", 120, SECRETARY, {}),
        ("mark_protocol_ready", 410, HEAD, {}),
    ]
    reviewer = next((one for one in _members(meeting) if one in SIGNING_IN - {HEAD, CURATOR}), None)
    if is_sent_back and reviewer is not None:
        moves[2:2] = [
            ("comment_protocol", 40, reviewer, {"text": "Прошу уточнить срок по вопросу о дорогах."}),
            ("dissent", 30, reviewer, {"order": 1, "text": "Срок мал: подрядчик ещё не выбран."}),
        ]
    if is_sent_back:
        reason = "Уточнить срок исполнения и ответственного по вопросу о дорогах."
        moves += [
            ("send_back_protocol", 90, CURATOR, {"reason": reason}),
            ("submit_protocol", 130, SECRETARY, {}),
            ("mark_protocol_ready", 150, HEAD, {}),
        ]
    moves += [
        ("sign_protocol", 300, CURATOR, {}),
        *([("publish_protocol", 60, CURATOR, no_facts)] if is_sent_back else []),
        ("dispatch_protocol", 260, SECRETARY, {"recipients": _recipients(items)}),
    ]
    steps = []
    for event, waits, person_id, told in moves:
        begun += waits
        at = axis.moment(begun)
        hand = effective_curator(clock, at)[0] if person_id == CURATOR else person_id
        steps.append(PlannedStep(event, at, hand, told))
        if event == stop:
            break
    return ProtocolPlan(str(meeting["id"]), items, tuple(steps))


def _members(meeting: Mapping[str, Any]) -> Iterator[str]:
    return (one["person_id"] for one in meeting["participants"] if one["kind"] == "MEMBER")


def _items(minutes: Minutes, day: date) -> tuple[dict[str, Any], ...]:
    items = items_of(dict(minutes), day)
    for ordered in _orders(items):
        ordered["responsible_id"] = ANSWERS_FOR.get(ordered["responsible_id"], ordered["responsible_id"])
    return tuple(items)


def _orders(items: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        for decision in item["decisions"]:
            yield from decision["assignments"]


def _recipients(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every responsible official once, and the head who controls (invariant 10)."""
    people = dict.fromkeys((*(one["responsible_id"] for one in _orders(items)), HEAD))
    return [
        {"person_id": one, "via": "СЭД" if place % 3 else "под роспись"} for place, one in enumerate(people)
    ]


def _hand(ordered: Mapping[str, Any]) -> str | None:
    """Who acknowledges and reports; None where nobody of the organization signs in, and the assignment stays ISSUED."""
    responsible_id = str(ordered["responsible_id"])
    if responsible_id in SIGNING_IN and responsible_id != HEAD:
        return responsible_id
    return COORDINATORS.get(str(ordered["organization_id"]))


def _with_assignments(
    clock: Clock, plans: Sequence[ProtocolPlan], cancelled: CalledOff | None
) -> Iterator[ProtocolPlan]:
    count = 0
    for plan in plans:
        last = plan.steps[-1]
        if last.event != "dispatch_protocol":
            yield plan
            continue
        lives = []
        for index, ordered in enumerate(_orders(plan.items)):
            hand = _hand(ordered)
            if hand is not None:
                life = _life(clock, last.at, hand, LIVES[count % len(LIVES)])
                if cancelled is not None and (cancelled.meeting_id, cancelled.index) == (
                    plan.meeting_id,
                    index,
                ):
                    life = tuple(one for one in life[:2] if one.at < cancelled.at)
                else:
                    count += 1
                lives.append(AssignmentPlan(index, life))
        yield ProtocolPlan(plan.meeting_id, plan.items, plan.steps, tuple(lives))


def _life(
    clock: Clock, issued_at: datetime, reporter_id: str, moves: Sequence[str]
) -> tuple[PlannedStep, ...]:
    at, steps = clock.axis.position(issued_at), []
    for place, move in enumerate(moves):
        at += WAITS[move] * DAY_MINUTES
        if at > clock.end:
            break
        facts: dict[str, Any] = {}
        hand = reporter_id
        if move == "report":
            is_done = "return" not in moves[place:]
            text = REPORTS[is_done][place % len(REPORTS[is_done])]
            facts = {"text": text, "evidence": ["https://docs.example/akt-demo.pdf"]}
        elif move == "accept":
            hand, facts = HEAD, {"comment": "Принято."}
        elif move == "return":
            hand, facts = HEAD, {"reason": "Приложите фотографии после завершения работ."}
        steps.append(PlannedStep(EVENTS[move], clock.axis.moment(at), hand, facts))
    return tuple(steps)
