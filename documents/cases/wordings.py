"""What histories tell of the words of a case: its summary, the drafts of its answers and its notes, before and after a
change. The words stand in the case, where they are read under the rights of today; the log names the field alone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from documents.kernel.read.resource import KeptWordings

Row = Mapping[str, Any]
BeforeAfter = tuple[str | None, str | None]

EARLIER = "earlier_wordings"
SUMMARY, NOTE = "SUMMARY", "NOTE"
"""Of what an earlier wording is."""


def _of_summary(row: Row, at: datetime) -> BeforeAfter | None:
    replaced = [one for one in row[EARLIER] or () if one["of"] == SUMMARY]
    before = next((one["text"] for one in replaced if one["replaced_at"] == at), None)
    after = next((one["text"] for one in replaced if one["replaced_at"] > at), row["summary"])
    return before, after


def _of_drafts(row: Row, at: datetime) -> BeforeAfter | None:
    drafts: Sequence[Row] = row["drafts"] or ()
    place = next((place for place, one in enumerate(drafts) if one["saved_at"] == at), None)
    if place is None:
        # Handed in, not worded anew.
        return None
    earlier = drafts[place - 1] if place else None
    # What was handed in before belongs to another answer.
    is_next = earlier is not None and earlier["response_no"] == drafts[place]["response_no"]
    return earlier["text"] if earlier is not None and is_next else None, drafts[place]["text"]


def _of_notes(row: Row, at: datetime) -> BeforeAfter | None:
    earlier = [one for one in row[EARLIER] or () if one["of"] == NOTE]
    replaced = next((one for one in earlier if one["replaced_at"] == at), None)
    for note in row["notes"] or ():
        if note["at"] == at or (replaced is not None and replaced["note_id"] == note["id"]):
            later = (
                one["text"] for one in earlier if one["note_id"] == note["id"] and one["replaced_at"] > at
            )
            return replaced["text"] if replaced is not None else None, next(later, note["text"])
    return None


TOLD: Mapping[str, Callable[[Row, datetime], BeforeAfter | None]] = MappingProxyType(
    {"summary": _of_summary, "drafts": _of_drafts, "notes": _of_notes}
)
"""Stored field → its words before and after the change of a moment, told from the case as the viewer reads it."""


def told_words(row: Row, field: str, at: datetime) -> BeforeAfter | None:
    """Return what a text of a case said before and after the change of a moment; None where the case does not say."""
    found = TOLD.get(field)
    return None if found is None else found(row, at)


WORDINGS = KeptWordings(frozenset({*TOLD, EARLIER}), told_words)
