"""The chain of signatures: what was changed, unbound or taken out past the program is found, and named by its number."""

import asyncio
from typing import Any

import pytest

from documents.protocols.chain import chain_hash
from documents.protocols.operations import dispatch_protocol, sign_protocol
from documents.protocols.rules import content_hash
from documents.protocols.verifying import ProtocolVerification, verification
from tests.support.center import NOW, Center, meeting
from tests.support.protocols import ready

TO_ASSIGNEE = [{"person_id": "assignee", "via": "EDMS"}]


async def three_signed(center: Center) -> list[str]:
    """The ids of three protocols, signed one after the other."""
    names = ["first", "second", "third"]
    await center.put(*(meeting(name) for name in names))
    protocols = [await ready(center, name) for name in names]
    for protocol in protocols:
        await center.act("curator", sign_protocol, protocol)
    return protocols


async def verified(center: Center, protocol: str, login: str = "member") -> ProtocolVerification | None:
    """What comes of looking as somebody."""
    who = await center.who(login)
    return await verification(center.container.access, center.store, who, NOW, protocol)


async def breaks(center: Center, protocol: str) -> list[tuple[int, str]]:
    """Where the chain of the year breaks, as it is told for one protocol."""
    found = await verified(center, protocol)
    assert found is not None
    return [(one.number, one.fault.value) for one in found.broken]


async def tamper(center: Center, protocol: str, **sets: Any) -> None:
    """Change a stored row past the program."""
    await center.store.collection("protocols").update_one({"_id": protocol}, {"$set": sets})


async def test_each_signature_is_bound_to_the_one_before(center: Center) -> None:
    protocols = await three_signed(center)
    first, second, third = [await center.row("protocols", one) for one in protocols]
    assert (first["previous_hash"], second["previous_hash"]) == (None, first["chain_hash"])
    assert third["previous_hash"] == second["chain_hash"]
    assert [row["chain_hash"] for row in (first, second, third)] == [
        chain_hash(row) for row in (first, second, third)
    ]
    found = await verified(center, protocols[1])
    assert found is not None
    assert (found.broken, found.checked, found.computed_hash) == ((), 3, second["content_hash"])


async def test_the_chain_stays_whole_when_many_sign_at_once_and_when_dispatched(center: Center) -> None:
    names = [f"m{index}" for index in range(6)]
    await center.put(*(meeting(name) for name in names))
    protocols = [await ready(center, name) for name in names]
    await asyncio.gather(*(center.act("curator", sign_protocol, one) for one in protocols))
    await center.act("secretary", dispatch_protocol, protocols[0], recipients=TO_ASSIGNEE)
    assert await breaks(center, protocols[0]) == []


async def test_changed_contents_are_found_from_any_protocol_of_the_year(center: Center) -> None:
    first, second, third = await three_signed(center)
    await tamper(center, second, **{"items.0.decisions.0.text": "Поручить другое"})
    for protocol in (first, second, third):
        assert await breaks(center, protocol) == [(2, "CONTENT_CHANGED")]
    found = await verified(center, second)
    assert found is not None
    assert found.computed_hash != found.protocol["content_hash"]


async def test_contents_changed_with_their_hash_break_the_signature(center: Center) -> None:
    first, second, _ = await three_signed(center)
    row = await center.row("protocols", second)
    row["items"][0]["heard"] = "Другой доклад"
    await tamper(center, second, items=row["items"], content_hash=content_hash(row))
    assert await breaks(center, first) == [(2, "SIGNATURE_CHANGED")]


async def test_a_row_that_was_bound_anew_is_unbound_from_the_next(center: Center) -> None:
    first, second, _ = await three_signed(center)
    row = {**await center.row("protocols", second), "signer_capacity": "ACTING"}
    await tamper(center, second, signer_capacity="ACTING", chain_hash=chain_hash(row))
    assert await breaks(center, first) == [(3, "LINK_BROKEN")]


async def test_a_link_taken_off_is_found(center: Center) -> None:
    first, second, _ = await three_signed(center)
    await tamper(center, second, chain_hash=None, previous_hash=None)
    assert await breaks(center, first) == [(2, "LINK_BROKEN"), (3, "LINK_BROKEN")]


@pytest.mark.parametrize("number", [2, 3])
async def test_a_removed_protocol_is_missed_be_it_the_last(center: Center, number: int) -> None:
    protocols = await three_signed(center)
    await center.store.collection("protocols").delete_one({"_id": protocols[number - 1]})
    assert await breaks(center, protocols[0]) == [(number, "MISSING")]


async def test_what_was_signed_before_there_was_a_chain_is_bound_by_what_follows(center: Center) -> None:
    first, *_ = await three_signed(center)
    await center.store.collection("protocols").delete_many({"number": {"$gt": 1}})
    await center.store.collection("protocols").update_one(
        {"_id": first}, {"$unset": {"chain_hash": 1, "previous_hash": 1}}
    )
    await center.store.collection("counters").update_one({"_id": "protocols-2026"}, {"$set": {"value": 1}})
    await center.put(meeting("later"))
    later = await ready(center, "later")
    await center.act("curator", sign_protocol, later)
    assert (await center.row("protocols", later))["previous_hash"] == (await center.row("protocols", first))[
        "content_hash"
    ]
    assert await breaks(center, later) == []
    row = await center.row("protocols", first)
    row["items"][0]["heard"] = "Другой доклад"
    await tamper(center, first, items=row["items"], content_hash=content_hash(row))
    assert await breaks(center, later) == [(2, "LINK_BROKEN")]


async def test_what_is_unsigned_unknown_or_not_theirs_is_not_verified(center: Center) -> None:
    await center.put(meeting("unsigned"))
    protocol = await ready(center, "unsigned")
    assert await verified(center, protocol, "curator") is None
    assert await verified(center, "nothing", "curator") is None
    await center.act("curator", sign_protocol, protocol)
    assert await verified(center, protocol, "member") is not None
    assert await verified(center, protocol, "assignee") is None
