"""What is planted: words that exist nowhere else, so that wherever one of them stands, it has come from one place."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from documents.cases.decision import CaseDecision

LETTERS = "bcdfghjklm"
IN_THE_HISTORY = "in the history"


@dataclass
class Words:
    """Makes words, and knows what was planted where."""

    places: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=itertools.count)

    def new(self, place: str) -> str:
        """Make a word of letters only, so that a search can ask for it."""
        word = "zq" + "".join(LETTERS[int(digit)] for digit in f"{next(self._numbers):08d}")
        self.places[word] = place
        return word

    def free_text(self, place: str) -> str:
        """Make a text with a word that redaction leaves, and one that it takes out."""
        return f"Погас фонарь {self.new(place)} у дома, пишите {self.new(f'{place} (plain)')}@mail.ru"


def decided(words: Words, at: datetime, by_id: str) -> CaseDecision:
    """Make a decision on a case, with a reason that stands nowhere else."""
    return CaseDecision(kind="POSTPONED", at=at, by_id=by_id, reason=words.new("case.decisions.reason"))
