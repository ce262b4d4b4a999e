"""More cases than the demo has: copies of its own with other texts, places, times and numbers, as the house stores them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import IndexModel

from documents.cases.document import Case

MOMENTS = (
    "received_at", "registered_at", "routed_at", "first_response_at", "answered_at", "closed_at", "due_at", "first_due_at",
    "soon_at", "postponed_until", "updated_at", "details_due_at", "paused_at", "outcome_asked_at", "escalated_from",
)  # fmt: skip
FAR_AHEAD = datetime(2100, 1, 1)
MOST_SHIFTED_MINUTES = 3 * 24 * 60
"""Copies are moved back by up to three days: whatever is late, due or answered stays so, and nothing has one time twice."""

HOUSES = 180
ALONE: Mapping[str, Any] = {
    "external_id": None,
    "external_system": None,
    "file_hashes": [],
    "attachments": [],
    "linked_cases": [],
    "merged_ids": [],
    "duplicate_of_id": None,
    "repeat_of_id": None,
    "replaced_by_id": None,
    "replaces_id": None,
}
"""What ties a case to others: copies are tied to none."""


WORDS = "search_terms"
MOST_WITH_WORDS = 20_000
"""Above, the embedded store comes to no end with the index over the words of cases within a quarter of an hour."""


def indexes_at(size: int) -> Sequence[IndexModel]:
    """The indexes that are made for so many submissions: without that over words whoever searches is answered by reading
    all cases, which is the time of the store and not of the server."""
    left_out = WORDS if size > MOST_WITH_WORDS else ""
    return [one for one in Case.Settings.indexes if left_out not in one.document["key"]]


class Grower:
    """Makes rows of cases from those of the demo; the same rows for the same seed."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], *, seed: int) -> None:
        self._rows = rows
        self._drawn = random.Random(seed)
        self._made = 0
        self._sentences = _sentences_by_topic(rows)

    def more(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield so many further rows, ready to be stored."""
        for _ in range(count):
            yield self._another(self._rows[self._made % len(self._rows)])
            self._made += 1

    def _another(self, row: Mapping[str, Any]) -> dict[str, Any]:
        drawn = self._drawn
        back = timedelta(minutes=drawn.randrange(MOST_SHIFTED_MINUTES), seconds=drawn.randrange(60))
        moved = {name: row[name] - back for name in MOMENTS if _is_near(row.get(name))}
        copied: dict[str, Any] = {
            **row,
            **ALONE,
            **moved,
            "_id": f"{drawn.getrandbits(96):024x}",
            "number": f"{row['number']}/{self._made}",
            "text": self._text(row),
            "summary": row["summary"] and self._text(row)[:120],
            "location": {**row["location"], "house": str(drawn.randint(1, HOUSES))},
            # Nearly every second resident writes once; the others come back.
            "applicant_phone_mark": self._mark(row["applicant_phone_mark"]),
            "applicant_email_mark": self._mark(row["applicant_email_mark"]),
            "publications": [
                {**one, "url": f"{one['url']}_{self._made}", "text": self._text(row)}
                for one in row["publications"]
            ],
            "likeness_keys": [],
        }
        case = Case.from_row(copied)
        case.derive()
        return {**case.to_row(), "revision_id": None}

    def _text(self, row: Mapping[str, Any]) -> str:
        """Sentences of the same topic, in other company: as like each other as what neighbours write."""
        known = self._sentences[row["topic_id"]]
        chosen = self._drawn.sample(known, min(len(known), self._drawn.randint(2, 5)))
        return " ".join([*chosen, f"Дом {self._drawn.randint(1, HOUSES)}."])

    def _mark(self, mark: str | None) -> str | None:
        return f"{mark}{self._made if self._drawn.random() < 0.5 else ''}" if mark else mark


def _is_near(value: object) -> bool:
    return isinstance(value, datetime) and value < FAR_AHEAD


def _sentences_by_topic(rows: Sequence[Mapping[str, Any]]) -> Mapping[str | None, Sequence[str]]:
    found: dict[str | None, dict[str, None]] = {}
    for row in rows:
        own = found.setdefault(row["topic_id"], {})
        texts = [row["text"], *(one["text"] for one in row["publications"])]
        own.update(dict.fromkeys(part.strip() for text in texts for part in text.split(". ") if part.strip()))
    return {topic: list(parts) for topic, parts in found.items()}
