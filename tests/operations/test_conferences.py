"""Conferences of others: recorded by who took part, and by the head for others (III.5.2)."""

from datetime import date
from typing import Any

import pytest

from documents.conferences.operations import record_conference
from documents.members.document import Membership
from documents.organizations.document import Person
from tests.support.center import Center, stored

GIVEN: dict[str, Any] = {
    "held_on": date(2026, 6, 9),
    "host": "Отдел образования",
    "title": "О подвозе",
    "outcome": "Согласован маршрут",
}


@pytest.mark.parametrize("login", ["coordinator", "curator", "secretary", "lead", "member"])
async def test_a_member_records_what_one_took_part_in(center: Center, login: str) -> None:
    row = await center.act(login, record_conference, **GIVEN)
    assert (row["person_id"], row["recorded_by_id"], row["held_on"]) == (login, login, "2026-06-09")
    assert row["access_keys"] == [f"creator:{login}"]
    assert await center.told(row["_id"]) == ["conference.recorded"]


async def test_the_head_records_it_for_others_and_nobody_else_does(center: Center) -> None:
    row = await center.act("head", record_conference, **GIVEN, person_id="lead")
    assert (row["person_id"], row["recorded_by_id"]) == ("lead", "head")
    problem = await center.refused("curator", record_conference, **GIVEN, person_id="lead")
    assert problem.code == "FORBIDDEN"


@pytest.mark.parametrize("login", ["recipient", "assignee", "admin"])
async def test_who_is_no_member_records_nothing(center: Center, login: str) -> None:
    problem = await center.refused(login, record_conference, **GIVEN)
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "conference.record"})


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"host": " "}, ("host",), "required"),
        ({"title": " "}, ("title",), "required"),
        ({"outcome": " "}, ("outcome",), "required"),
        ({"held_on": date(2026, 6, 11)}, ("heldOn",), "in_the_future"),
        ({"person_id": "none"}, ("personId",), "unknown_person"),
        ({"file_ids": ["none"]}, ("fileIds", "0"), "unknown_file"),
        ({"file_ids": ["one", "one"]}, ("fileIds",), "duplicate"),
        ({"file_ids": [f"f{one}" for one in range(21)]}, ("fileIds",), "too_many"),
    ],
)
async def test_it_says_when_whose_what_about_and_what_came_of_it(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    problem = await center.refused("head", record_conference, **{**GIVEN, **facts})
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_who_has_left_takes_part_in_nothing(center: Center) -> None:
    gone = stored(Person, "gone", full_name="Иванов", organization_id="office", is_active=False)
    member = stored(Membership, "m-gone", person_id="gone", role="MEMBER", valid_from=gone.updated_at)
    await center.put(gone, member)
    problem = await center.refused("head", record_conference, **GIVEN, person_id="gone")
    assert (problem.code, problem.path) == ("INACTIVE_TARGET", ("personId",))
