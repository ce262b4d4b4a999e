"""Signing by the effective curator alone, gapless numbers, and the dispatch that issues assignments."""

import asyncio
from datetime import timedelta

import pytest

from documents.kernel.ids import global_id
from documents.protocols.operations import (
    dispatch_protocol,
    mark_protocol_ready,
    send_back_protocol,
    sign_protocol,
    submit_protocol,
    update_protocol,
)
from documents.protocols.rules import content_hash
from tests.support.center import NOW, Center, absence, items, meeting, ordered
from tests.support.protocols import drafted, ready, signed

TO_ASSIGNEE = [{"person_id": "assignee", "via": "EDMS"}]


# Signing


async def test_the_curator_signs_and_the_protocol_opens_to_all_members(center: Center) -> None:
    protocol = await ready(center)
    row = await center.act("curator", sign_protocol, protocol)
    assert (row["status"], row["number"], row["signer_capacity"]) == ("SIGNED", 1, "CURATOR")
    assert (row["signed_by_id"], row["signed_at"]) == ("curator", NOW)
    assert row["content_hash"] == content_hash(row)
    assert "center" in row["access_keys"]
    event = (await center.rows("events", object_id=protocol, name="protocol.signed"))[0]
    assert (event["actor"]["person_id"], event["acting_for_id"]) == ("curator", None)


async def test_the_head_signs_for_the_absent_curator_and_is_told_so(center: Center) -> None:
    protocol = await ready(center)
    await center.put(absence(NOW - timedelta(days=1), NOW + timedelta(days=1)))
    row = await center.act("head", sign_protocol, protocol)
    assert (row["signed_by_id"], row["signer_capacity"]) == ("head", "ACTING")
    event = (await center.rows("events", object_id=protocol, name="protocol.signed"))[0]
    assert (event["actor"]["person_id"], event["acting_for_id"]) == ("head", "curator")


async def test_the_head_does_not_sign_outside_a_recorded_absence(center: Center) -> None:
    protocol = await ready(center)
    problem = await center.refused("head", sign_protocol, protocol)
    assert problem.code == "NOT_EFFECTIVE_CURATOR"
    assert problem.facts == {"curator": global_id("Person", "curator"), "until": None}


async def test_the_absent_curator_does_not_sign(center: Center) -> None:
    protocol = await ready(center)
    await center.put(absence(NOW - timedelta(days=1), NOW + timedelta(days=1)))
    problem = await center.refused("curator", sign_protocol, protocol)
    assert problem.code == "NOT_EFFECTIVE_CURATOR"
    assert problem.facts == {"curator": global_id("Person", "head"), "until": "2026-06-11T05:00:00Z"}


async def test_nobody_else_signs_the_administrator_least(center: Center) -> None:
    protocol = await ready(center)
    for login in ("admin", "coordinator", "lead", "secretary", "member", "assignee"):
        problem = await center.refused(login, sign_protocol, protocol)
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.sign"})


async def test_a_draft_is_not_signed_whoever_asks(center: Center) -> None:
    protocol = await drafted(center)
    for login in ("curator", "head"):
        problem = await center.refused(login, sign_protocol, protocol)
        assert (problem.code, problem.facts["status"]) == ("INVALID_TRANSITION", "DRAFT")


async def test_signing_a_revision_that_is_gone_is_stale(center: Center) -> None:
    protocol = await ready(center)
    problem = await center.refused("curator", sign_protocol, protocol, expected_revision=1)
    assert (problem.code, problem.facts) == ("STALE", {"revision": 3})


async def test_two_signers_at_once_leave_one_signature(center: Center) -> None:
    protocol = await ready(center)
    both = (center.act("curator", sign_protocol, protocol) for _ in range(2))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(getattr(one, "code", "DONE") for one in results) == ["DONE", "INVALID_TRANSITION"]
    assert (await center.told(protocol)).count("protocol.signed") == 1
    assert (await center.row("counters", "protocols-2026"))["value"] == 1


async def test_a_signed_protocol_never_changes(center: Center) -> None:
    protocol = await signed(center)
    for login in ("secretary", "head"):
        problem = await center.refused(login, update_protocol, protocol, items=items())
        assert (problem.code, problem.facts) == ("SIGNED_IMMUTABLE", {})
    for operation, login in (
        (submit_protocol, "head"),
        (mark_protocol_ready, "head"),
        (sign_protocol, "curator"),
    ):
        assert (await center.refused(login, operation, protocol)).code == "INVALID_TRANSITION"
    assert (
        await center.refused("curator", send_back_protocol, protocol, reason="x")
    ).code == "INVALID_TRANSITION"


# Numbers


async def test_numbers_have_no_gaps_when_many_are_signed_at_once(center: Center) -> None:
    names = [f"m{index}" for index in range(6)]
    await center.put(*(meeting(name) for name in names))
    protocols = [await ready(center, name) for name in names]
    signing = (center.act("curator", sign_protocol, protocol) for protocol in protocols)
    rows = await asyncio.gather(*signing)
    assert sorted(row["number"] for row in rows) == [1, 2, 3, 4, 5, 6]


async def test_a_signature_that_fails_gives_its_number_back(center: Center) -> None:
    await center.put(meeting("other"))
    first, second = await ready(center), await ready(center, "other")
    # The store refuses the last write of the transaction: the number has been drawn by then.
    await center.store.collection("events").insert_one(
        {"_id": f"protocols:{first}:4", "object_collection": "x", "object_id": "x", "sort_sequence": "x"}
    )
    with pytest.raises(RuntimeError, match="refused by the store"):
        await center.act("curator", sign_protocol, first)
    assert (await center.row("protocols", first))["status"] == "READY_FOR_SIGNATURE"
    assert (await center.act("curator", sign_protocol, second))["number"] == 1


async def test_every_year_of_the_protocols_date_counts_for_itself(center: Center) -> None:
    await center.put(meeting("old", held_on="2025-12-30"))
    old, new = await ready(center, "old"), await ready(center)
    assert (await center.act("curator", sign_protocol, old))["sort_number"].startswith("2025-000001|")
    assert (await center.act("curator", sign_protocol, new))["sort_number"].startswith("2026-000001|")


# Dispatch


async def test_dispatch_issues_every_assignment_to_those_who_do_it(center: Center) -> None:
    protocol = await ready(
        center,
        items=items(
            ordered(co_executor_ids=["lead"]), ordered("assignee", due_on=None, recurrence="ежемесячно")
        ),
    )
    await center.act("curator", sign_protocol, protocol)
    row = await center.act("secretary", dispatch_protocol, protocol, recipients=TO_ASSIGNEE)
    assert row["status"] == "DISPATCHED"
    assert [(one["person_id"], one["via"], one["sent_at"]) for one in row["dispatches"]] == [
        ("assignee", "EDMS", NOW)
    ]
    issued = await center.rows("assignments")
    assert [one["status"] for one in issued] == ["ISSUED", "ISSUED"]
    assert [(one["due_on"], one["recurrence"]) for one in issued] == [
        ("2026-06-20", None),
        (None, "ежемесячно"),
    ]
    assert issued[0]["access_keys"] == [
        "center",
        "org:school",
        "person:assignee",
        "person:lead",
        "secretary:secretary",
    ]
    assert (issued[0]["protocol_id"], issued[0]["decision_no"], issued[0]["controller_id"]) == (
        protocol,
        "1.1",
        "head",
    )
    assert await center.told(issued[0]["_id"]) == ["assignment.issued"]
    assert row["content_hash"] == content_hash(row)


async def test_dispatch_covers_every_responsible_official(center: Center) -> None:
    protocol = await signed(center)
    to_lead = [{"person_id": "lead", "via": "EDMS"}]
    problem = await center.refused("head", dispatch_protocol, protocol, recipients=to_lead)
    missing = [global_id("Person", "assignee")]
    assert (problem.facts, problem.path) == (
        {"rule": "officials_not_covered", "missing": missing},
        ("recipients",),
    )


async def test_dispatch_refuses_strangers_doubles_and_blank_ways(center: Center) -> None:
    protocol = await signed(center)
    stranger = [*TO_ASSIGNEE, {"person_id": "nobody", "via": "EDMS"}]
    problem = await center.refused("head", dispatch_protocol, protocol, recipients=stranger)
    assert (problem.facts, problem.path) == ({"rule": "unknown_person"}, ("recipients", "1", "personId"))
    double = await center.refused(
        "head", dispatch_protocol, protocol, recipients=[*TO_ASSIGNEE, *TO_ASSIGNEE]
    )
    assert double.facts == {"rule": "duplicate"}
    blank = await center.refused(
        "head", dispatch_protocol, protocol, recipients=[{"person_id": "assignee", "via": " "}]
    )
    assert blank.path == ("recipients", "0", "via")


async def test_what_is_not_signed_is_not_dispatched_and_nothing_twice(center: Center) -> None:
    protocol = await ready(center)
    problem = await center.refused("head", dispatch_protocol, protocol, recipients=TO_ASSIGNEE)
    assert (problem.code, problem.facts["status"]) == ("INVALID_TRANSITION", "READY_FOR_SIGNATURE")
    await center.act("curator", sign_protocol, protocol)
    await center.act("head", dispatch_protocol, protocol, recipients=TO_ASSIGNEE)
    again = await center.refused("head", dispatch_protocol, protocol, recipients=TO_ASSIGNEE)
    assert again.facts["status"] == "DISPATCHED"


async def test_a_member_who_reads_the_signed_protocol_does_not_dispatch_it(center: Center) -> None:
    protocol = await signed(center)
    problem = await center.refused("member", dispatch_protocol, protocol, recipients=TO_ASSIGNEE)
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.dispatch"})
