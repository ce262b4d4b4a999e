"""Lives of messages and appeals, each from its registration as far as its fate and the day allow."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from seed.municipality.orders import EXTENSIONS_ID
from seed.municipality.plans.brief import Brief, Pen
from seed.municipality.plans.clockwork import calendar
from seed.municipality.plans.deliveries import sending
from seed.municipality.plans.hands import (
    HEAD,
    PARTNER,
    REGISTRAR,
    TRIOS,
    Hands,
    assignee_at,
    hands_at,
    officer_of,
    registrar_of,
)
from seed.municipality.plans.opening import formalization, registration
from seed.municipality.plans.ratings import ask_to_reopen, rate
from seed.municipality.plans.recipients import forwarded_to, recipient_of, wrong_recipient
from seed.municipality.plans.words import answer_of, forwarding, outcome_of, reworking, said

DAY_MINUTES = 480.0


def live(brief: Brief) -> Pen:
    """Return the life of a message or appeal."""
    pen = Pen(brief, brief.registered)
    registrar = registrar_of(brief)
    pen.write(
        "register_submission",
        brief.registered,
        registrar,
        **registration(brief, is_by_partner=registrar == PARTNER),
    )
    FATES[brief.fate](pen, registrar)
    if brief.fate in ANSWERED_ONCE:
        rate(pen)
    return pen


def _answered_at(brief: Brief) -> float:
    """The position of the answer: mostly well inside the time, late by some hours or days where it is late."""
    generator = brief.generator
    if brief.is_late:
        return brief.due + generator.uniform(40, 6 * DAY_MINUTES)
    span = brief.due - brief.registered
    return brief.registered + span * min(0.95, max(0.12, generator.betavariate(2.2, 1.9)))


def _step(brief: Brief, longest: float, share: float, until: float) -> float:
    """Minutes until the next step: within `longest`, within a share of what is left until the answer."""
    return brief.generator.uniform(0.25, 1) * max(2.0, min(longest, share * (until - brief.registered)))


def _begun(pen: Pen, registrar: str, until: float) -> None:
    """Formalized and accepted: by the registrar what he entered, else by the officer of the desk."""
    brief = pen.brief
    hand = registrar if registrar == REGISTRAR else officer_of(brief.channel_id)
    pen.write("formalize_submission", pen.at + _step(brief, 45, 0.06, until), hand, **formalization(brief))
    pen.write("accept_submission", pen.at + _step(brief, 30, 0.05, until), hand)


def _routed(pen: Pen, organization_id: str, until: float, *, by: str | None = None, why: str = "") -> Hands:
    brief = pen.brief
    facts = {"recipient_id": organization_id, "assignee_id": assignee_at(organization_id)}
    if why:
        facts["reason"] = why
    hand = by or officer_of(brief.channel_id)
    pen.write("route_submission", pen.at + _step(brief, 180, 0.08, until), hand, **facts)
    return hands_at(brief, organization_id)


def _answer(pen: Pen, hands: Hands, until: float, *, rework: bool = False, closes: bool = True) -> None:
    """Started, drafted, approved and sent at `until`."""
    brief = pen.brief
    outcome = outcome_of(brief)
    pen.write("start_work", pen.at + _step(brief, 700, 0.15, until), hands.author_id)
    if rework:
        drafted = pen.at + 0.4 * (until - pen.at)
        pen.write("submit_response", drafted, hands.author_id, text=answer_of(brief, "EXPLAINED"))
        pen.write(
            "return_response", pen.at + _step(brief, 300, 0.1, until), hands.approver_id, **reworking(brief)
        )
    drafted = until - _step(brief, 900, 0.2, until)
    pen.write("submit_response", drafted, hands.author_id, text=answer_of(brief, outcome))
    pen.write("approve_response", pen.at + 0.6 * max(2.0, until - pen.at), hands.approver_id)
    _send(pen, until)
    if closes:
        days = brief.generator.uniform(1, 9) * DAY_MINUTES
        pen.write("close_submission", pen.at + days, officer_of(brief.channel_id), outcome=outcome)


def _send(pen: Pen, until: float) -> None:
    channel_id = pen.brief.channel_id
    how = sending(channel_id, pen.steps[0].facts)
    pen.write("send_response", until, officer_of(channel_id), via=channel_id, **how)


def _plain(pen: Pen, registrar: str) -> None:
    until = _answered_at(pen.brief)
    _begun(pen, registrar, until)
    _answer(pen, _routed(pen, recipient_of(pen.brief), until), until)


def _reworked(pen: Pen, registrar: str) -> None:
    until = _answered_at(pen.brief)
    _begun(pen, registrar, until)
    _answer(pen, _routed(pen, recipient_of(pen.brief), until), until, rework=True)


def _returned(pen: Pen, registrar: str) -> None:
    """Sent to the wrong organization first, which sends it back (I.2.3)."""
    until = _answered_at(pen.brief)
    _begun(pen, registrar, until)
    right = recipient_of(pen.brief)
    wrong = wrong_recipient(pen.brief, right)
    _routed(pen, wrong, until)
    trio = TRIOS[wrong]
    hand = pen.brief.generator.choice((trio.coordinator_id, trio.assignee_id))
    at = pen.at + _step(pen.brief, 480, 0.12, until)
    pen.write("return_routing", at, hand, reason=said(pen.brief, "returned"))
    _answer(pen, _routed(pen, right, until), until)


def _rerouted(pen: Pen, registrar: str) -> None:
    """Routed a second time, with a reason: by the desk to another organization."""
    until = _answered_at(pen.brief)
    _begun(pen, registrar, until)
    right = recipient_of(pen.brief)
    _routed(pen, wrong_recipient(pen.brief, right), until)
    _answer(pen, _routed(pen, right, until, why=said(pen.brief, "rerouted")), until)


def _rejected(pen: Pen, registrar: str) -> None:
    brief = pen.brief
    at = pen.at + brief.generator.uniform(10, 400)
    pen.write(
        "reject_submission",
        at,
        officer_of(brief.channel_id),
        reason=brief.message["rejection"],
        comment=brief.message["comment"],
    )


def _forwarded(pen: Pen, registrar: str) -> None:
    """To an organization outside, within 7 days of the registration (59-ФЗ, ст. 8)."""
    brief = pen.brief
    until = min(_answered_at(brief), brief.registered + brief.generator.uniform(0.3, 3) * DAY_MINUTES)
    _begun(pen, registrar, until)
    hand = registrar if registrar == REGISTRAR else officer_of(brief.channel_id)
    hand = HEAD if hand in {"person-incident", "person-info"} else hand
    body = forwarded_to(brief.topic)
    facts = {"organization_id": body, "text": forwarding(body)}
    pen.write("forward_submission", max(until, pen.at), hand, **facts)


def _postponed(pen: Pen, registrar: str) -> None:
    """Put off with an intermediate answer, taken up again, answered by the promised day."""
    brief, generator = pen.brief, pen.brief.generator
    first = brief.registered + (brief.due - brief.registered) * generator.uniform(0.35, 0.9)
    _begun(pen, registrar, first)
    hands = _routed(pen, recipient_of(brief), first)
    pen.write("start_work", pen.at + _step(brief, 700, 0.15, first), hands.author_id)
    day = calendar().day_of(brief.clock.axis.moment(first)) + timedelta(days=generator.randint(20, 75))
    if brief.stop_after is not None:
        day = brief.clock.today + timedelta(days=generator.randint(3, 20))
    until = calendar().end_of(calendar().working_on_or_before(day))
    pen.write("postpone_submission", first, officer_of(brief.channel_id), **_promise(brief, until))
    promised = brief.clock.axis.position(until)
    answered = promised - generator.uniform(0.3, 4) * DAY_MINUTES
    pen.write("resume_work", answered - generator.uniform(1, 5) * DAY_MINUTES, hands.author_id)
    _answer_again(pen, hands, max(answered, pen.at + 30))


def _promise(brief: Brief, until: datetime) -> dict[str, Any]:
    return {"until": until, "text": said(brief, "intermediate"), "reason": said(brief, "postponed")}


def _answer_again(pen: Pen, hands: Hands, until: float) -> None:
    """Drafted, approved and sent once the work is going on."""
    brief = pen.brief
    pen.write("submit_response", until - 20, hands.author_id, text=answer_of(brief, "RESOLVED"))
    pen.write("approve_response", until - 8, hands.approver_id)
    _send(pen, until)
    days = brief.generator.uniform(1, 6) * DAY_MINUTES
    pen.write("close_submission", pen.at + days, officer_of(brief.channel_id), outcome="RESOLVED")


def _merged(pen: Pen, registrar: str) -> None:
    brief = pen.brief
    hand = officer_of(brief.channel_id)
    hand = HEAD if hand == "person-info" else hand
    pen.write("formalize_submission", pen.at + 15, officer_of(brief.channel_id), **formalization(brief))
    pen.write("merge_submissions", pen.at + 20, hand, into_key=brief.into_key, reason=said(brief, "merged"))


def _withdrawn(pen: Pen, registrar: str) -> None:
    brief = pen.brief
    until = _answered_at(brief)
    _begun(pen, registrar, until)
    _routed(pen, recipient_of(brief), until)
    hand = registrar if registrar == REGISTRAR else HEAD
    at = pen.at + brief.generator.uniform(0.2, 2) * DAY_MINUTES
    pen.write("withdraw_submission", at, hand, reason=said(brief, "withdrawn"))


def _cancelled(pen: Pen, registrar: str) -> None:
    """Registered twice by mistake: the earlier one goes on."""
    pen.write(
        "cancel_submission",
        pen.at + 25,
        HEAD,
        into_key=pen.brief.into_key,
        reason=said(pen.brief, "cancelled"),
    )


def _reopened(pen: Pen, registrar: str) -> None:
    """Answered, re-opened as not solved, answered again within the new time."""
    brief, generator = pen.brief, pen.brief.generator
    until = _answered_at(brief)
    _begun(pen, registrar, until)
    hands = _routed(pen, recipient_of(brief), until)
    _answer(pen, hands, until, closes=brief.stop_after is None and generator.random() < 0.5)
    hand = officer_of(brief.channel_id)
    hand = HEAD if hand == "person-info" else hand
    ask_to_reopen(pen)
    at = pen.at + generator.uniform(0.5, 3) * DAY_MINUTES
    pen.write("reopen_submission", at, hand, reason=said(brief, "reopened"))
    pen.write("start_work", pen.at + generator.uniform(30, DAY_MINUTES), hands.author_id)
    # Two working days are inside the shortest deadline of a topic, three.
    _answer_again(pen, hands, pen.at + generator.uniform(0.4, 1.0) * DAY_MINUTES)


def _extended(pen: Pen, registrar: str) -> None:
    """An appeal whose time the head prolongs once, before it runs out (59-ФЗ, ст. 12)."""
    brief, generator = pen.brief, pen.brief.generator
    decided = brief.registered + (brief.due - brief.registered) * generator.uniform(0.7, 0.93)
    _begun(pen, registrar, decided)
    hands = _routed(pen, recipient_of(brief), decided)
    pen.write("start_work", pen.at + _step(brief, 700, 0.15, decided), hands.author_id)
    days = generator.choice((10, 15, 20, 30))
    reason = said(brief, "extended")
    pen.write(
        "extend_deadline",
        decided,
        HEAD,
        days=days,
        reason=reason,
        text=f"Срок рассмотрения вашего обращения продлён, календарных дней: {days}. {reason}",
        decided_by_id=HEAD,
        legal_act_id=EXTENSIONS_ID,
    )
    later = brief.clock.axis.position(brief.due_at + timedelta(days=days))
    _answer_again(pen, hands, brief.due + (later - brief.due) * generator.uniform(0.2, 0.9))


ANSWERED_ONCE = frozenset({"PLAIN", "REWORKED", "RETURNED", "REROUTED"})
"""Fates whose answers may be rated."""

FATES: Mapping[str, Callable[[Pen, str], None]] = {
    "PLAIN": _plain,
    "REWORKED": _reworked,
    "RETURNED": _returned,
    "REROUTED": _rerouted,
    "REJECTED": _rejected,
    "FORWARDED": _forwarded,
    "POSTPONED": _postponed,
    "MERGED": _merged,
    "WITHDRAWN": _withdrawn,
    "CANCELLED": _cancelled,
    "REOPENED": _reopened,
    "EXTENDED": _extended,
}
"""Fate → how it goes on from the registration."""
