"""The thirty messages of the domain notes (§6.5) as cases of the last months, each with the fate that the notes give it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from seed.municipality.plans.clockwork import Clock, Row, calendar
from seed.municipality.settlements import SETTLEMENTS
from seed.municipality.texts.thirty import THIRTY, SeedMessage
from seed.municipality.topics import TOPICS

FATES: Mapping[str, str] = {"postponed": "POSTPONED", "reopened": "REOPENED", "rejected": "REJECTED"}
"""The notes' word → the fate; all other words are plain answers, and what is forwarded is forwarded where it can be."""

FIRST_DAYS_AGO, DAYS_APART, REPEATED_AFTER_DAYS = 12, 3, 14


@dataclass(frozen=True)
class Quoted:
    """A message of the thirty with its rows, its fate and when it came."""

    message: SeedMessage
    kind: str
    topic: Row
    settlement: Row
    fate: str
    received_at: datetime


def quoted(clock: Clock) -> Iterator[Quoted]:
    """Yield the thirty, the first the latest; one that repeats another comes two weeks after it."""
    topics = {row["id"]: row for row in TOPICS}
    settlements = {row["id"]: row for row in SETTLEMENTS}
    for message in THIRTY:
        repeated = message.repeat_of
        number = message.number if repeated is None else repeated
        days_ago = FIRST_DAYS_AGO + DAYS_APART * number + (0 if repeated else REPEATED_AFTER_DAYS)
        day = calendar().working_on_or_before(clock.today - timedelta(days=days_ago))
        kind = {None: "INCIDENT", "APPEAL_59FZ": "APPEAL"}.get(message.regime, "MESSAGE")
        fate = FATES.get(message.fate, "PLAIN")
        if message.fate == "forwarded" and kind != "INCIDENT":
            fate = "FORWARDED"
        yield Quoted(
            message,
            kind,
            topics[message.topic_id or "outside-02"],
            settlements[message.settlement_id],
            fate,
            calendar().start_of(day) + timedelta(hours=9, minutes=message.number),
        )
