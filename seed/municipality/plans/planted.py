"""Cases that must be there on any day: one in each state, and open ones due today, due soon and overdue."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from seed.municipality.plans.clockwork import Clock, Row, calendar, due_at


@dataclass(frozen=True)
class Planted:
    """A case that stands still after `stop_after`. `due_in` is the local day of its deadline, counted from today; where
    it is None the case came `days_ago` working days before."""

    kind: str
    channel_id: str
    topic_id: str
    stop_after: str
    fate: str = "PLAIN"
    due_in: int | None = None
    days_ago: int = 1


OPEN_STAGES = ("accept_submission", "route_submission", "start_work", "submit_response", "approve_response")
OPEN_TOPICS = (
    "roads-01",
    "housing-12",
    "roads-09",
    "housing-08",
    "roads-08",
    "housing-11",
    "roads-12",
    "transport-06",
    "waste-05",
    "education-06",
)
FAST_TOPICS = ("roads-13", "housing-03", "waste-02", "roads-07")


def _open(due_in: int, number: int, *, channel_id: str = "POS") -> Planted:
    topic_id = OPEN_TOPICS[number % len(OPEN_TOPICS)]
    return Planted("MESSAGE", channel_id, topic_id, OPEN_STAGES[number % len(OPEN_STAGES)], due_in=due_in)


def _stages() -> tuple[Planted, ...]:
    message, incident = "MESSAGE", "INCIDENT"
    return (
        *(
            Planted(message, one, "roads-14", "register_submission")
            for one in ("POS", "POS", "VK", "PHONE", "PAGES")
        ),
        *(Planted("APPEAL", "POST", topic, "register_submission") for topic in ("housing-10", "social-11")),
        *(Planted(message, "POS", topic, "accept_submission", days_ago=2) for topic in OPEN_TOPICS[:4]),
        *(Planted(message, "VK", topic, "route_submission", days_ago=3) for topic in OPEN_TOPICS[:5]),
        *(
            Planted(message, "POS", topic, "return_routing", "RETURNED", days_ago=4)
            for topic in OPEN_TOPICS[:3]
        ),
        *(
            Planted(message, "POS", topic, "postpone_submission", "POSTPONED", days_ago=35)
            for topic in OPEN_TOPICS[:4]
        ),
        *(
            Planted(message, "POS", topic, "reopen_submission", "REOPENED", days_ago=40)
            for topic in OPEN_TOPICS[:3]
        ),
        *(Planted(message, "POS", topic, "send_response", days_ago=32) for topic in OPEN_TOPICS[:6]),
        Planted(message, "POS", OPEN_TOPICS[0], "withdraw_submission", "WITHDRAWN", days_ago=20),
        Planted(message, "POS", OPEN_TOPICS[1], "cancel_submission", "CANCELLED", days_ago=20),
        *(
            Planted("APPEAL", "POST", topic, "extend_deadline", "EXTENDED", days_ago=31)
            for topic in OPEN_TOPICS[1:4]
        ),
        *(
            Planted(incident, "VK", topic, "register_incident")
            for topic in ("roads-13", "roads-01", "waste-02")
        ),
        *(
            Planted(incident, "VK", topic, "route_incident")
            for topic in ("roads-03", "roads-01", "housing-08")
        ),
        *(
            Planted(incident, "OK", topic, "return_incident", "RETURNED")
            for topic in ("roads-06", "waste-06")
        ),
        *(
            Planted(incident, "OK", topic, "start_incident")
            for topic in ("roads-02", "housing-03", "roads-11")
        ),
        *(Planted(incident, "VK", topic, "take_incident", "TAKEN") for topic in ("outside-06", "outside-04")),
        *(
            Planted(incident, "VK", topic, "submit_incident_reply")
            for topic in ("roads-12", "housing-11", "roads-09")
        ),
        *(
            Planted(incident, "VK", topic, "postpone_incident", "POSTPONED", days_ago=4)
            for topic in OPEN_TOPICS[:3]
        ),
        *(Planted(incident, "OK", topic, "publish_incident_reply", days_ago=4) for topic in OPEN_TOPICS[:4]),
        *(
            Planted(incident, "OK", topic, "reopen_incident", "REOPENED", days_ago=6)
            for topic in OPEN_TOPICS[:2]
        ),
    )


PLANTED: tuple[Planted, ...] = (
    *_stages(),
    *(_open(0, number) for number in range(7)),
    *(_open(0, number, channel_id="VK") for number in range(3)),
    *(
        Planted("MESSAGE", "POS", topic, "start_work", due_in=days)
        for days in (0, 1, 2)
        for topic in FAST_TOPICS
    ),
    *(_open(1 + number % 5, number) for number in range(16)),
    *(_open(-1 - number % 17, number, channel_id="POS" if number % 3 else "OK") for number in range(34)),
    *(_open(-2 - number, number, channel_id="PHONE") for number in range(4)),
    *(Planted("INCIDENT", "VK", topic, "start_incident", days_ago=4) for topic in OPEN_TOPICS[:3]),
)
"""All of them; the last three incidents are overdue as well: nobody takes four days for nine working hours."""

LONGEST_DAYS = 52


def received_for(one: Planted, topic: Row, clock: Clock, generator: random.Random) -> datetime:
    """Return a moment of receipt from which the deadline falls on the wanted day; the nearest before where none does."""
    if one.due_in is None:
        return _working_morning(clock, one.days_ago, generator)
    wanted = clock.today + timedelta(days=one.due_in)
    found = _morning(clock.today - timedelta(days=LONGEST_DAYS), generator)
    for days_ago in range(LONGEST_DAYS, 0, -1):
        received_at = _morning(clock.today - timedelta(days=days_ago), generator)
        due = due_at(
            kind=one.kind,
            channel_id=one.channel_id,
            topic=topic,
            importance=None,
            received_at=received_at,
            registered_at=received_at,
        )
        day = calendar().day_of(due - datetime.resolution)
        if day > wanted:
            break
        found = received_at
        if day == wanted:
            break
    return found


def _working_morning(clock: Clock, days_ago: int, generator: random.Random) -> datetime:
    day = clock.today
    for _ in range(days_ago):
        day = calendar().working_on_or_before(day - timedelta(days=1))
    return _morning(day, generator)


def _morning(day: date, generator: random.Random) -> datetime:
    return calendar().start_of(day) + timedelta(hours=8, minutes=generator.randint(10, 90))
