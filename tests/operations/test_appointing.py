"""Appointments and grants: by whom, on what, one curator and one head at a time, and nothing behind today."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.roles import Role
from documents.members.operations.absences import record_curator_absence
from documents.members.operations.appointing import appoint_member, end_membership
from documents.members.operations.granting import grant_role, revoke_role
from documents.organizations.document import Organization, Person
from documents.protocols.operations import sign_protocol
from tests.support.center import LONG_AGO, NOW, Center, meeting, stored
from tests.support.protocols import ready

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ROUNDS = 10

ORDER = {
    "kind": "ORDER",
    "number": "21-р",
    "issued_on": "2026-06-09",
    "title": "О составе",
    "url": "https://example.org/21",
    "file_id": None,
}


async def appoint(center: Center, login: str, person_id: str, role: str, **facts: Any) -> dict[str, Any]:
    """Appoint by the order that is there, unless told otherwise."""
    given = {"legal_act_id": "order", **facts} if "legal_act" not in facts else facts
    return await center.act(login, appoint_member, person_id=person_id, role=role, **given)


async def refused(center: Center, person_id: str, role: str, **facts: Any) -> tuple[dict[str, Any], Any]:
    """The facts and the path of what the head is told."""
    given = {"legal_act_id": "order", **facts} if "legal_act" not in facts else facts
    problem = await center.refused("head", appoint_member, person_id=person_id, role=role, **given)
    return problem.facts, problem.path


# By whom, and on what


async def test_the_head_appoints_from_an_act_and_the_role_holds_at_once(center: Center) -> None:
    row = await appoint(center, "head", "assignee", "MEMBER")
    assert (row["valid_from"], row["valid_to"], row["legal_act_id"]) == (NOW, None, "order")
    assert row["recorded_by_id"] == "head"
    assert (await center.who("assignee")).roles == {Role.ASSIGNEE, Role.MEMBER}
    (event,) = await center.rows("events", object_id=row["_id"])
    assert (event["name"], event["action"]) == ("member.appointed", "member.appoint")
    assert event["actor"] == {"account_id": "a-head", "person_id": "head", "role": "CENTER_HEAD"}


async def test_an_act_is_recorded_with_the_appointment_or_not_at_all(center: Center) -> None:
    row = await appoint(center, "head", "assignee", "MEMBER", legal_act=ORDER)
    act = await center.row("legal_acts", row["legal_act_id"])
    assert (act["number"], act["url"]) == ("21-р", "https://example.org/21")
    assert await center.told(act["_id"]) == ["legal_act.recorded"]
    assert await refused(center, "recipient", "MEMBER", legal_act=ORDER) == (
        {"rule": "duplicate"},
        ("legalAct", "number"),
    )


@pytest.mark.parametrize(
    ("given", "rule", "path"),
    [
        ({"legal_act_id": None}, "exactly_one", ("legalAct",)),
        ({"legal_act": ORDER, "legal_act_id": "order"}, "exactly_one", ("legalAct",)),
        ({"legal_act_id": "x"}, "unknown_legal_act", ("legalActId",)),
        ({"legal_act_id": "unfiled"}, "act_source_required", ("legalActId",)),
        ({"legal_act": {**ORDER, "url": None}}, "act_source_required", ("legalAct", "url")),
        ({"legal_act": {**ORDER, "url": "file:///etc/x"}}, "malformed_url", ("legalAct", "url")),
        ({"legal_act": {**ORDER, "number": " "}}, "required", ("legalAct", "number")),
        ({"legal_act": {**ORDER, "issued_on": "2026-06-11"}}, "in_the_future", ("legalAct", "issuedOn")),
        ({"sector_ids": ["ROADS"]}, "not_for_this_role", ("sectors",)),
        ({"valid_from": NOW - HOUR}, "backdated", ("validFrom",)),
        ({"valid_from": NOW + DAY, "valid_to": NOW + HOUR}, "ends_before_start", ("validTo",)),
        ({"valid_to": NOW - HOUR}, "ends_before_start", ("validTo",)),
    ],
)
async def test_an_appointment_without_its_basis_or_behind_today_is_refused(
    center: Center, given: dict[str, Any], rule: str, path: tuple[str, ...]
) -> None:
    assert await refused(center, "assignee", "MEMBER", **given) == ({"rule": rule}, path)


async def test_nobody_but_the_head_appoints_and_nobody_but_the_administrator_grants(center: Center) -> None:
    for login in ("curator", "lead", "member", "coordinator", "admin", "assignee"):
        problem = await center.refused(
            login, appoint_member, person_id="recipient", role="MEMBER", legal_act_id="order"
        )
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "member.appoint"})
    for login in ("curator", "head", "lead", "assignee"):
        problem = await center.refused(login, grant_role, person_id="recipient", role="REGISTRAR")
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "role.grant"})


async def test_the_head_grants_no_technical_role_and_the_administrator_none_of_the_decree(
    center: Center,
) -> None:
    problem = await center.refused(
        "head", appoint_member, person_id="lead", role="SYSTEM_ADMINISTRATOR", legal_act_id="order"
    )
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "member.appoint"})
    other = await center.refused("admin", grant_role, person_id="lead", role="CENTER_HEAD")
    assert (other.code, other.facts) == ("FORBIDDEN", {"action": "role.grant"})
    ending = await center.refused("admin", revoke_role, "m-member")
    assert (ending.code, ending.facts) == ("FORBIDDEN", {"action": "role.grant"})


async def test_nobody_records_or_ends_a_role_of_his_own(center: Center) -> None:
    own = await center.refused("head", appoint_member, person_id="head", role="MEMBER", legal_act_id="order")
    assert (own.code, own.facts) == ("FORBIDDEN", {"action": "member.appoint"})
    ended = await center.refused("head", end_membership, "m-head", legal_act_id="order")
    assert (ended.code, ended.facts) == ("FORBIDDEN", {"action": "member.appoint"})
    granted = await center.refused("admin", grant_role, person_id="admin", role="LEADERSHIP")
    assert (granted.code, granted.facts) == ("FORBIDDEN", {"action": "role.grant"})
    revoked = await center.refused("admin", revoke_role, "m-admin")
    assert (revoked.code, revoked.facts) == ("FORBIDDEN", {"action": "role.grant"})


async def test_who_left_is_not_appointed(center: Center) -> None:
    await center.put(stored(Person, "gone", full_name="Ушедший", is_active=False))
    problem = await center.refused(
        "head", appoint_member, person_id="gone", role="MEMBER", legal_act_id="order"
    )
    assert (problem.code, problem.path) == ("INACTIVE_TARGET", ("personId",))
    assert await refused(center, "nobody", "MEMBER") == ({"rule": "unknown_person"}, ("personId",))


# Roles and what they need


async def test_a_lead_has_a_sector_and_works_in_the_administration(center: Center) -> None:
    assert await refused(center, "member", "SECTOR_LEAD") == ({"rule": "sector_required"}, ("sectors",))
    assert await refused(center, "assignee", "SECTOR_LEAD", sector_ids=["ROADS"]) == (
        {"rule": "not_in_administration"},
        ("personId",),
    )
    assert await refused(center, "member", "SECTOR_LEAD", sector_ids=["MOON"]) == (
        {"rule": "unknown_sector"},
        ("sectors",),
    )


async def test_the_pair_of_curator_and_head_is_refused_for_the_time_they_would_meet(center: Center) -> None:
    assert await refused(center, "curator", "CENTER_HEAD", valid_from=NOW + DAY) == (
        {"rule": "forbidden_pair"},
        ("role",),
    )
    await appoint(center, "head", "member", "CURATOR", valid_from=NOW + DAY)
    # From then on he is curator no more, and may lead.
    row = await appoint(center, "head", "curator", "CENTER_HEAD", valid_from=NOW + DAY)
    assert row["valid_from"] == NOW + DAY


async def test_roles_add_up_but_not_the_same_one_twice(center: Center) -> None:
    await appoint(center, "head", "lead", "MEMBER")
    assert await refused(center, "lead", "MEMBER", valid_from=NOW + DAY) == (
        {"rule": "overlapping"},
        ("validFrom",),
    )
    assert (await center.who("lead")).roles == {Role.SECTOR_LEAD, Role.MEMBER}


@pytest.mark.parametrize(
    ("role", "given", "rule", "path"),
    [
        ("REGISTRAR", {"organization_id": "office"}, "not_for_this_role", ("organizationId",)),
        ("LEADERSHIP", {"system": "X"}, "not_for_this_role", ("system",)),
        ("INTEGRATION", {}, "required", ("system",)),
        ("RECIPIENT_HEAD", {"organization_id": "x"}, "unknown_organization", ("organizationId",)),
        ("REGISTRAR", {"valid_from": NOW - HOUR}, "backdated", ("validFrom",)),
    ],
)
async def test_a_grant_has_what_its_role_needs_and_nothing_else(
    center: Center, role: str, given: dict[str, Any], rule: str, path: tuple[str, ...]
) -> None:
    problem = await center.refused("admin", grant_role, person_id="lead", role=role, **given)
    assert (problem.code, problem.facts, problem.path) == ("INVALID", {"rule": rule}, path)


async def test_a_recipient_role_is_bound_to_a_body_that_works(center: Center) -> None:
    row = await center.act("admin", grant_role, person_id="assignee", role="RECIPIENT_HEAD")
    assert row["organization_id"] == "school"
    assert (await center.who("assignee")).grants[-1].organizations == {"school"}
    await center.put(
        stored(Organization, "shut", name="x", short_name="x", kind="INSTITUTION", state="CLOSED")
    )
    problem = await center.refused(
        "admin", grant_role, person_id="lead", role="RECIPIENT_HEAD", organization_id="shut"
    )
    assert (problem.code, problem.path) == ("INACTIVE_TARGET", ("organizationId",))


# One at a time


async def test_a_new_curator_closes_the_one_before_in_the_same_moment(center: Center) -> None:
    new = await appoint(center, "head", "member", "CURATOR", valid_from=NOW + DAY)
    old = await center.row("memberships", "m-curator")
    assert (old["valid_to"], old["ended_by_id"], old["ended_legal_act_id"]) == (NOW + DAY, "head", "order")
    assert await center.told("m-curator") == ["member.succeeded"]
    assert await center.told(new["_id"]) == ["member.appointed"]
    just_before = NOW + DAY - timedelta(milliseconds=1)
    assert (await center.who("curator", just_before)).acts_as_curator
    assert not (await center.who("member", just_before)).acts_as_curator
    assert not (await center.who("curator", NOW + DAY)).acts_as_curator
    assert (await center.who("member", NOW + DAY)).acts_as_curator


async def test_a_head_hands_over_to_his_successor(center: Center) -> None:
    await appoint(center, "head", "secretary", "CENTER_HEAD")
    assert (await center.who("head")).roles == frozenset()
    assert Role.CENTER_HEAD in (await center.who("secretary")).roles
    # He has no say any more.
    problem = await center.refused(
        "head", appoint_member, person_id="lead", role="MEMBER", legal_act_id="order"
    )
    assert problem.code == "FORBIDDEN"


async def test_nobody_is_put_before_a_successor_that_is_recorded_already(center: Center) -> None:
    await appoint(center, "head", "member", "CURATOR", valid_from=NOW + 2 * DAY)
    assert await refused(center, "secretary", "CURATOR", valid_from=NOW + DAY) == (
        {"rule": "overlapping"},
        ("validFrom",),
    )
    until = await appoint(
        center, "head", "secretary", "CURATOR", valid_from=NOW + DAY, valid_to=NOW + 2 * DAY
    )
    assert until["valid_to"] == NOW + 2 * DAY


@pytest.mark.parametrize("role", ["CENTER_HEAD", "CURATOR"])
async def test_of_two_appointed_at_once_exactly_one_wins(center: Center, role: str) -> None:
    both = (appoint(center, "head", one, role, valid_from=NOW + DAY) for one in ("member", "secretary"))
    results = await asyncio.gather(*both, return_exceptions=True)
    problems = [one for one in results if isinstance(one, Exception)]
    assert [getattr(one, "facts", None) for one in problems] == [{"rule": "overlapping"}]
    holders = await center.rows("memberships", role=role)
    assert len([one for one in holders if one["valid_to"] is None]) == 1
    assert len(holders) == 2


async def test_a_signature_and_a_new_curator_do_not_pass_each_other(center: Center) -> None:
    signatures = 0
    for number in range(ROUNDS):
        await center.put(meeting(f"race-{number}"))
        protocol = await ready(center, f"race-{number}")
        at = NOW + timedelta(hours=number)
        current, coming = ("curator", "member") if number % 2 == 0 else ("member", "curator")
        await asyncio.gather(
            center.act(current, sign_protocol, protocol, now=at + timedelta(milliseconds=3)),
            center.act(
                "head", appoint_member, person_id=coming, role="CURATOR", legal_act_id="order", now=at
            ),
            return_exceptions=True,
        )
        signed = await center.row("protocols", protocol)
        if signed["signed_at"] is not None:
            signatures += 1
            assert signed["signed_by_id"] == await _curator(center, signed["signed_at"])
    assert signatures > 0


async def _curator(center: Center, at: datetime) -> str:
    (found,) = [
        one["person_id"]
        for one in await center.rows("memberships", role="CURATOR")
        if one["valid_from"] <= at and (one["valid_to"] is None or at < one["valid_to"])
    ]
    return str(found)


async def test_nobody_reaches_behind_a_signature_of_the_curator(center: Center) -> None:
    await center.act("curator", sign_protocol, await ready(center), now=NOW + timedelta(seconds=5))
    problem = await center.refused(
        "head",
        appoint_member,
        now=NOW + timedelta(seconds=20),
        person_id="member",
        role="CURATOR",
        legal_act_id="order",
        valid_from=NOW,
    )
    assert (problem.facts, problem.path) == ({"rule": "backdated"}, ("validFrom",))


# Ending


async def test_an_appointment_ends_by_an_act_and_its_history_stays(center: Center) -> None:
    row = await center.act("head", end_membership, "m-member", legal_act_id="order", now=NOW + HOUR)
    assert (row["valid_from"], row["valid_to"]) == (LONG_AGO, NOW + HOUR)
    assert (row["ended_by_id"], row["ended_legal_act_id"]) == ("head", "order")
    assert (await center.who("member", NOW)).roles == {Role.MEMBER}
    assert (await center.who("member", NOW + HOUR)).roles == frozenset()
    again = await center.refused("head", end_membership, "m-member", legal_act_id="order", now=NOW + 2 * HOUR)
    assert (again.facts, again.path) == ({"rule": "already_ended"}, ("id",))


async def test_an_end_is_never_in_the_past_nor_without_an_act(center: Center) -> None:
    back = await center.refused("head", end_membership, "m-member", legal_act_id="order", ends_at=NOW - DAY)
    assert (back.facts, back.path) == ({"rule": "backdated"}, ("endsAt",))
    bare = await center.refused("head", end_membership, "m-member")
    assert (bare.facts, bare.path) == ({"rule": "exactly_one"}, ("legalAct",))


async def test_what_has_not_begun_is_called_off(center: Center) -> None:
    row = await appoint(center, "head", "lead", "MEMBER", valid_from=NOW + DAY)
    ended = await center.act("head", end_membership, row["_id"], legal_act_id="order")
    assert ended["valid_to"] == ended["valid_from"] == NOW + DAY
    assert (await center.who("lead", NOW + DAY)).roles == {Role.SECTOR_LEAD}
    # The period is free again.
    await appoint(center, "head", "lead", "MEMBER", valid_from=NOW + DAY)


async def test_a_technical_role_is_revoked(center: Center) -> None:
    row = await center.act("admin", revoke_role, "m-assignee", ends_at=NOW + HOUR)
    assert row["valid_to"] == NOW + HOUR
    assert await center.told("m-assignee") == ["role.revoked"]
    assert (await center.who("assignee", NOW + HOUR)).roles == frozenset()


# The head's curator rights through time


async def test_the_heads_curator_rights_exist_only_inside_the_absence(center: Center) -> None:
    await center.act(
        "curator", record_curator_absence, reason="Отпуск", starts_at=NOW + HOUR, ends_at=NOW + DAY
    )
    protocol = await ready(center)
    for at in (NOW, NOW + DAY):
        problem = await center.refused("head", sign_protocol, protocol, now=at)
        assert problem.code == "NOT_EFFECTIVE_CURATOR"
    away = await center.refused("curator", sign_protocol, protocol, now=NOW + HOUR)
    assert away.code == "NOT_EFFECTIVE_CURATOR"
    await center.act("head", sign_protocol, protocol, now=NOW + HOUR)
    (signed,) = await center.rows("events", object_id=protocol, name="protocol.signed")
    assert (signed["actor"]["person_id"], signed["acting_for_id"]) == ("head", "curator")
