"""What is settled about a case before its life is told, and the pen that writes the steps down in order."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from seed.municipality.plans.clockwork import Clock, Row
from seed.shapes import CasePlan, PlannedStep

OPERATED = frozenset({"PLAIN", "REJECTED", "RETURNED", "REWORKED", "REROUTED", "DISMISSED", "TAKEN"})
"""Fates whose every step has an operation; all others are told as a past."""

GAP_MINUTES = 1.5
"""The least between two steps of one case."""


@dataclass
class Brief:
    """The case: what, whence, when, what becomes of it. `registered` is a position on the axis; `stop_after` an event
    after which nothing more happened yet; `is_recent` whether its steps go through operations where all of them can."""

    kind: str
    channel_id: str
    topic: Row
    settlement: Row
    location: dict[str, Any]
    received_at: datetime
    registered: float
    due_at: datetime
    fate: str
    generator: random.Random
    clock: Clock
    importance: str = "NORMAL"
    is_late: bool = False
    is_recent: bool = False
    stop_after: str | None = None
    repeat_of: str | None = None
    into_key: str | None = None
    message: Row = field(default_factory=dict)
    quoted_reason: str | None = None

    @property
    def is_operated(self) -> bool:
        """Whether the life goes through operations."""
        return self.is_recent and self.fate in OPERATED

    @property
    def sector_id(self) -> str | None:
        """The sector of the topic; None outside the seven."""
        found: str | None = self.topic["sector_id"]
        return found

    @property
    def due(self) -> float:
        """The position of the deadline."""
        return self.clock.axis.position(self.due_at)


@dataclass
class Pen:
    """Writes the steps of one life; positions only ever grow, whatever is asked for."""

    brief: Brief
    at: float
    steps: list[PlannedStep] = field(default_factory=list)
    is_over: bool = False

    def write(self, event: str, position: float, person_id: str | None, **facts: Any) -> None:
        """Add a step at a position, or as soon after the last one as may be; nothing once the life is over."""
        if self.is_over:
            return
        if self.steps:
            position = max(position, self.at + GAP_MINUTES)
            if position > self.brief.clock.end:
                self.is_over = True
                return
        self.at = position
        self.steps.append(PlannedStep(event, self.brief.clock.axis.moment(position), person_id, facts))
        self.is_over = event == self.brief.stop_after

    def plan(self, key: str) -> CasePlan:
        """Return the life as a plan."""
        via: Literal["import", "operations"] = "operations" if self.brief.is_operated else "import"
        return CasePlan(key, via, tuple(self.steps), self.brief.repeat_of)
