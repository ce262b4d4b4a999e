"""What came of many rounds of a fault: how often each effect came about, told at the end of the run."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeVar

from tests.support.notes import notes

Mark = TypeVar("Mark", bound=Hashable)

SECTION = "rounds of faults"


@dataclass
class Tally:
    """Rounds of one fault: the effects, those beyond the one that each should have, and those that never came."""

    subject: str
    rounds: int = 0
    effects: int = 0
    again: int = 0
    lost: int = 0

    def add(self, expected: Counter[Mark], done: Counter[Mark]) -> None:
        """Count one round, and note what came of all until now."""
        self.rounds += 1
        self.effects += done.total()
        self.again += (done - expected).total()
        self.lost += (expected - done).total()
        notes(SECTION)[self.subject] = (
            f"{self.rounds} kills, {self.effects} effects, {self.again} once more, {self.lost} lost"
        )
