"""`verifyProtocol` as callers see it: whole, changed, and null where there is nothing to look at."""

from typing import Any

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.neighbors import ready_protocol
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

VERIFY = """query($id: ID!) { verifyProtocol(id: $id) {
  number year isIntact contentHash computedHash previousHash chainHash checked broken { number fault } } }"""
SIGN = """mutation($id: ID!) { signProtocol(input: {id: $id}) {
  protocol { number contentHash previousHash chainHash } errors { code } } }"""


town = town_for_each


async def verified(town: Town, login: str, protocol: str) -> Any:
    answer = await ask(town, login, VERIFY, id=protocol)
    return answer["verifyProtocol"]


async def test_a_signed_protocol_is_verified_by_whoever_sees_it(town: Town) -> None:
    protocol = await ready_protocol(town, "verified")
    assert await verified(town, "head", protocol) is None
    answer = await ask(town, "curator", SIGN, id=protocol)
    signed = answer["signProtocol"]["protocol"]
    for login in ("member", "leadership", "curator"):
        found = await verified(town, login, protocol)
        assert (found["isIntact"], found["broken"]) == (True, [])
        assert found["contentHash"] == found["computedHash"] == signed["contentHash"]
        assert (found["previousHash"], found["chainHash"]) == (signed["previousHash"], signed["chainHash"])
        assert (found["number"], found["checked"]) == (signed["number"], signed["number"])
    for login in ("admin", "assignee"):
        assert await verified(town, login, protocol) is None
    assert await verified(town, "head", global_id("Protocol", "nothing")) is None


async def test_a_tampered_protocol_is_named(town: Town) -> None:
    protocol = await ready_protocol(town, "tampered")
    answer = await ask(town, "curator", SIGN, id=protocol)
    number = answer["signProtocol"]["protocol"]["number"]
    rows = town.store.collection("protocols")
    await rows.update_one({"_id": "tampered"}, {"$set": {"items.0.title": "Другое"}})
    found = await verified(town, "member", protocol)
    assert (found["isIntact"], found["broken"]) == (False, [{"number": number, "fault": "CONTENT_CHANGED"}])
    assert found["contentHash"] != found["computedHash"]
