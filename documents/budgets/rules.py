"""A budget as a bucket of points that fills at a steady rate: how much of it is there, and when enough will be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

EPOCH = datetime(1970, 1, 1)

BLOCKS = 20
"""A process takes one part in so many at a time: what it holds of a budget is never more than a small part of it."""

FORGOTTEN_SECONDS = 3_600
"""How much longer than it needs to fill a budget is kept."""


@dataclass(frozen=True)
class PointBudget:
    """How many points there are at most, and how many come back in a second. Nought points: there is no limit."""

    points: int
    per_second: int

    @property
    def block(self) -> int:
        """The points that a process takes at a time, and may spend before it has taken any."""
        return max(1, self.points // BLOCKS)

    def restored(self, points: float, *, seconds: float) -> float:
        """Return what a number of points has grown to after some seconds."""
        return min(self.points, points + max(0.0, seconds) * self.per_second)

    def part(self, percent: int) -> "PointBudget":
        """Return so many hundredths of the budget; what has no limit has none in part."""
        return PointBudget(self.points * percent // 100, max(1, self.per_second * percent // 100))

    def wait_seconds(self, missing: float) -> int:
        """Return in how many whole seconds so many points come back, at least one."""
        return max(1, ceil(missing / self.per_second))


def seconds_of(now: datetime) -> float:
    """Return a moment (naive UTC) as seconds since 1970."""
    return (now - EPOCH).total_seconds()


def taking(budget: PointBudget, wanted: int, *, now: datetime) -> Sequence[Mapping[str, Any]]:
    """Return the stages that fill a stored budget as of `now` and take from it what there is, up to `wanted` points.

    A process whose clock is behind takes without filling; time that was counted is not counted again.
    """
    at = seconds_of(now)
    passed = {"$max": [0, {"$subtract": [at, {"$ifNull": ["$filled_seconds", at]}]}]}
    restored = {"$multiply": [passed, budget.per_second]}
    filled = {"$min": [budget.points, {"$add": [{"$ifNull": ["$points", budget.points]}, restored]}]}
    expires_at = now + timedelta(seconds=budget.points / budget.per_second + FORGOTTEN_SECONDS)
    return [
        {
            "$set": {
                "points": filled,
                "filled_seconds": {"$max": ["$filled_seconds", at]},
                "expires_at": expires_at,
            }
        },
        {"$set": {"granted": {"$floor": {"$min": [wanted, "$points"]}}}},
        {"$set": {"points": {"$subtract": ["$points", "$granted"]}}},
    ]
