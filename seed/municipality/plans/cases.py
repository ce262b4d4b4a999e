"""The cases of the demo: drawn in the shares of the domain (§6.4), with those planted that every screen must show."""

import random
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from seed.municipality import names
from seed.municipality.plans import incidents, submissions
from seed.municipality.plans.brief import Brief, Pen
from seed.municipality.plans.clockwork import Clock, Row, calendar, due_at
from seed.municipality.plans.opening import compose
from seed.municipality.plans.planted import PLANTED, Planted, received_for
from seed.municipality.plans.quoted import quoted
from seed.municipality.plans.recipients import forward_share
from seed.municipality.plans.seasons import INCIDENT_CHANNELS, SUBMISSION_CHANNELS, Arrivals, channels
from seed.municipality.plans.words import rejected
from seed.municipality.settlements import SETTLEMENTS
from seed.municipality.topics import TOPICS
from seed.shapes import CasePlan

SUBMISSIONS, INCIDENTS = 2_500, 900
TOWN, CENTER_OF_TOWN = "bogotol", (56.2097, 89.5286)
STREETS_DEGREES, HOUSES_DEGREES = 0.022, 0.003
"""Over how many degrees of latitude the streets of the town lie, and the houses of a street."""

RECENT_SHARE = 0.185
"""The share of all cases that fell into the last two months: the center is new, and more is written to it."""

REPEAT_SHARE, LATE_SHARE = 0.06, 0.031
SUBMISSION_FATES: Mapping[str, float] = {
    "PLAIN": 63.0,
    "REJECTED": 8.5,
    "POSTPONED": 11.4,
    "RETURNED": 4.5,
    "REWORKED": 5.0,
    "REROUTED": 3.0,
    "MERGED": 2.5,
    "WITHDRAWN": 1.5,
    "REOPENED": 2.5,
}
INCIDENT_FATES: Mapping[str, float] = {
    "PLAIN": 56.0,
    "DISMISSED": 7.0,
    "POSTPONED": 9.0,
    "RETURNED": 5.0,
    "REWORKED": 6.0,
    "REROUTED": 3.0,
    "TAKEN": 9.0,
    "MERGED": 3.0,
    "REOPENED": 2.0,
}
EXTENDED_SHARE = 0.15
"""Of the appeals."""

ENDS_OF_OPEN = frozenset({"reject_submission", "forward_submission", "withdraw_submission", "cancel_submission",
                          "send_response", "merge_submissions", "dismiss_incident", "publish_incident_reply",
                          "merge_incidents"})  # fmt: skip
AHEAD = frozenset({"send_response", "publish_incident_reply"})


@dataclass(frozen=True)
class EarlierCase:
    """A life already told, as later ones refer to it: where, about what, and when it was open."""

    number: int
    brief: Brief
    registered_at: datetime
    ended_at: datetime | None
    is_answered: bool


@dataclass
class Cases:
    """Draws the cases one by one in the order of their registration."""

    clock: Clock
    generator: random.Random
    arrivals: Arrivals
    told: list[tuple[EarlierCase, Pen]] = field(default_factory=list)
    quoted: dict[str | None, int] = field(default_factory=dict)

    def all(self) -> tuple[CasePlan, ...]:
        """Return all plans, oldest registration first; keys count in that order."""
        briefs = [*self._drawn(), *(self._planted(one) for one in PLANTED), *self._quoted()]
        briefs.sort(key=lambda brief: (brief.registered, brief.received_at))
        for number, brief in enumerate(briefs):
            self._tell(number, brief)
        return tuple(pen.plan(_key(told.number)) for told, pen in self.told)

    def _tell(self, number: int, brief: Brief) -> None:
        if "number" in brief.message:
            self.quoted[f"quoted-{brief.message['number']}"] = number
        self._refer(brief)
        said = {**rejected(brief), **brief.message} if brief.fate == "REJECTED" else brief.message
        brief.message = compose(brief, external_id=f"ДЕМО-{number:06d}", said=said)
        live = incidents.live if brief.kind == "INCIDENT" else submissions.live
        pen = live(brief)
        ended = next((step.at for step in pen.steps if step.event in ENDS_OF_OPEN), None)
        answered = any(step.event in AHEAD for step in pen.steps) and brief.fate != "REOPENED"
        self.told.append((EarlierCase(number, brief, pen.steps[0].at, ended, answered), pen))

    def _refer(self, brief: Brief) -> None:
        """Find what a repeat repeats and a double is merged into; where there is nothing, it is a plain case."""
        if brief.repeat_of in self.quoted:
            brief.repeat_of = _key(self.quoted[brief.repeat_of])
        elif brief.fate in {"MERGED", "CANCELLED"}:
            brief.repeat_of = None
            found = self._before(brief, lambda told, at: told.ended_at is None or told.ended_at > at)
            if found is None:
                brief.fate = "PLAIN"
                return
            brief.into_key = _key(found.number)
            _alike(brief, found.brief)
        elif brief.repeat_of is not None:
            found = self._before(
                brief, lambda told, at: told.is_answered and bool(told.ended_at and told.ended_at < at)
            )
            brief.repeat_of = _key(found.number) if found else None
            if found:
                _alike(brief, found.brief)

    def _before(self, brief: Brief, fits: Callable[[EarlierCase, datetime], bool]) -> EarlierCase | None:
        family = brief.kind == "INCIDENT"
        at = brief.clock.axis.moment(brief.registered) + timedelta(hours=1)
        for told, _ in reversed(self.told[-700:]):
            if (
                (told.brief.kind == "INCIDENT") == family
                and told.brief.fate not in {"MERGED", "CANCELLED", "REJECTED", "DISMISSED"}
                and forward_share(told.brief.topic) == forward_share(brief.topic)
                and fits(told, min(at, brief.received_at) if brief.repeat_of else at)
                and self.generator.random() < 0.4
            ):
                return told
        return None

    def _drawn(self) -> Iterator[Brief]:
        recent = self.clock.window_starts
        yesterday = self.clock.today - timedelta(days=1)
        for is_incident, count, mix in (
            (False, SUBMISSIONS - sum(one.kind != "INCIDENT" for one in PLANTED), SUBMISSION_CHANNELS),
            (True, INCIDENTS - sum(one.kind == "INCIDENT" for one in PLANTED), INCIDENT_CHANNELS),
        ):
            late = round(count * RECENT_SHARE)
            days = self.arrivals.days(
                self.generator, count - late, self.clock.first, recent - timedelta(days=1)
            )
            days += self.arrivals.days(self.generator, late, recent, yesterday)
            for day, channel_id in zip(days, channels(self.generator, mix, count), strict=True):
                yield self._draw(day, channel_id, is_incident=is_incident)

    def _draw(self, day: date, channel_id: str, *, is_incident: bool) -> Brief:
        generator = self.generator
        kind = "INCIDENT" if is_incident else self._kind(channel_id)
        topic = self.arrivals.topic(generator, day.month)
        received_at = self.arrivals.moment(generator, day, channel_id)
        brief = self._brief(kind, channel_id, topic, received_at, fate="PLAIN")
        brief.fate = self._fate(brief)
        brief.is_late = generator.random() < LATE_SHARE and brief.fate not in {"REJECTED", "FORWARDED"}
        brief.repeat_of = "?" if generator.random() < REPEAT_SHARE * 1.12 else None
        return brief

    def _planted(self, one: Planted) -> Brief:
        topic = next(row for row in TOPICS if row["id"] == one.topic_id)
        received_at = received_for(one, topic, self.clock, self.generator)
        brief = self._brief(one.kind, one.channel_id, topic, received_at, fate=one.fate)
        brief.stop_after = one.stop_after
        return brief

    def _quoted(self) -> Iterator[Brief]:
        for one in quoted(self.clock):
            message = one.message
            brief = self._brief(one.kind, message.channel_id, one.topic, one.received_at, fate=one.fate)
            brief.settlement, brief.importance = one.settlement, message.priority
            brief.quoted_reason = message.rejection_reason
            brief.message = {"number": message.number, "text": message.text, "message_kind": message.kind}
            if message.appeal_kind is not None:
                brief.message = {**brief.message, "appeal_kind": message.appeal_kind}
            brief.repeat_of = f"quoted-{message.repeat_of}" if message.repeat_of else None
            _due_anew(brief)
            yield brief

    def _brief(self, kind: str, channel_id: str, topic: Row, received_at: datetime, *, fate: str) -> Brief:
        generator, axis = self.generator, self.clock.axis
        received_at, registered = self._registered(kind, received_at)
        importance = _importance(generator, topic, channel_id)
        due = due_at(
            kind=kind,
            channel_id=channel_id,
            topic=topic,
            importance=importance if kind == "INCIDENT" else None,
            received_at=received_at,
            registered_at=axis.moment(registered),
        )
        settlement = generator.choices(SETTLEMENTS, [row["population"] for row in SETTLEMENTS])[0]
        return Brief(
            kind=kind,
            channel_id=channel_id,
            topic=topic,
            settlement=settlement,
            location=_location(generator, settlement),
            received_at=received_at,
            registered=registered,
            due_at=due,
            fate=fate,
            generator=generator,
            clock=self.clock,
            importance=importance,
            is_recent=axis.moment(registered) >= calendar().start_of(self.clock.window_starts),
        )

    def _registered(self, kind: str, received_at: datetime) -> tuple[datetime, float]:
        """When it was registered, in working hours and before the end of the plan; a receipt too late comes earlier."""
        generator, axis = self.generator, self.clock.axis
        waits = generator.uniform(2, 480) if kind == "APPEAL" else generator.uniform(1, 25)
        registered = axis.position(received_at) + waits
        if registered > self.clock.end - 5:
            registered = self.clock.end - generator.uniform(5, 240)
            received_at = min(
                received_at, axis.moment(registered) - timedelta(minutes=generator.randint(2, 30))
            )
        return received_at, registered

    def _kind(self, channel_id: str) -> str:
        share = {"POST": 1.0, "RECEPTION": 0.68, "POS": 0.012}.get(channel_id, 0.0)
        return "APPEAL" if self.generator.random() < share else "MESSAGE"

    def _fate(self, brief: Brief) -> str:
        generator = self.generator
        if brief.kind == "INCIDENT":
            return generator.choices(list(INCIDENT_FATES), list(INCIDENT_FATES.values()))[0]
        if generator.random() < forward_share(brief.topic):
            return "FORWARDED"
        if brief.kind == "APPEAL" and generator.random() < EXTENDED_SHARE:
            return "EXTENDED"
        fate = generator.choices(list(SUBMISSION_FATES), list(SUBMISSION_FATES.values()))[0]
        return "PLAIN" if brief.kind == "APPEAL" and fate in {"REJECTED", "POSTPONED"} else fate


def _key(number: int) -> str:
    return f"case-{number + 1:05d}"


def _alike(brief: Brief, other: Brief) -> None:
    """Make a case about the same as another: the topic and the place, with the deadline that follows."""
    brief.topic, brief.settlement, brief.location = other.topic, other.settlement, other.location
    _due_anew(brief)


def _due_anew(brief: Brief) -> None:
    brief.due_at = due_at(
        kind=brief.kind,
        channel_id=brief.channel_id,
        topic=brief.topic,
        importance=brief.importance if brief.kind == "INCIDENT" else None,
        received_at=brief.received_at,
        registered_at=brief.clock.axis.moment(brief.registered),
    )


def _importance(generator: random.Random, topic: Row, channel_id: str) -> str:
    if topic["fast_track"] or channel_id == "EDDS":
        return generator.choices(("NORMAL", "HIGH", "CRITICAL"), (50, 42, 8))[0]
    return generator.choices(("LOW", "NORMAL", "HIGH"), (9, 85, 6))[0]


def _location(generator: random.Random, settlement: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"street": names.street(generator), "house": names.house(generator)}
    if settlement["id"] == TOWN:
        found |= _coordinates(found["street"], found["house"])
        if generator.random() < 0.25:
            found["flat"] = str(generator.randint(1, 80))
    return found


def _coordinates(street: str, house: str) -> dict[str, float]:
    """Invented coordinates of a house in the town: the same for the same house, near those of its street."""
    along, across = (zlib.crc32(f"{street} {side}".encode()) / 2**32 - 0.5 for side in ("along", "across"))
    further = (zlib.crc32(f"{street} {house}".encode()) / 2**32 - 0.5) * HOUSES_DEGREES
    latitude, longitude = CENTER_OF_TOWN
    return {
        "latitude": round(latitude + along * STREETS_DEGREES + further, 6),
        "longitude": round(longitude + across * 2 * STREETS_DEGREES + further, 6),
    }
