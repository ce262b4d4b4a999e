"""Errata: what is wrong in a signed protocol is put right beside it, reviewed, signed, numbered and bound the same way."""

import asyncio
from typing import Any

from documents.protocols.integrity import is_unchanged
from documents.protocols.operations import (
    dispatch_protocol,
    draft_protocol,
    mark_protocol_ready,
    sign_protocol,
    submit_protocol,
)
from documents.protocols.operations.errata import draft_erratum
from documents.protocols.verifying import verification
from tests.support.center import NOW, Center, items, meeting, ordered
from tests.support.protocols import drafted, signed

CORRECTED: list[dict[str, Any]] = [
    {"title": "Срок в пункте 1.1", "decisions": [{"text": "Читать пункт 1.1 так: «до 25 июня»."}]}
]


async def erratum_of(center: Center, protocol: str, login: str = "secretary") -> dict[str, Any]:
    """A drafted erratum."""
    return await center.act(login, draft_erratum, protocol_id=protocol, items=CORRECTED)


async def test_an_erratum_is_drafted_to_what_was_signed(center: Center) -> None:
    protocol = await signed(center)
    row = await erratum_of(center, protocol)
    assert (row["corrects_id"], row["erratum_no"], row["status"]) == (protocol, 1, "DRAFT")
    assert (row["date"], row["number"], row["chair_id"]) == ("2026-06-10", None, None)
    assert (row["participant_ids"], row["secretary_id"]) == (["curator", "head", "lead"], "secretary")
    assert row["access_keys"] == ["secretary:secretary"]
    assert await center.told(row["_id"]) == ["protocol.erratum_drafted"]
    assert (await center.row("protocols", protocol))["errata_ids"] == []


async def test_an_erratum_is_signed_like_a_protocol_and_shown_beside(center: Center) -> None:
    protocol = await signed(center)
    before = await center.row("protocols", protocol)
    erratum = (await erratum_of(center, protocol))["_id"]
    await center.act("secretary", submit_protocol, erratum)
    await center.act("head", mark_protocol_ready, erratum)
    for login in ("head", "admin", "lead"):
        assert (await center.refused(login, sign_protocol, erratum)).code in (
            "NOT_EFFECTIVE_CURATOR",
            "FORBIDDEN",
            "NOT_FOUND",
        )
    row = await center.act("curator", sign_protocol, erratum)
    assert (row["number"], row["previous_hash"]) == (2, before["chain_hash"])
    after = await center.row("protocols", protocol)
    assert after["errata_ids"] == [erratum]
    assert {**after, "errata_ids": [], "revision": before["revision"]} == before
    assert is_unchanged(after)
    assert not is_unchanged({**row, "corrects_id": "another"})
    assert (await center.told(protocol))[-1] == "protocol.corrected"
    who = await center.who("member")
    found = await verification(center.container.access, center.store, who, NOW, protocol)
    assert found is not None
    assert (found.broken, found.checked) == ((), 2)


async def test_an_erratum_that_orders_something_is_dispatched_with_its_assignments(center: Center) -> None:
    protocol = await signed(center)
    late = items(ordered(due_on="2026-06-25"))
    row = await center.act("head", draft_erratum, protocol_id=protocol, items=late)
    await center.act("secretary", submit_protocol, row["_id"])
    await center.act("head", mark_protocol_ready, row["_id"])
    await center.act("curator", sign_protocol, row["_id"])
    to = [{"person_id": "assignee", "via": "EDMS"}]
    sent = await center.act("secretary", dispatch_protocol, row["_id"], recipients=to)
    assert sent["status"] == "DISPATCHED"
    assert [one["protocol_id"] for one in await center.rows("assignments")] == [row["_id"]]


async def test_what_keeps_a_protocol_from_the_signature_keeps_an_erratum(center: Center) -> None:
    protocol = await signed(center)
    early = items(ordered(due_on="2026-06-09"))
    row = await center.act("head", draft_erratum, protocol_id=protocol, items=early)
    await center.act("secretary", submit_protocol, row["_id"])
    problem = await center.refused("head", mark_protocol_ready, row["_id"])
    assert problem.facts == {"rule": "due_before_protocol"}


async def test_several_errata_are_numbered_also_when_drafted_at_once(center: Center) -> None:
    protocol = await signed(center)
    rows = await asyncio.gather(*(erratum_of(center, protocol, one) for one in ("secretary", "head")))
    assert sorted(row["erratum_no"] for row in rows) == [1, 2]
    assert (await erratum_of(center, protocol))["erratum_no"] == 3
    problem = await center.refused("head", draft_protocol, meeting_id="meeting")
    assert problem.facts == {"rule": "protocol_exists"}


async def test_what_is_unsigned_or_an_erratum_itself_has_none(center: Center) -> None:
    await center.put(meeting("other"))
    unsigned = await drafted(center, "other")
    problem = await center.refused("head", draft_erratum, protocol_id=unsigned, items=CORRECTED)
    assert (problem.facts, problem.path) == ({"rule": "protocol_not_signed"}, ("protocolId",))
    protocol = await signed(center)
    erratum = (await erratum_of(center, protocol))["_id"]
    await center.act("secretary", submit_protocol, erratum)
    await center.act("head", mark_protocol_ready, erratum)
    await center.act("curator", sign_protocol, erratum)
    problem = await center.refused("head", draft_erratum, protocol_id=erratum, items=CORRECTED)
    assert problem.facts == {"rule": "erratum_of_erratum"}


async def test_a_hidden_protocol_is_as_unknown_as_none_and_others_do_not_draft(center: Center) -> None:
    hidden = await drafted(center)
    for protocol in (hidden, "nothing"):
        problem = await center.refused("officer", draft_erratum, protocol_id=protocol, items=CORRECTED)
        assert problem.facts == {"rule": "unknown_protocol"}
    await center.put(meeting("other"))
    for login in ("admin", "curator", "assignee"):
        problem = await center.refused(login, draft_erratum, protocol_id="nothing", items=CORRECTED)
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.draft"})


async def test_a_member_who_is_not_the_secretary_corrects_nothing(center: Center) -> None:
    protocol = await signed(center)
    problem = await center.refused("lead", draft_erratum, protocol_id=protocol, items=CORRECTED)
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.draft"})


async def test_an_erratum_says_something_and_orders_of_people_that_there_are(center: Center) -> None:
    protocol = await signed(center)
    problem = await center.refused("head", draft_erratum, protocol_id=protocol, items=[])
    assert (problem.facts, problem.path) == ({"rule": "required"}, ("items",))
    strange = items(ordered("nobody"))
    problem = await center.refused("head", draft_erratum, protocol_id=protocol, items=strange)
    assert problem.facts == {"rule": "unknown_person"}


async def test_who_drafts_keeps_the_erratum_where_the_secretary_has_left(center: Center) -> None:
    protocol = await signed(center)
    await center.store.collection("persons").update_one({"_id": "secretary"}, {"$set": {"is_active": False}})
    await center.container.reference.refresh()
    assert (await erratum_of(center, protocol, "head"))["secretary_id"] == "head"
