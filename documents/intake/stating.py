"""Reads what a record says of its states in its own system: which there were, and since when each.

All of it stays beside the case as it came too, so that nothing is lost of what nobody here knows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.errors import Invalid
from documents.cases.source_words import (
    ACCEPTED,
    ANSWERED,
    DECLINED,
    ENDED,
    GIVEN,
    INCIDENT_WORDS,
    POS_WORDS,
    REPLIED,
    WORKED_ON,
    SourceWord,
    known_states,
)
from documents.cases.statuses import CaseStatus
from documents.intake.cells import CellReading
from documents.intake.layouts import INCIDENTS, POS
from documents.intake.moments import moment_of
from documents.intake.records import GivenCell, is_nothing, shown, title_key
from documents.kernel.text.canonical import canonical_line
from documents.kernel.text.matching import name_key
from documents.privacy.forbidden import mask_forbidden
from documents.privacy.redaction import redact

CODE_LIMIT = 100
MOST_TOLD = 50
"""States of one record; of more the last count, as they stand there."""

HISTORY = "history"

CODE_TITLES = frozenset(map(title_key, ("status", "code", "Статус", "Состояние")))
MOMENT_TITLES = frozenset(map(title_key, ("createdAt", "date", "Дата", "Дата создания")))
"""What the parts of an entry of a history are called."""


@dataclass(frozen=True)
class ToldState:
    """A state that a record tells of: its code, what it comes to here (None: nobody knows), since when (None: it does not
    say), and the field of the record that tells it."""

    code: str
    status: CaseStatus | None
    at: datetime | None
    told_in: str

    def facts(self) -> dict[str, Any]:
        """Return what an operation is given of it."""
        return {"code": self.code, "status": self.status and self.status.value, "at": self.at}


@dataclass(frozen=True)
class StateFields:
    """Where the records of a system tell of states: `named` names one and `named_at` since when; of `stamps` each is the
    moment of one; `ended` is what `named_at` tells of where none is named."""

    known: Mapping[str, SourceWord]
    named: str
    named_at: str
    stamps: Mapping[str, SourceWord]
    ended: SourceWord | None = None


STATE_FIELDS: Mapping[str, StateFields] = {
    POS.system: StateFields(
        known=known_states(POS_WORDS),
        named="status",
        named_at="status_at",
        stamps={
            "accepted_at": ACCEPTED,
            "declined_at": DECLINED,
            "given_at": GIVEN,
            "taken_at": WORKED_ON,
            "answered_at": ANSWERED,
        },
    ),
    INCIDENTS.system: StateFields(
        known=known_states(INCIDENT_WORDS),
        named="result",
        named_at="closed_at",
        stamps={"answered_at": REPLIED},
        ended=ENDED,
    ),
}
"""Whose form a record has → where it tells of states."""


def told_states(reading: CellReading, system: str) -> list[ToldState]:
    """Return the states that a record tells of, in no order; what cannot be read is noted, and told by none."""
    fields = STATE_FIELDS[system]
    found = [*_listed(reading, fields), *_stamped(reading, fields), *_named(reading, fields)]
    return found[-MOST_TOLD:]


def _listed(reading: CellReading, fields: StateFields) -> Iterator[ToldState]:
    """The entries of a history, each with its code and moment."""
    entries = reading.record.cells.get(HISTORY)
    for entry in entries if isinstance(entries, list) else ():
        parts = (
            {title_key(str(name)): cell for name, cell in entry.items()} if isinstance(entry, dict) else {}
        )
        at = _moment(reading, HISTORY, _part(parts, MOMENT_TITLES))
        yield from _spelled(reading, fields, HISTORY, _part(parts, CODE_TITLES), at)


def _stamped(reading: CellReading, fields: StateFields) -> Iterator[ToldState]:
    """The fields of which each is the moment of a state."""
    for name, word in fields.stamps.items():
        at = _moment(reading, name, reading.record.cells.get(name))
        if at is not None:
            yield ToldState(word.code, word.status, at, name)


def _named(reading: CellReading, fields: StateFields) -> Iterator[ToldState]:
    """The state that is named as the present one."""
    cell, at = (reading.record.cells.get(name) for name in (fields.named, fields.named_at))
    since = _moment(reading, fields.named_at, at)
    if not is_nothing(cell):
        yield from _spelled(reading, fields, fields.named, cell, since)
    elif fields.ended is not None and since is not None:
        yield ToldState(fields.ended.code, fields.ended.status, since, fields.named_at)


def _spelled(
    reading: CellReading, fields: StateFields, name: str, cell: GivenCell, at: datetime | None
) -> Iterator[ToldState]:
    """A state by its code or words; one that nobody here knows as it came, unless it is none: too long, or words that tell
    of somebody."""
    code = "" if is_nothing(cell) or isinstance(cell, list | dict) else canonical_line(shown(cell))
    word = fields.known.get(name_key(code))
    if word is not None:
        yield ToldState(word.code, word.status, at, name)
    elif code and len(code) <= CODE_LIMIT and mask_forbidden(code) == code == redact(code):
        yield ToldState(code, None, at, name)
    else:
        reading.refuse(name, Invalid("malformed_state"), is_fatal=False)


def _part(parts: Mapping[str, GivenCell], titles: frozenset[str]) -> GivenCell:
    return next((cell for name, cell in parts.items() if name in titles), None)


def _moment(reading: CellReading, name: str, cell: GivenCell) -> datetime | None:
    if is_nothing(cell):
        return None
    try:
        return moment_of(cell, reading.calendar)
    except Invalid as problem:
        reading.refuse(name, problem, is_fatal=False)
        return None
