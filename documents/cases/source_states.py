"""The states that a case had in the system that it came from, as that system tells them: history, never our own state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.kernel.record import EmbeddedDocument

Row = Mapping[str, Any]

MOST_STATES = 50
"""Kept of a case: the last by when they were there."""


class SourceState(EmbeddedDocument):
    """A state that another system told of: its code as it came, the status that it comes to here (None where nobody knows),
    since when it was there and when we were told.

    `placed_at` is what states are ordered by: `at`, or for one without a moment that of the last one known when it came.
    """

    code: str
    status: str | None = None
    at: datetime | None = None
    placed_at: datetime
    told_at: datetime


@dataclass(frozen=True)
class ToldStates:
    """What comes of a case's states once some more are said: those that were told before, some of which know by now what
    they come to here; the new ones; and all of them together, each in the order of the other system."""

    known: Sequence[SourceState]
    new: Sequence[SourceState]
    kept: Sequence[SourceState]


def with_states(
    known: Sequence[SourceState], said: Sequence[Row], begun: datetime, now: datetime
) -> ToldStates:
    """Return what comes of the states of a case once some more are said (`code`, `status`, `at`); `begun` is when the case
    was received.

    What was told before is not new. A state without a moment is new where the one before it is another; it follows what is
    known by then, so that an older one which comes later turns nothing back.
    """
    before = mapped_states(known, {one["code"]: one["status"] for one in said})
    found, new = list(before), []
    for one in sorted(said, key=_dated_first):
        code, at = one["code"], one["at"]
        there = found[-1:] if at is None else [other for other in found if other.at == at]
        if any(other.code == code for other in there):
            continue
        placed_at = at or (found[-1].placed_at if found else begun)
        state = SourceState(code=code, status=one["status"], at=at, placed_at=placed_at, told_at=now)
        new.append(state)
        found = sorted([*found, state], key=_place)
    kept = found[-MOST_STATES:]
    return ToldStates(before, sorted((one for one in new if one in kept), key=_place), kept)


def mapped_states(states: Sequence[SourceState], statuses: Mapping[str, str | None]) -> list[SourceState]:
    """Return the states of a case once somebody has said what some codes come to here; what was known stays."""
    return [
        one if one.status is not None else one.model_copy(update={"status": statuses.get(one.code)})
        for one in states
    ]


def present_state(states: Sequence[SourceState]) -> dict[str, Any]:
    """Return the fields of a case that follow from its states there: the last one counts."""
    last = states[-1] if states else None
    return {
        "source_code": last and last.code,
        "source_status": last and last.status,
        "source_at": last and last.at,
    }


def _dated_first(one: Row) -> tuple[bool, datetime]:
    return one["at"] is None, one["at"] or datetime.min


def _place(state: SourceState) -> tuple[datetime, bool]:
    return state.placed_at, state.at is None
