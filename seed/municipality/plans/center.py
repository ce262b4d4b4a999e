"""The life of the center: the curator's absence and the meetings, spread from its first days to the last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from documents.kernel.calendar import Calendar
from documents.meetings.counting import choices_of_chair, counted_agenda
from documents.meetings.rules import quorum_of
from seed.municipality.people import PERSONS
from seed.municipality.plans.agenda import CANCELLED, COMING, IN_DRAFT, IN_VOTING, OTHERS, Minutes, spread
from seed.municipality.plans.clockwork import FOUNDED, Clock, calendar

CURATOR, HEAD, SECRETARY = "person-curator", "person-head", "person-info"
HELD = len(OTHERS) + 2
"""How many meetings were held: those in person, the one by ballot, the one that the head chaired."""

LAST_DAYS = (28, 21, 15, 9, 3)
"""How many days before the last day the latest meetings were held."""

MEMBERS: tuple[str, ...] = (
    "person-curator",
    "person-head",
    "person-pos",
    "person-incident",
    "person-info",
    "person-lead-education",
    "person-lead-social",
    "person-lead-housing",
    "person-lead-waste",
    "person-lead-roads",
    "person-lead-transport",
    "person-lead-energy",
    "person-member",
)
PROPOSED_ID = "proposal-2"
"""The proposal that stands on the agenda of the meeting to come."""

INVITED = ("person-recipient-head", "person-recipient2-head")
NAMES: Mapping[str, str] = {str(row["id"]): str(row["full_name"]) for row in PERSONS}


@dataclass(frozen=True)
class Absence:
    """The days, first and last, on which the curator was away."""

    first: date
    last: date

    def covers(self, moment: datetime) -> bool:
        """Return whether a moment (naive UTC) lies in it."""
        return calendar().start_of(self.first) <= moment < calendar().end_of(self.last)


def absence_of(clock: Clock) -> Absence:
    """Return the one absence of the demo: in July, or where July has not passed yet, in May."""
    july = Absence(date(2026, 7, 6), date(2026, 7, 20))
    return july if clock.today > july.last else Absence(date(2026, 5, 12), date(2026, 5, 22))


def effective_curator(clock: Clock, moment: datetime) -> tuple[str, str]:
    """Return who acts as the curator at a moment, and in which capacity (III.2/2)."""
    return (HEAD, "ACTING") if absence_of(clock).covers(moment) else (CURATOR, "CURATOR")


def absences_of(clock: Clock) -> tuple[dict[str, Any], ...]:
    """Return rows of the curator's absences."""
    absence = absence_of(clock)
    return (
        {
            "id": "absence-1",
            "curator_id": CURATOR,
            "starts_at": calendar().start_of(absence.first),
            "ends_at": calendar().end_of(absence.last),
            "reason": "Ежегодный оплачиваемый отпуск",
            "recorded_by_id": CURATOR,
        },
    )


@dataclass(frozen=True)
class HeldMeetings:
    """The local working days of the held meetings, growing; the indexes of the one by ballot (III.2/1) and of the one
    that the head chaired in the curator's absence (III.2/2)."""

    days: tuple[date, ...]
    ballot: int
    acting: int

    @property
    def minutes(self) -> tuple[Minutes, ...]:
        """What each was about."""
        return spread(len(self.days), ballot=self.ballot, acting=self.acting)


def held_of(clock: Clock) -> HeldMeetings:
    """Return when the center met: the latest meetings every week, those before spread from its first days on."""
    latest = [clock.today - timedelta(days=days) for days in LAST_DAYS]
    early = HELD - len(LAST_DAYS)
    first = FOUNDED + timedelta(days=7)
    span = (latest[0] - first).days - 6
    days = [
        first + timedelta(days=max(2 * index, span * index // max(1, early - 1))) for index in range(early)
    ]
    days += latest
    absence = absence_of(clock)
    if not any(_room(day, absence) for day in days):
        middle = absence.first + timedelta(days=2)
        nearest = min(range(len(days)), key=lambda index: abs((days[index] - middle).days))
        days[nearest] = middle
    working = _working(sorted(days), calendar())
    acting = next(index for index, day in enumerate(working) if _room(day, absence))
    return HeldMeetings(working, 2 if acting != 2 else 1, acting)


def _room(day: date, absence: Absence) -> bool:
    """Whether a protocol of the day can be signed before the absence ends."""
    return absence.first <= calendar().working_on_or_before(day) <= absence.last - timedelta(days=8)


def _working(days: list[date], days_off: Calendar) -> tuple[date, ...]:
    """The days as working ones, each after the one before it; pushed back where two would meet."""
    found: list[date] = []
    for day in reversed(days):
        latest = found[-1] - timedelta(days=1) if found else day
        found.append(days_off.working_on_or_before(min(day, latest)))
    return tuple(reversed(found))


def meetings_of(clock: Clock) -> tuple[dict[str, Any], ...]:
    """Return fields of all meetings but their numbers, which are drawn: the held ones in their order, then one cancelled
    and one to come."""
    met = held_of(clock)
    held = [
        (_ballot_meeting if index == met.ballot else _session)(clock, index, day, minutes)
        for index, (day, minutes) in enumerate(zip(met.days, met.minutes, strict=True))
    ]
    number = len(held)
    cancelled_on = calendar().working_after(met.days[number // 2])
    coming_on = clock.today
    for _ in range(6):
        coming_on = calendar().working_after(coming_on)
    cancelled = _meeting(clock, number + 1, cancelled_on, CANCELLED) | {
        "status": "CANCELLED",
        "cancellation_reason": "Вопрос решён в рабочем порядке, переправа работает.",
    }
    coming = _meeting(clock, number + 2, coming_on, COMING) | {"status": "SCHEDULED"}
    coming["agenda"][0]["sources"] = [{"type": "MemberProposal", "id": PROPOSED_ID}]
    drafted_for = calendar().working_after(coming_on)
    drafted = _meeting(clock, number + 3, drafted_for, IN_DRAFT) | {"status": "DRAFT"}
    return (*held, _unbegun(cancelled), _unbegun(coming), _unbegun(drafted), _vote(clock, number + 4))


def _unbegun(meeting: dict[str, Any]) -> dict[str, Any]:
    """What nobody has opened yet is chaired by nobody."""
    return meeting | {"chair_id": None, "chair_capacity": None}


def _vote(clock: Clock, number: int) -> dict[str, Any]:
    """An absentee meeting that goes on: begun on the working day before, with some of the ballots."""
    ends = day = calendar().working_on_or_before(clock.today - timedelta(days=1))
    found = _meeting(clock, number, day, IN_VOTING)
    for _ in range(3):
        ends = calendar().working_after(ends)
    begun = _at(day, 8)
    voters = [one["person_id"] for one in found["participants"] if one["kind"] == "MEMBER"]
    ballots = [
        {"person_id": one, "order": 1, "choice": "FOR", "cast_at": begun + timedelta(minutes=20 * place)}
        for place, one in enumerate(voters[2:5], start=1)
    ]
    return found | {
        "form": "ABSENTEE",
        "place": None,
        "status": "VOTING",
        "planned_at": begun,
        "opened_at": begun,
        "voting_from": begun,
        "voting_to": calendar().end_of(ends),
        "ballots": ballots,
    }


def _quorum(meeting: dict[str, Any]) -> dict[str, Any]:
    answered = [one["person_id"] for one in meeting.get("ballots", ())]
    found = quorum_of(meeting, "MORE_THAN_HALF", answered=answered)
    return {"rule": found.rule, "members": found.members, "present": found.present, "needed": found.needed}


def _at(day: date, hours: int) -> datetime:
    return calendar().start_of(day) + timedelta(hours=hours)


def _meeting(clock: Clock, number: int, day: date, minutes: Minutes) -> dict[str, Any]:
    planned_at = _at(day, 10)
    chair_id, capacity = effective_curator(clock, planned_at)
    absent = {CURATOR} if capacity == "ACTING" else set()
    people = [(one, "MEMBER") for one in MEMBERS if one not in absent] + [(one, "INVITEE") for one in INVITED]
    return {
        "id": f"meeting-{number}",
        "form": "IN_PERSON",
        "title": minutes["title"],
        "planned_at": planned_at,
        "place": "г. Боготол, здание Администрации, каб. 214",
        "convened_by_id": HEAD,
        "chair_id": chair_id,
        "chair_capacity": capacity,
        "secretary_id": SECRETARY,
        "participants": [{"person_id": one, "kind": kind, "full_name": NAMES[one]} for one, kind in people],
        "agenda": [
            {**question, "order": order, "minutes": 20, "draft_decision": _proposed(item)}
            for order, (question, item) in enumerate(
                zip(minutes["agenda"], minutes["items"], strict=True), start=1
            )
        ],
    }


def _proposed(item: Mapping[str, Any]) -> str:
    # The day is set only when it is decided.
    return str(item["decisions"][-1]["text"]).replace(" в срок до {due}", "")


def _session(clock: Clock, index: int, day: date, minutes: Minutes) -> dict[str, Any]:
    found = _meeting(clock, index + 1, day, minutes)
    for place, one in enumerate(found["participants"]):
        # Somebody is always on a business trip; the chair never is (invariant 5).
        away = one["person_id"] not in {found["chair_id"], SECRETARY} and (place + index) % 9 == 4
        one["attendance"] = "ABSENT_EXCUSED" if away else "PRESENT"
        one["absence_reason"] = "Служебная командировка" if away else None
    held = {"status": "HELD", "held_on": day.isoformat(), "opened_at": found["planned_at"]}
    return found | held | {"quorum": _quorum(found)}


def _ballot_meeting(clock: Clock, index: int, day: date, minutes: Minutes) -> dict[str, Any]:
    """By ballot: three working days to vote, counted on `day`; no place and no attendance (invariant 7)."""
    found = _meeting(clock, index + 1, day, minutes)
    opened = day
    for _ in range(3):
        opened = calendar().working_on_or_before(opened - timedelta(days=1))
    voting_from, voting_to = _at(opened, 9), _at(day, 9)
    voters = [one["person_id"] for one in found["participants"] if one["kind"] == "MEMBER"]
    ballots = [
        {
            "person_id": person_id,
            "order": question["order"],
            "choice": "ABSTAINED" if place == 7 else "AGAINST" if place == 9 else "FOR",
            "cast_at": voting_from + timedelta(hours=2 + 2 * place, minutes=7 * place),
        }
        # Two did not answer: they take part neither for nor against.
        for place, person_id in enumerate(voters[:-2])
        for question in found["agenda"]
    ]
    held = found | {
        "form": "ABSENTEE",
        "status": "HELD",
        "place": None,
        "planned_at": voting_from,
        "opened_at": voting_from,
        "voting_from": voting_from,
        "voting_to": voting_to,
        "ballots": ballots,
        "held_on": day.isoformat(),
    }
    counted = counted_agenda(held, choices_of_chair(held, ()), must_decide=True)
    return held | {"agenda": counted, "quorum": _quorum(held)}
