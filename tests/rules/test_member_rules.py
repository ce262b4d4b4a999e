"""Who acts as curator, who holds a role, and what an appointment must respect."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.members.rules import (
    EffectiveCurator,
    absence_at,
    active_on,
    appointment_problems,
    effective_curator,
    ends,
    forbidden_pair,
    next_boundary,
    works_in_administration,
)

NOON = datetime(2026, 6, 1, 12)
HOUR = timedelta(hours=1)


def absence(
    start: int, end: int | None, *, ended: int | None = None, curator_id: str = "curator"
) -> dict[str, Any]:
    return {
        "curator_id": curator_id,
        "starts_at": NOON + start * HOUR,
        "ends_at": None if end is None else NOON + end * HOUR,
        "ended_at": None if ended is None else NOON + ended * HOUR,
    }


def membership(start: int, end: int | None) -> dict[str, Any]:
    return {"valid_from": NOON + start * HOUR, "valid_to": None if end is None else NOON + end * HOUR}


@pytest.mark.parametrize(
    ("absences", "effective"),
    [
        ([], EffectiveCurator("curator", acting=False, until=None)),
        ([absence(-2, 2)], EffectiveCurator("head", acting=True, until=NOON + 2 * HOUR)),
        ([absence(0, 2)], EffectiveCurator("head", acting=True, until=NOON + 2 * HOUR)),
        ([absence(-2, 0)], EffectiveCurator("curator", acting=False, until=None)),
        ([absence(1, 2)], EffectiveCurator("curator", acting=False, until=None)),
        ([absence(-2, None)], EffectiveCurator("head", acting=True, until=None)),
        # ended early at the half-open end, and not yet ended
        ([absence(-2, 2, ended=0)], EffectiveCurator("curator", acting=False, until=None)),
        ([absence(-2, None, ended=1)], EffectiveCurator("head", acting=True, until=NOON + HOUR)),
        # ended "after" its end: the end it had holds
        ([absence(-2, 1, ended=5)], EffectiveCurator("head", acting=True, until=NOON + HOUR)),
        # cancelled before it began
        ([absence(-2, 2, ended=-3)], EffectiveCurator("curator", acting=False, until=None)),
        # one after another without a gap, overlapping, then open-ended
        (
            [absence(-2, 1), absence(1, 3), absence(2, 5)],
            EffectiveCurator("head", acting=True, until=NOON + 5 * HOUR),
        ),
        ([absence(-2, 1), absence(1, None)], EffectiveCurator("head", acting=True, until=None)),
        # somebody else's
        ([absence(-2, 2, curator_id="former")], EffectiveCurator("curator", acting=False, until=None)),
    ],
)
def test_the_head_acts_only_inside_a_recorded_absence(
    absences: list[dict[str, Any]], effective: EffectiveCurator
) -> None:
    assert effective_curator("curator", "head", absences, NOON) == effective


def test_nobody_acts_for_a_vacant_post_or_without_a_head() -> None:
    assert effective_curator(None, "head", [], NOON) == EffectiveCurator(None, acting=False, until=None)
    assert effective_curator("curator", None, [absence(-1, 1)], NOON) == EffectiveCurator(
        None, acting=False, until=NOON + HOUR
    )


@given(
    st.lists(
        st.tuples(
            st.integers(-5, 5),
            st.one_of(st.none(), st.integers(-5, 5)),
            st.one_of(st.none(), st.integers(-5, 5)),
        )
    ),
    st.integers(-6, 6),
)
def test_exactly_one_of_the_two_acts_and_only_changes_at_a_boundary(
    spans: list[tuple[int, int | None, int | None]], hour: int
) -> None:
    absences = [absence(start, end, ended=ended) for start, end, ended in spans]
    now = NOON + hour * HOUR
    found = effective_curator("curator", "head", absences, now)
    assert (found.person_id == "head") == found.acting
    boundary = next_boundary([], absences, now) or now + 100 * HOUR
    assert (
        effective_curator("curator", "head", absences, boundary - timedelta(microseconds=1)).acting
        == found.acting
    )
    if found.until is not None:
        assert found.until > now
        assert not effective_curator("curator", "head", absences, found.until).acting


def test_an_absence_ends_when_the_first_of_its_ends_comes() -> None:
    assert ends(absence(0, None)) is None
    assert ends(absence(0, 3, ended=1)) == NOON + HOUR


@pytest.mark.parametrize(
    ("start", "end", "active"),
    [(-1, 1, True), (0, None, True), (-1, 0, False), (1, None, False), (-2, -1, False)],
)
def test_a_membership_holds_from_its_start_up_to_its_end(start: int, end: int | None, active: bool) -> None:
    row = membership(start, end)
    assert active_on([row], NOON) == ([row] if active else [])


def test_the_next_boundary_is_the_first_thing_that_begins_or_ends() -> None:
    rows = [membership(-3, 7), membership(5, None)]
    assert next_boundary(rows, [], NOON) == NOON + 5 * HOUR
    assert next_boundary(rows, [absence(-1, 4, ended=2)], NOON) == NOON + 2 * HOUR
    assert next_boundary([membership(-3, None)], [absence(-5, -1)], NOON) is None
    assert next_boundary([], [], NOON) is None


def test_nobody_is_curator_and_head_at_once() -> None:
    assert forbidden_pair(["CURATOR", "MEMBER", "CENTER_HEAD"]) == frozenset({"CURATOR", "CENTER_HEAD"})
    assert forbidden_pair(["CURATOR", "MEMBER"]) is None
    assert forbidden_pair([]) is None


ORGANIZATIONS: dict[str, dict[str, Any]] = {
    "administration": {"kind": "ADMINISTRATION", "parent_id": None},
    "department": {"kind": "STRUCTURAL_UNIT", "parent_id": "administration"},
    "office": {"kind": "STRUCTURAL_UNIT", "parent_id": "department"},
    "school": {"kind": "MUNICIPAL_INSTITUTION", "parent_id": "administration"},
    "canteen": {"kind": "STRUCTURAL_UNIT", "parent_id": "school"},
    "orphan": {"kind": "STRUCTURAL_UNIT", "parent_id": None},
    "loop": {"kind": "STRUCTURAL_UNIT", "parent_id": "loop"},
    "lost": {"kind": "STRUCTURAL_UNIT", "parent_id": "nowhere"},
}


@pytest.mark.parametrize(
    ("organization_id", "belongs"),
    [
        ("administration", True),
        ("department", True),
        ("office", True),
        ("school", False),
        ("canteen", False),
        ("orphan", False),
        ("loop", False),
        ("lost", False),
        (None, False),
    ],
)
def test_the_administration_is_itself_and_its_units(organization_id: str | None, belongs: bool) -> None:
    assert works_in_administration(organization_id, ORGANIZATIONS) is belongs


@pytest.mark.parametrize(
    ("role", "sectors", "organization_id", "others", "problems"),
    [
        ("SECTOR_LEAD", ["ROADS"], "office", [], ()),
        ("SECTOR_LEAD", [], "office", [], (("sector_ids", "sector_required"),)),
        ("SECTOR_LEAD", ["ROADS"], "school", [], (("organization_id", "not_in_administration"),)),
        ("MEMBER", [], "school", [], ()),
        ("CURATOR", [], "administration", ["CENTER_HEAD"], (("role", "forbidden_pair"),)),
        ("CENTER_HEAD", [], "administration", ["SECTOR_LEAD"], ()),
    ],
)
def test_an_appointment_tells_what_forbids_it(
    role: str,
    sectors: list[str],
    organization_id: str,
    others: list[str],
    problems: tuple[tuple[str, str], ...],
) -> None:
    found = appointment_problems(
        role,
        sector_ids=sectors,
        organization_id=organization_id,
        organizations=ORGANIZATIONS,
        other_roles=others,
    )
    assert found == problems


def test_the_absence_at_a_moment_is_the_latest_begun_of_this_curator() -> None:
    first, second = absence(-3, 2) | {"_id": "first"}, absence(-1, 1) | {"_id": "second"}
    other = absence(-1, 1) | {"_id": "other", "curator_id": "another"}
    assert absence_at("curator", [first, second, other], NOON) == second
    assert absence_at("curator", [other], NOON) is None
    assert absence_at(None, [first], NOON) is None
