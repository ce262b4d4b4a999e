"""What is asked for twice under one key is done once, and answered twice under the rights of today."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from auth.errors import RateLimited
from documents.idempotency.calls import call_of
from documents.kernel.ids import global_id
from documents.members.document import Membership
from schema.build import schema, sdl
from schema.engine.executor import FastExecutor
from tests.support.asking import Answer, ask
from tests.support.cases import routed
from tests.support.keys import VAULT
from tests.support.town import NOW, Town

CORE = schema._schema
REGISTER = """mutation($i: RegisterSubmissionInput!) { registerSubmission(input: $i) {
    submission { id status } errors { code path facts } } }"""
REGISTER_INCIDENT = """mutation($i: RegisterIncidentInput!) { registerIncident(input: $i) {
    incident { id } errors { code path facts } } }"""
INVITE = """mutation($i: InviteAccountInput!) { inviteAccount(input: $i) {
    invitation { token account { id } } errors { code path } } }"""
HAND_OVER = """mutation($i: HandOverPersonWorkInput!) { handOverPersonWork(input: $i) {
    handedOver { moved { kind count } left { kind count } isComplete } errors { code } } }"""
REVEAL = """mutation($i: RevealApplicantInput!) { revealApplicant(input: $i) {
    revealed { fullName } errors { code path } } }"""
ROUTE = """mutation($i: RouteInput!) { routeSubmission(input: $i) {
    submission { id recipient { id } } errors { code path facts } } }"""
MESSAGE: dict[str, Any] = {
    "regime": "MESSAGE",
    "channelId": global_id("Channel", "POS"),
    "text": "Яма у дома 5.",
}
REUSED = {"code": "IDEMPOTENCY_KEY_REUSED", "path": ["idempotencyKey"], "facts": None}
_keys = (f"key-of-a-test-{number:04d}" for number in itertools.count())


@pytest.fixture
def key() -> str:
    """A key that no other test has."""
    return next(_keys)


async def registers(town: Town, key: str | None, login: str = "pos", **more: Any) -> dict[str, Any]:
    """The payload of a registration."""
    payload: dict[str, Any] = (await registered(town, key, login, **more))["registerSubmission"]
    return payload


async def registered(town: Town, key: str | None, login: str = "pos", **more: Any) -> Answer:
    given = {**MESSAGE, **more, **({"idempotencyKey": key} if key is not None else {})}
    return await ask(town, login, REGISTER, i=given)


@pytest.mark.parametrize("is_on", [True, False], ids=["engine", "stock"])
async def test_the_same_call_is_done_once_and_answered_twice(
    town: Town, key: str, monkeypatch: pytest.MonkeyPatch, is_on: bool
) -> None:
    monkeypatch.setattr(FastExecutor, "is_on", is_on)
    first = await registers(town, key)
    count = await town.event_count()
    assert await registers(town, key) == first
    assert first["errors"] == []
    assert first["submission"]["status"] == "NEW"
    assert await town.event_count() == count


async def test_the_order_in_which_an_input_names_its_fields_does_not_matter(town: Town, key: str) -> None:
    first = await registers(town, key, summary="Яма", priority="HIGH")
    second = await registers(town, key, priority="HIGH", summary="  Яма ")
    assert second == first


async def test_calls_without_a_key_are_two(town: Town) -> None:
    assert await registers(town, None) != await registers(town, None)


async def test_another_input_under_the_key_is_refused_and_changes_nothing(town: Town, key: str) -> None:
    await registers(town, key)
    count = await town.event_count()
    assert await registers(town, key, text="Другая яма") == {"submission": None, "errors": [REUSED]}
    assert await town.event_count() == count


async def test_a_key_that_was_used_otherwise_is_told_beside_the_object(town: Town, key: str) -> None:
    case = await routed(town)
    given = {"id": global_id("Message", case.id), "recipientId": global_id("Organization", "yard")}
    given |= {"reason": "Не туда", "idempotencyKey": key}
    done = (await ask(town, "pos", ROUTE, i=given))["routeSubmission"]
    other = (await ask(town, "pos", ROUTE, i={**given, "reason": "Передумал"}))["routeSubmission"]
    assert done["errors"] == []
    assert other == {"submission": done["submission"], "errors": [REUSED]}


async def test_another_caller_and_another_mutation_have_keys_of_their_own(town: Town, key: str) -> None:
    first = await registers(town, key)
    second = await registers(town, key, "registrar", channelId=global_id("Channel", "POST"))
    incident = {"summary": "Яма", "channelId": global_id("Channel", "VK"), "idempotencyKey": key}
    third = await ask(town, "incident", REGISTER_INCIDENT, i={**incident, "publications": []})
    assert (first["errors"], second["errors"]) == ([], [])
    assert first["submission"]["id"] != second["submission"]["id"]
    assert REUSED not in third["registerIncident"]["errors"]


async def test_what_was_refused_may_be_corrected_under_the_same_key(town: Town, key: str) -> None:
    refused = await registers(town, key, text=" ")
    assert [one["path"] for one in refused["errors"]] == [["text"]]
    corrected = await registers(town, key)
    assert corrected["errors"] == []
    assert await registers(town, key) == corrected


async def test_who_may_not_is_refused_as_without_a_key_and_nothing_is_remembered(
    town: Town, key: str
) -> None:
    before = await town.store.collection("idempotent_calls").count_documents({})
    assert [one["code"] for one in (await registers(town, key, "assignee"))["errors"]] == ["FORBIDDEN"]
    assert await town.store.collection("idempotent_calls").count_documents({}) == before


async def test_the_object_is_shown_as_the_caller_may_see_it_now(town: Town, key: str) -> None:
    given = Membership(
        id=f"given-{key}", person_id="person-member", role="REGISTRAR", valid_from=NOW, updated_at=NOW
    )
    await town.load([given])
    first = await registers(town, key, "member", channelId=global_id("Channel", "POST"))
    assert first["submission"] is not None
    await town.store.collection("memberships").update_one(
        {"_id": given.id}, {"$set": {"valid_to": NOW + timedelta(minutes=1)}}
    )
    await town.container.reference.refresh()
    answer = await ask(
        town,
        "member",
        REGISTER,
        now=NOW + timedelta(minutes=2),
        i={**MESSAGE, "channelId": global_id("Channel", "POST"), "idempotencyKey": key},
    )
    assert answer["registerSubmission"] == {"submission": None, "errors": []}


async def test_while_the_first_one_runs_the_second_is_told_to_come_again(town: Town, key: str) -> None:
    running = call_of(
        town.store,
        VAULT,
        account_id="account-pos",
        name="registerSubmission",
        key=key,
        given={},
        holder="somebody",
        now=NOW,
    )
    await running.begin()
    answer = await registered(town, key)
    assert (answer.codes, answer.data) == (["RATE_LIMITED"], {"registerSubmission": None})
    refusal = answer.errors[0].original_error
    assert isinstance(refusal, RateLimited)
    assert refusal.facts == {"retryAfterSeconds": 1}
    assert "ключом идемпотентности" in refusal.message()
    assert refusal.message("en").startswith("A request with this idempotency key is still running")
    await running.release()
    assert (await registers(town, key))["errors"] == []


@pytest.mark.parametrize("bad", ["short", "x" * 201, "with a space in it", "ключ-длиной-в-двадцать", ""])
async def test_a_key_that_is_none_is_refused_with_the_rest_of_the_form(town: Town, bad: str) -> None:
    refused = await registers(town, bad, text=" ")
    assert {tuple(one["path"]): one["facts"]["rule"] for one in refused["errors"]} == {
        ("text",): "required",
        ("idempotencyKey",): "malformed_key",
    }


async def test_a_partners_program_needs_a_key_for_what_it_creates(town: Town, key: str) -> None:
    count = await town.event_count()
    refused = await registers(town, None, "partner")
    assert refused["errors"] == [
        {"code": "INVALID", "path": ["idempotencyKey"], "facts": {"rule": "required"}}
    ]
    assert await town.event_count() == count
    assert (await registers(town, key, "partner"))["errors"] == []


async def test_what_is_told_once_is_not_told_again(town: Town, key: str) -> None:
    await town.store.collection("accounts").delete_many({"person_id": "person-leadership"})
    given = {"personId": global_id("Person", "person-leadership"), "login": "once", "idempotencyKey": key}
    first = (await ask(town, "admin", INVITE, i=given))["inviteAccount"]
    again = (await ask(town, "admin", INVITE, i=given))["inviteAccount"]
    assert first["invitation"]["token"]
    assert again == {"invitation": None, "errors": []}
    assert await town.store.collection("accounts").count_documents({"login": "once"}) == 1


async def test_what_more_transactions_did_is_told_again_in_figures(town: Town, key: str) -> None:
    await routed(town)
    given = {
        "fromId": global_id("Person", "person-assignee"),
        "toId": global_id("Person", "person-recipient.head"),
        "reason": "Перевод",
        "idempotencyKey": key,
    }
    first = (await ask(town, "head", HAND_OVER, i=given))["handOverPersonWork"]
    count = await town.event_count()
    again = (await ask(town, "head", HAND_OVER, i=given))["handOverPersonWork"]
    assert first["errors"] == []
    assert first["handedOver"]["moved"]
    assert again == first
    assert await town.event_count() == count


async def test_what_is_revealed_again_is_logged_again(town: Town, key: str) -> None:
    applicant = {"fullName": "Котова Мария Петровна", "phone": "+7 913 555-01-42"}
    case = (await registers(town, None, applicant=applicant))["submission"]
    given = {"id": case["id"], "fields": ["FULL_NAME"], "idempotencyKey": key}
    lines = town.store.collection("personal_data_accesses")
    before = await lines.count_documents({})
    told = [(await ask(town, "pos", REVEAL, i=given))["revealApplicant"] for _ in range(2)]
    assert told[0]["revealed"] == {"fullName": "Котова Мария Петровна"}
    assert told[1] == told[0]
    assert await lines.count_documents({}) == before + 2


async def test_nothing_of_the_input_and_the_key_is_stored(town: Town, key: str) -> None:
    await registers(town, key, text="Приметный текст")
    rows = await town.store.collection("idempotent_calls").find({}).to_list(length=None)
    assert rows
    for word in (key, "Приметный", "account-pos", "registerSubmission"):
        assert all(word not in str(row) for row in rows), word


def test_every_mutation_takes_a_key_and_the_sdl_says_how_it_looks() -> None:
    assert CORE.mutation_type is not None
    for name, field in CORE.mutation_type.fields.items():
        shown = get_named_type(field.args["input"].type)
        assert isinstance(shown, GraphQLInputObjectType)
        assert str(shown.fields["idempotencyKey"].type) == "String", name
    shape = '@shape(kind: "key") @shape(rule: "malformed_key", least: "16", most: "200")'
    assert sdl().count(f"idempotencyKey: String {shape}") == len(
        {str(field.args["input"].type) for field in CORE.mutation_type.fields.values()}
    )
