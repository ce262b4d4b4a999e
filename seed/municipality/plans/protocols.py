"""Protocols of the held meetings in every state, and what became of the assignments of the dispatched ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from seed.municipality.plans.agenda import AGENDAS, REPORTS, Order, Question
from seed.municipality.plans.centre import CURATOR, HEAD, SECRETARY, effective_curator
from seed.municipality.plans.clockwork import Clock, calendar
from seed.shapes import AssignmentPlan, ProtocolPlan, Step

DAY_MINUTES = 480.0
ROAD_COORDINATOR = "person-recipient-coordinator"
REPORTER: Mapping[str, str] = {"person-recipient-head": ROAD_COORDINATOR}
"""Responsible official → who reports for him; all others report themselves."""

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
WAITS: Mapping[str, float] = {"acknowledge": 0.6, "start": 0.7, "report": 2.5, "accept": 1.2, "return": 1.0}
"""Working days before the move."""


def protocols_of(clock: Clock, meetings: Sequence[dict[str, Any]]) -> tuple[ProtocolPlan, ...]:
    """The protocols in the order of their signatures, which is that of their numbers; unsigned ones last."""
    held = [row for row in meetings if row["status"] == "HELD"]
    ordinary = [row for row in held if row["chair_capacity"] != "ACTING"]
    stops = dict(zip([row["id"] for row in ordinary[-len(UNFINISHED) :]], UNFINISHED, strict=True))
    written = [
        _written(clock, row, AGENDAS[index][1], stop=stops.get(row["id"]), is_sent_back=index == 1)
        for index, row in enumerate(held)
    ]
    written.sort(key=_signed_at)
    return tuple(_with_assignments(clock, written))


def _signed_at(plan: ProtocolPlan) -> tuple[datetime, datetime]:
    signed = next((step.at for step in plan.steps if step.event == "sign_protocol"), datetime.max)
    return signed, plan.steps[0].at


def _written(
    clock: Clock,
    meeting: Mapping[str, Any],
    questions: Sequence[Question],
    *,
    stop: str | None,
    is_sent_back: bool,
) -> ProtocolPlan:
    day = date.fromisoformat(meeting["held_on"])
    items = tuple(_item(question, day) for question in questions)
    facts = {"meeting_id": meeting["id"], "items": list(items), "is_demo": True}
    axis, begun = clock.axis, clock.axis.position(calendar().start_of(day) + timedelta(hours=10))
    moves: list[tuple[str, float, str, dict[str, Any]]] = [
        ("draft_protocol", 200, SECRETARY, facts),
        ("submit_protocol", 120, SECRETARY, {}),
        ("mark_protocol_ready", 410, HEAD, {}),
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
        ("dispatch_protocol", 260, SECRETARY, {"recipients": _recipients(questions)}),
    ]
    steps = []
    for event, minutes, person_id, told in moves:
        begun += minutes
        at = axis.moment(begun)
        hand = effective_curator(clock, at)[0] if person_id == CURATOR else person_id
        steps.append(Step(event, at, hand, told))
        if event == stop:
            break
    return ProtocolPlan(str(meeting["id"]), items, tuple(steps))


def _item(question: Question, day: date) -> dict[str, Any]:
    return {
        "title": question.title,
        "heard": question.heard,
        "spoke": list(question.spoke),
        "decisions": [
            {"text": text, "assignments": [_ordered(order, day) for order in orders]}
            for text, orders in question.decisions
        ],
    }


def _ordered(order: Order, day: date) -> dict[str, Any]:
    due_on = None
    if order.days is not None:
        due_on = calendar().working_on_or_before(day + timedelta(days=order.days)).isoformat()
    return {
        "text": order.text,
        "responsible_id": order.responsible_id,
        "co_executor_ids": list(order.co_executor_ids),
        "due_on": due_on,
        "recurrence": order.recurrence,
    }


def _orders(questions: Sequence[Question]) -> Iterator[Order]:
    for question in questions:
        for _, orders in question.decisions:
            yield from orders


def _recipients(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Every responsible official once, and the head who controls (invariant 10)."""
    people = dict.fromkeys((*(order.responsible_id for order in _orders(questions)), HEAD))
    return [{"person_id": one, "via": "СЭД" if place % 3 else "под роспись"} for place, one in enumerate(people)]


def _with_assignments(clock: Clock, plans: Sequence[ProtocolPlan]) -> Iterator[ProtocolPlan]:
    count = 0
    for plan in plans:
        last = plan.steps[-1]
        if last.event != "dispatch_protocol":
            yield plan
            continue
        ordered = [
            one for item in plan.items for decision in item["decisions"] for one in decision["assignments"]
        ]
        lives = []
        for index, one in enumerate(ordered):
            steps = _life(clock, last.at, one["responsible_id"], LIVES[count % len(LIVES)])
            lives.append(AssignmentPlan(index, steps))
            count += 1
        yield ProtocolPlan(plan.meeting_id, plan.items, plan.steps, tuple(lives))


def _life(clock: Clock, issued_at: datetime, responsible_id: str, moves: Sequence[str]) -> tuple[Step, ...]:
    at, steps = clock.axis.position(issued_at), []
    for place, move in enumerate(moves):
        at += WAITS[move] * DAY_MINUTES
        if at > clock.end:
            break
        facts: dict[str, Any] = {}
        hand = REPORTER.get(responsible_id, responsible_id)
        if move == "report":
            is_done = "return" not in moves[place:]
            text = REPORTS[is_done][place % len(REPORTS[is_done])]
            facts = {"text": text, "evidence": ["https://docs.example/akt-demo.pdf"]}
        elif move == "accept":
            hand, facts = HEAD, {"comment": "Принято."}
        elif move == "return":
            hand, facts = HEAD, {"reason": "Приложите фотографии после завершения работ."}
        steps.append(Step(EVENTS[move], clock.axis.moment(at), hand, facts))
    return tuple(steps)
