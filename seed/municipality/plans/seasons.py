"""Seasons of the demo: which channel, which topic and which hour a case comes from."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from seed.municipality.plans.clockwork import Clock, Row, calendar

SUBMISSION_CHANNELS: Mapping[str, float] = {
    "POS": 53.0,
    "VK": 9.0,
    "OK": 5.0,
    "TELEGRAM": 3.5,
    "MAX": 3.0,
    "OTHER_SOCIAL": 0.4,
    "PHONE": 6.5,
    "EDDS": 4.4,
    "EMAIL": 3.0,
    "SITE": 2.4,
    "RECEPTION": 3.7,
    "POST": 2.7,
    "DIRECT_LINE": 0.7,
    "PAGES": 2.7,
}
"""Shares of messages and appeals; with the incidents they give the mix of the domain (§6.4)."""

INCIDENT_CHANNELS: Mapping[str, float] = {"VK": 56, "OK": 37, "TELEGRAM": 4, "MAX": 2, "OTHER_SOCIAL": 1}
SOCIAL = frozenset({"VK", "OK", "TELEGRAM", "MAX", "OTHER_SOCIAL"})
OFFICE = frozenset({"PHONE", "EDDS", "EMAIL", "SITE", "POST", "RECEPTION", "DIRECT_LINE"})
BY_VOICE = frozenset({"PHONE", "EDDS", "RECEPTION", "DIRECT_LINE"})

GROUP_WEIGHTS: Mapping[str, float] = {
    "education": 0.55,
    "social": 0.6,
    "housing": 1.35,
    "waste": 1.15,
    "roads": 1.6,
    "transport": 0.7,
    "energy": 0.8,
    "outside": 1.5,
}
"""Weight of one topic of the group."""

TOPIC_WEIGHTS: Mapping[str, float] = {
    "outside-01": 6.0,
    "outside-02": 1.6,
    "housing-01": 1.4,
    "roads-01": 1.5,
}

WINTER, WARM, SCHOOL, DARK, THAW = (
    {10, 11, 12, 1, 2, 3},
    {4, 5, 6, 7, 8, 9},
    {8, 9},
    {9, 10, 11, 12, 1, 2},
    {3, 4, 5},
)
SEASONS: Mapping[str, tuple[set[int], float, float]] = {
    "roads-03": (WINTER, 3.4, 0.03),
    "roads-04": (WINTER, 2.8, 0.03),
    "housing-01": (WINTER, 3.2, 0.06),
    "housing-04": (WINTER, 1.8, 0.4),
    "housing-14": (WINTER, 2.6, 0.03),
    "social-08": (WINTER, 2.0, 0.5),
    "education-05": (WINTER, 2.2, 0.05),
    "roads-01": (WARM, 1.7, 0.4),
    "roads-02": (WARM, 2.6, 0.15),
    "roads-05": (WARM, 2.0, 0.1),
    "roads-06": (WARM, 2.0, 0.2),
    "roads-10": (THAW, 2.6, 0.4),
    "roads-11": (THAW, 2.2, 0.5),
    "roads-07": (DARK, 1.8, 0.5),
    "energy-08": (DARK, 1.8, 0.5),
    "transport-10": (THAW, 2.4, 0.3),
}
"""Topic → months, weight inside them, weight outside (§6.4)."""

GROUP_SEASONS: Mapping[str, tuple[set[int], float, float]] = {
    "waste": (WARM, 1.5, 0.7),
    "education": (SCHOOL, 2.6, 0.9),
}

HOURS_OF_SOCIAL = (2, 1, 0.5, 0.3, 0.3, 0.6, 1.5, 3, 4, 4, 4, 4, 5, 5, 4, 4, 5, 7, 12, 14, 14, 12, 9, 5)
HOURS_OF_POS = (1, 0.5, 0.3, 0.2, 0.2, 0.5, 1, 3, 6, 8, 8, 7, 6, 6, 6, 6, 6, 6, 7, 8, 8, 7, 5, 2)
HOURS_OF_EDDS = (2, 2, 1, 1, 1, 2, 4, 7, 7, 6, 5, 5, 5, 5, 5, 5, 6, 7, 8, 8, 7, 6, 4, 3)
HOURS_OF_OFFICE = (0,) * 8 + (8, 12, 12, 10, 0, 8, 10, 9, 5) + (0,) * 7


@dataclass
class Arrivals:
    """Draws when and from where cases come."""

    clock: Clock
    topics: tuple[Row, ...]
    weights: dict[int, list[float]] = field(default_factory=dict)

    def days(self, generator: random.Random, count: int, first: date, last: date) -> list[date]:
        """Return `count` local days of [first, last], in order; fewer come at weekends, more as the years go on."""
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        weights = [
            (1.0 if calendar().is_working(day) else 0.55) * (1 + 0.5 * index / len(days)) * _month(day.month)
            for index, day in enumerate(days)
        ]
        return sorted(generator.choices(days, weights, k=count))

    def moment(self, generator: random.Random, day: date, channel_id: str) -> datetime:
        """Return a moment (naive UTC) of a local day; where an office takes it, in its hours."""
        if channel_id in OFFICE - {"EDDS", "EMAIL", "SITE"}:
            day = calendar().working_on_or_before(day)
        hour = generator.choices(range(24), _hours(channel_id))[0]
        minutes = time(hour, generator.randrange(60), generator.randrange(60))
        return calendar().utc(datetime.combine(day, minutes))

    def topic(self, generator: random.Random, month: int) -> Row:
        """Return a topic as likely as its season makes it."""
        if month not in self.weights:
            self.weights[month] = [_weight(str(row["id"]), month) for row in self.topics]
        return generator.choices(self.topics, self.weights[month])[0]


def channels(generator: random.Random, mix: Mapping[str, float], count: int) -> list[str]:
    """Return `count` channels in the shares of the mix, shuffled: shares hold exactly, not by luck."""
    found = list(_shared(mix, count))
    generator.shuffle(found)
    return found


def _shared(mix: Mapping[str, float], count: int) -> Iterator[str]:
    total, upto, given = sum(mix.values()), 0.0, 0
    for name, weight in mix.items():
        upto += weight
        until = round(count * upto / total)
        yield from [name] * (until - given)
        given = until


def _month(month: int) -> float:
    return 1.2 if month in WINTER else 1.0


def _weight(topic_id: str, month: int) -> float:
    group = topic_id.rpartition("-")[0]
    weight = GROUP_WEIGHTS[group] * TOPIC_WEIGHTS.get(topic_id, 1.0)
    for seasons, key in ((SEASONS, topic_id), (GROUP_SEASONS, group)):
        if key in seasons:
            months, inside, outside = seasons[key]
            weight *= inside if month in months else outside
    return weight


def _hours(channel_id: str) -> tuple[float, ...]:
    if channel_id in SOCIAL or channel_id == "PAGES":
        return HOURS_OF_SOCIAL
    if channel_id in {"POS", "EMAIL", "SITE"}:
        return HOURS_OF_POS
    return HOURS_OF_EDDS if channel_id == "EDDS" else HOURS_OF_OFFICE
