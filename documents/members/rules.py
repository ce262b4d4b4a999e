"""Rules of membership: who holds a role at a moment, who acts as curator, what an appointment must respect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]

FORBIDDEN_PAIRS: tuple[frozenset[str], ...] = (
    # The head stands in for the curator (III.2/2): one person in both posts would stand in for himself.
    frozenset({"CURATOR", "CENTER_HEAD"}),
)

ADMINISTRATION = "ADMINISTRATION"
UNIT_KINDS = frozenset({"STRUCTURAL_UNIT"})
"""Kinds of organizations that are part of the Administration when they stand under it; institutions are not (III.4.7)."""


@dataclass(frozen=True, slots=True)
class EffectiveCurator:
    """Who has the curator's powers: nobody (None), the curator, or the head acting for him.

    `until` is when the recorded absence ends that makes the head act; None without one, and for an open-ended one.
    """

    person_id: str | None
    acting: bool
    until: datetime | None


def effective_curator(
    curator_id: str | None, head_id: str | None, absences: Iterable[Row], now: datetime
) -> EffectiveCurator:
    """Return the person with the curator's powers at `now` (III.2/2): the curator, or the head inside a recorded absence.

    Absences are half-open, [starts_at, ends_at), cut short by `ended_at`; those of other persons do not count. While one
    is in force the curator himself has no powers (invariant 3). A vacant post is no absence: then nobody acts, and
    nobody does where the absent curator has no head to stand in.
    """
    own = [absence for absence in absences if absence["curator_id"] == curator_id]
    if curator_id is None or not any(_in_force(absence, now) for absence in own):
        return EffectiveCurator(curator_id, acting=False, until=None)
    until = _end_of_chain(own, now)
    return EffectiveCurator(head_id, acting=head_id is not None, until=until)


def absence_at(curator_id: str | None, absences: Iterable[Row], now: datetime) -> Row | None:
    """Return the absence of this curator that is in force at `now`, the latest begun of several; None without one."""
    own = [one for one in absences if one["curator_id"] == curator_id and _in_force(one, now)]
    return max(own, key=lambda one: (one["starts_at"], one["_id"]), default=None)


def ends(absence: Row) -> datetime | None:
    """Return when an absence is over: at its end or when it was ended, whichever is earlier; None while open-ended."""
    return min((at for at in (absence["ends_at"], absence["ended_at"]) if at is not None), default=None)


def _in_force(absence: Row, now: datetime) -> bool:
    return bool(absence["starts_at"] <= now) and not _is_over(absence, now)


def _is_over(absence: Row, now: datetime) -> bool:
    end = ends(absence)
    return end is not None and end <= now


def _end_of_chain(absences: list[Row], now: datetime) -> datetime | None:
    """When the absences that follow one another without a gap, or overlap, are all over; None if one is open-ended."""
    until = now
    while True:
        ending = [ends(absence) for absence in absences if _in_force(absence, until)]
        if not ending:
            return until
        if None in ending:
            return None
        until = max(end for end in ending if end is not None)


def active_on(memberships: Iterable[Row], moment: datetime) -> list[Row]:
    """Return the memberships in force at a moment: [valid_from, valid_to), in the order given."""
    return [
        row
        for row in memberships
        if row["valid_from"] <= moment and (row["valid_to"] is None or moment < row["valid_to"])
    ]


def next_boundary(memberships: Iterable[Row], absences: Iterable[Row], now: datetime) -> datetime | None:
    """Return the next moment after `now` at which a membership or an absence begins or ends; None where none does."""
    moments = [row[name] for row in memberships for name in ("valid_from", "valid_to")]
    moments += [row[name] for row in absences for name in ("starts_at", "ends_at", "ended_at")]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def forbidden_pair(roles: Iterable[str]) -> frozenset[str] | None:
    """Return the pair of roles among `roles` that one person may not hold at once; None where there is none."""
    held = frozenset(roles)
    return next((pair for pair in FORBIDDEN_PAIRS if pair <= held), None)


def works_in_administration(organization_id: str | None, organizations: Mapping[str, Row]) -> bool:
    """Return whether an organization is the Administration or a unit of it: units all the way up to it (III.4.7).

    `organizations` is id → row with `kind` and `parent_id`. A municipal institution founded by the Administration is
    no unit of it, nor is anything under one.
    """
    seen: set[str] = set()
    while organization_id is not None and organization_id not in seen:
        seen.add(organization_id)
        row = organizations.get(organization_id)
        if row is None or row["kind"] not in {ADMINISTRATION, *UNIT_KINDS}:
            return False
        if row["kind"] == ADMINISTRATION:
            return True
        organization_id = row["parent_id"]
    return False


def appointment_problems(
    role: str,
    *,
    sector_ids: Iterable[str],
    organization_id: str | None,
    organizations: Mapping[str, Row],
    other_roles: Iterable[str],
) -> tuple[tuple[str, str], ...]:
    """Return what forbids to appoint a person of `organization_id`, who holds `other_roles`, as (field, rule); empty if
    nothing.

    Fields are `role`, `sector_ids`, `organization_id`; rules `forbidden_pair`, `sector_required`, `not_in_administration`.
    """
    found: list[tuple[str, str]] = []
    if forbidden_pair((role, *other_roles)) is not None:
        found.append(("role", "forbidden_pair"))
    if role == "SECTOR_LEAD":
        if not tuple(sector_ids):
            found.append(("sector_ids", "sector_required"))
        if not works_in_administration(organization_id, organizations):
            found.append(("organization_id", "not_in_administration"))
    return tuple(found)
