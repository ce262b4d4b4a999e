"""Substitutes: in a recorded period only, no wider than whom they stand in for, and stamped on what they do."""

from datetime import timedelta
from typing import Any

import pytest

from auth.roles import Role
from documents.accounts.document import Account
from documents.assignments.document import Assignment
from documents.assignments.operations import acknowledge_assignment
from documents.kernel.record import Record
from documents.members.document import Membership
from documents.members.operations.appointing import appoint_member, end_membership
from documents.members.operations.granting import grant_role, revoke_role
from documents.organizations.document import Person
from documents.sectors.document import Sector
from tests.support.center import LONG_AGO, NOW, Center, stored

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PERIOD: dict[str, Any] = {"valid_from": NOW + HOUR, "valid_to": NOW + DAY}


def stored_account(login: str) -> Record:
    """An account of a person of the same name."""
    return stored(Account, f"a-{login}", login=login, person_id=login)


def issued(responsible_id: str) -> Record:
    """An assignment that somebody is to acknowledge."""
    facts = {"number": "П-1", "text": "Вывезти снег", "status": "ISSUED", "due_on": "2026-06-20"}
    return stored(Assignment, "task", responsible_id=responsible_id, issued_at=NOW, **facts)


async def stand_in(center: Center, person_id: str, role: str, of: str, **facts: Any) -> dict[str, Any]:
    """Appoint somebody to stand in for the holder of a membership over the period."""
    given = {**PERIOD, "legal_act_id": "order", **facts}
    return await center.act(
        "head", appoint_member, person_id=person_id, role=role, substitutes_id=of, **given
    )


async def test_a_substitute_has_the_role_exactly_inside_the_period(center: Center) -> None:
    row = await stand_in(center, "member", "INCIDENT_OFFICER", "m-officer")
    assert (row["substitutes_id"], row["valid_from"], row["valid_to"]) == (
        "m-officer",
        NOW + HOUR,
        NOW + DAY,
    )
    for at, roles in (
        (NOW, {Role.MEMBER}),
        (NOW + HOUR, {Role.MEMBER, Role.INCIDENT_OFFICER}),
        (NOW + DAY - timedelta(milliseconds=1), {Role.MEMBER, Role.INCIDENT_OFFICER}),
        (NOW + DAY, {Role.MEMBER}),
    ):
        assert (await center.who("member", at)).roles == roles
    inside = await center.who("member", NOW + HOUR)
    assert [(one.role, one.stands_in_for) for one in inside.grants] == [
        (Role.MEMBER, None),
        (Role.INCIDENT_OFFICER, "officer"),
    ]
    # Who is stood in for keeps his role: only the curator's absence takes anything away.
    assert Role.INCIDENT_OFFICER in (await center.who("officer", NOW + HOUR)).roles


async def test_a_substitute_of_a_lead_leads_the_same_sectors(center: Center) -> None:
    await center.put(
        stored(Sector, "ROADS", code="ROADS", letter="д", title="Дороги", clause="II.1.2"),
        stored(Sector, "ENERGY", code="ENERGY", letter="ж", title="Энергетика", clause="II.1.2"),
        stored(
            Membership,
            "roads",
            person_id="member",
            role="SECTOR_LEAD",
            sector_ids=["ROADS"],
            valid_from=LONG_AGO,
        ),
    )
    row = await stand_in(center, "secretary", "SECTOR_LEAD", "roads")
    assert row["sector_ids"] == ["ROADS"]
    wider = await center.refused(
        "head",
        appoint_member,
        person_id="officer",
        role="SECTOR_LEAD",
        sector_ids=["ENERGY"],
        substitutes_id="roads",
        legal_act_id="order",
        **PERIOD,
    )
    assert (wider.facts, wider.path) == ({"rule": "another_role"}, ("substitutesId",))


@pytest.mark.parametrize(
    ("person_id", "role", "given", "rule", "path"),
    [
        ("member", "INCIDENT_OFFICER", {"valid_to": None}, "required", "validTo"),
        ("member", "INCIDENT_OFFICER", {"valid_from": None}, "required", "validFrom"),
        ("member", "INCIDENT_OFFICER", {"substitutes_id": "x"}, "unknown_membership", "substitutesId"),
        ("member", "POS_OFFICER", {}, "another_role", "substitutesId"),
        ("officer", "INCIDENT_OFFICER", {}, "substitutes_oneself", "substitutesId"),
        ("member", "CURATOR", {"substitutes_id": "m-curator"}, "not_substituted", "substitutesId"),
        ("member", "CENTER_HEAD", {"substitutes_id": "m-head"}, "not_substituted", "substitutesId"),
    ],
)
async def test_standing_in_needs_a_period_and_somebody_in_the_same_role(
    center: Center, person_id: str, role: str, given: dict[str, Any], rule: str, path: str
) -> None:
    facts = {"substitutes_id": "m-officer", "legal_act_id": "order", **PERIOD, **given}
    problem = await center.refused("head", appoint_member, person_id=person_id, role=role, **facts)
    assert (problem.facts, problem.path) == ({"rule": rule}, (path,))


async def test_nobody_stands_in_for_who_has_left(center: Center) -> None:
    await center.act("head", end_membership, "m-officer", legal_act_id="order", ends_at=NOW + 2 * HOUR)
    problem = await center.refused(
        "head",
        appoint_member,
        person_id="member",
        role="INCIDENT_OFFICER",
        substitutes_id="m-officer",
        legal_act_id="order",
        **PERIOD,
    )
    assert (problem.facts, problem.path) == ({"rule": "outside_substituted"}, ("substitutesId",))


async def test_the_period_ends_with_the_appointment_that_it_is_for(center: Center) -> None:
    row = await stand_in(center, "member", "INCIDENT_OFFICER", "m-officer")
    await center.act("head", end_membership, "m-officer", legal_act_id="order", ends_at=NOW + 2 * HOUR)
    cut = await center.row("memberships", row["_id"])
    assert cut["valid_to"] == NOW + 2 * HOUR
    assert await center.told(row["_id"]) == ["member.appointed", "member.ended"]


async def test_the_work_of_an_assignee_is_done_for_him_and_stamped(center: Center) -> None:
    await center.put(stored(Person, "deputy", full_name="Заместитель", organization_id="school"))
    await center.put(stored_account("deputy"), issued("assignee"))
    row = await center.act(
        "admin", grant_role, person_id="deputy", role="ASSIGNEE", substitutes_id="m-assignee", **PERIOD
    )
    assert row["organization_id"] == "school"
    for at in (NOW, NOW + DAY):
        problem = await center.refused("deputy", acknowledge_assignment, "task", now=at)
        assert problem.code == "FORBIDDEN"
    await center.act("deputy", acknowledge_assignment, "task", now=NOW + HOUR)
    told = await center.rows("events", object_id="task", name="assignment.acknowledged")
    assert [(one["actor"]["person_id"], one["acting_for_id"]) for one in told] == [("deputy", "assignee")]


async def test_what_one_may_do_by_a_role_of_ones_own_is_done_for_nobody(center: Center) -> None:
    await center.put(issued("member"))
    await stand_in(center, "member", "INCIDENT_OFFICER", "m-officer")
    await center.act("member", acknowledge_assignment, "task", now=NOW + HOUR)
    (told,) = await center.rows("events", object_id="task", name="assignment.acknowledged")
    assert (told["actor"], told["acting_for_id"]) == (
        {"account_id": "a-member", "person_id": "member", "role": "MEMBER"},
        None,
    )


async def test_a_stand_in_ends_before_its_time(center: Center) -> None:
    row = await center.act(
        "admin", grant_role, person_id="lead", role="ASSIGNEE", organization_id="office", **PERIOD
    )
    ended = await center.act("admin", revoke_role, row["_id"], now=NOW + 2 * HOUR)
    assert ended["valid_to"] == NOW + 2 * HOUR
