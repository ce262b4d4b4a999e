"""Lives of incidents: minutes to the recipient, working hours to the reply (III.4.5/2)."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from seed.municipality.plans.brief import Brief, Pen
from seed.municipality.plans.clockwork import calendar
from seed.municipality.plans.hands import TRIOS, Hands, assignee_at, hands_at
from seed.municipality.plans.opening import incident_registration, reply_urls
from seed.municipality.plans.recipients import recipient_of, wrong_recipient
from seed.municipality.plans.words import answer_of, outcome_of, reworking, said

OFFICER = "person-incident"
DAY_MINUTES = 480.0


def live(brief: Brief) -> Pen:
    """Return the life of an incident."""
    pen = Pen(brief, brief.registered)
    pen.write("register_incident", brief.registered, OFFICER, **incident_registration(brief))
    FATES[brief.fate](pen)
    return pen


def _replied_at(brief: Brief) -> float:
    generator = brief.generator
    if brief.is_late:
        return brief.due + generator.uniform(15, 2 * DAY_MINUTES)
    span = brief.due - brief.registered
    if brief.stop_after is not None:
        # What stands still has got there by the end of its first day.
        return brief.registered + span * generator.uniform(0.2, 0.45)
    return brief.registered + span * min(0.95, max(0.2, generator.betavariate(2.0, 2.4)))


def _step(pen: Pen, longest: float, share: float, until: float) -> float:
    return pen.brief.generator.uniform(0.3, 1) * max(2.0, min(longest, share * (until - pen.at)))


def _routed(pen: Pen, organization_id: str, until: float, *, why: str = "") -> Hands:
    facts = {"recipient_id": organization_id, "assignee_id": assignee_at(organization_id)}
    if why:
        facts["reason"] = why
    within = 14 if pen.brief.importance in {"HIGH", "CRITICAL"} else 55
    pen.write("route_incident", pen.at + _step(pen, within, 0.15, until), OFFICER, **facts)
    return hands_at(pen.brief, organization_id)


def _reply(pen: Pen, author_id: str, until: float, *, rework: bool = False, closes: bool = True) -> None:
    """Drafted, checked and published under every publication at `until`."""
    brief = pen.brief
    outcome = outcome_of(brief)
    if rework:
        at = pen.at + 0.4 * (until - pen.at)
        pen.write("submit_incident_reply", at, author_id, text=answer_of(brief, "EXPLAINED"))
        pen.write("return_incident_reply", pen.at + _step(pen, 40, 0.3, until), OFFICER, **reworking(brief))
    drafted = until - _step(pen, 60, 0.4, until)
    pen.write("submit_incident_reply", drafted, author_id, text=answer_of(brief, outcome))
    pen.write("publish_incident_reply", until, OFFICER, reply_urls=reply_urls(brief))
    if closes:
        days = brief.generator.uniform(0.3, 3) * DAY_MINUTES
        pen.write("close_incident", pen.at + days, OFFICER, outcome=outcome)


def _started(pen: Pen, hands: Hands, until: float) -> str:
    pen.write("start_incident", pen.at + _step(pen, 90, 0.25, until), hands.author_id)
    return hands.author_id


def _plain(pen: Pen) -> None:
    until = _replied_at(pen.brief)
    author_id = _started(pen, _routed(pen, recipient_of(pen.brief), until), until)
    _reply(pen, author_id, until)


def _reworked(pen: Pen) -> None:
    until = _replied_at(pen.brief)
    author_id = _started(pen, _routed(pen, recipient_of(pen.brief), until), until)
    _reply(pen, author_id, until, rework=True)


def _returned(pen: Pen) -> None:
    until = _replied_at(pen.brief)
    right = recipient_of(pen.brief)
    wrong = wrong_recipient(pen.brief, right)
    _routed(pen, wrong, until)
    hand = pen.brief.generator.choice((TRIOS[wrong].coordinator_id, TRIOS[wrong].assignee_id))
    reason = said(pen.brief, "returned")
    pen.write("return_incident", pen.at + _step(pen, 60, 0.2, until), hand, reason=reason)
    _reply(pen, _started(pen, _routed(pen, right, until), until), until)


def _rerouted(pen: Pen) -> None:
    until = _replied_at(pen.brief)
    right = recipient_of(pen.brief)
    _routed(pen, wrong_recipient(pen.brief, right), until)
    hands = _routed(pen, right, until, why=said(pen.brief, "rerouted"))
    _reply(pen, _started(pen, hands, until), until)


def _dismissed(pen: Pen) -> None:
    reason = pen.brief.generator.choices(
        ("NO_ANSWER_NEEDED", "BOT_OR_SPAM", "DUPLICATE", "OUTSIDE_TERRITORY"), (5, 3, 2, 2)
    )[0]
    pen.write("dismiss_incident", pen.at + pen.brief.generator.uniform(5, 90), OFFICER, reason=reason)


def _taken(pen: Pen) -> None:
    """The officer prepares the answer himself (III.4.5/1)."""
    until = _replied_at(pen.brief)
    pen.write("take_incident", pen.at + _step(pen, 40, 0.2, until), OFFICER)
    _reply(pen, OFFICER, until)


def _postponed(pen: Pen) -> None:
    """An intermediate answer, then the final one within seven working days (III.4.5/2)."""
    brief, generator = pen.brief, pen.brief.generator
    first = _replied_at(brief)
    author_id = _started(pen, _routed(pen, recipient_of(brief), first), first)
    day = calendar().day_of(brief.clock.axis.moment(first))
    for _ in range(7 if brief.stop_after else generator.randint(3, 7)):
        day = calendar().working_after(day)
    until = calendar().start_of(day) + timedelta(hours=17)
    pen.write("postpone_incident", first, OFFICER, until=until, text=said(brief, "intermediate"))
    answered = brief.clock.axis.position(until) - generator.uniform(30, 700)
    pen.write("resume_incident", answered - generator.uniform(60, 240), author_id)
    _reply(pen, author_id, max(answered, pen.at + 20))


def _merged(pen: Pen) -> None:
    at = pen.at + pen.brief.generator.uniform(5, 30)
    pen.write("merge_incidents", at, OFFICER, into_key=pen.brief.into_key, reason=said(pen.brief, "merged"))


def _reopened(pen: Pen) -> None:
    """A new complaint in the thread: answered again in the new time."""
    until = _replied_at(pen.brief)
    author_id = _started(pen, _routed(pen, recipient_of(pen.brief), until), until)
    _reply(pen, author_id, until, closes=pen.brief.stop_after is None and pen.brief.generator.random() < 0.5)
    at = pen.at + pen.brief.generator.uniform(0.3, 1.5) * DAY_MINUTES
    pen.write("reopen_incident", at, OFFICER, reason=said(pen.brief, "reopened"))
    pen.write("start_incident", pen.at + 20, author_id)
    _reply(pen, author_id, pen.at + pen.brief.generator.uniform(60, 180))


FATES: Mapping[str, Callable[[Pen], None]] = {
    "PLAIN": _plain,
    "REWORKED": _reworked,
    "RETURNED": _returned,
    "REROUTED": _rerouted,
    "DISMISSED": _dismissed,
    "TAKEN": _taken,
    "POSTPONED": _postponed,
    "MERGED": _merged,
    "REOPENED": _reopened,
}
"""Fate → how it goes on from the registration."""
