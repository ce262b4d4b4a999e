"""A client that is narrowed to sectors or organizations: it sees of its system what lies there, through every door."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from auth.actions import Action
from auth.policy.decide import allows, plan
from auth.policy.grammar import Moment
from auth.policy.limits import nowhere_else
from documents.exports.rules import rights_of
from documents.kernel.ids import global_id
from documents.migrating import STEPS, StepResult, StepSurroundings
from documents.submissions.operations import intake, routing
from tests.support.asking import ask
from tests.support.cases import put_case, registered
from tests.support.keys import VAULT
from tests.support.runs import Bench, stamped
from tests.support.town import Town

ID = global_id("Client", "account-partner")
UPDATE = """mutation($input: UpdateClientInput!) { updateClient(input: $input) {
  client { sectors { code } organizations { id } } errors { code path facts } } }"""
LIST = "{ cases(first: 100) { nodes { number } totalCount { value } } }"
EVENTS = "query($after: String) { events(first: 100, after: $after) { nodes { name object { id } } } }"
REGISTER = """mutation($input: RegisterSubmissionInput!) { registerSubmission(input: $input) {
  submission { number } errors { code } } }"""
HISTORY = """{ clients(filter: {clientId: ["partner"]}, first: 1) { nodes { history(first: 100) { nodes {
  name actor { fullName } changes { field hasValues from to } } } } } }"""
HERE = {"status": "ACCEPTED", "system_id": "PARTNER", "external_system": "PARTNER"}
STEP = next(one for one in STEPS if one.number == 6)


@pytest.fixture
async def town(town: Town) -> AsyncIterator[Town]:
    """A town with cases of the partner in two sectors and with several bodies, whose client is afterwards as it was."""
    accounts, cases = town.store.collection("accounts"), town.store.collection("cases")
    stored = await accounts.find_one({"_id": "account-partner"})
    assert stored is not None
    await cases.delete_many({})
    for name, facts in {
        "roads": {"recipient_id": "roads"},
        "yard": {"recipient_id": "yard"},
        "nobody": {},
        "school": {"sector_id": "EDUCATION", "topic_id": "meals", "recipient_id": "education"},
        "school-yard": {"sector_id": "EDUCATION", "topic_id": "meals", "recipient_id": "yard"},
    }.items():
        await put_case(town, name, **HERE, external_id=name, **facts)
    await put_case(town, "of-others", status="ACCEPTED", recipient_id="roads")
    yield town
    revision = (await accounts.find_one({"_id": "account-partner"}) or {})["revision"]
    await accounts.replace_one({"_id": "account-partner"}, {**stored, "revision": revision})
    await cases.delete_many({})


async def narrowed(town: Town, **given: Any) -> Any:
    answer = (await ask(town, "admin", UPDATE, input={"id": ID, **given}))["updateClient"]
    await town.container.reference.refresh()
    return answer


async def seen(town: Town) -> set[str]:
    shown = (await ask(town, "partner", LIST))["cases"]
    assert shown["totalCount"]["value"] == len(shown["nodes"])
    return {one["number"] for one in shown["nodes"]}


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ({}, {"roads", "yard", "nobody", "school", "school-yard"}),
        ({"sectors": ["ROADS"]}, {"roads", "yard", "nobody"}),
        ({"organizationIds": ["roads"]}, {"roads", "yard", "school-yard"}),
        ({"sectors": ["EDUCATION"], "organizationIds": ["roads"]}, {"school-yard"}),
        ({"sectors": ["EDUCATION", "ROADS"], "organizationIds": ["yard"]}, {"yard", "school-yard"}),
    ],
)
async def test_it_lists_what_lies_in_all_that_it_is_narrowed_to(
    town: Town, given: dict[str, list[str]], numbers: set[str]
) -> None:
    ids = [global_id("Organization", one) for one in given.get("organizationIds", ())]
    answer = await narrowed(town, sectors=given.get("sectors", []), organizationIds=ids)
    assert answer["errors"] == []
    assert answer["client"] == {
        "sectors": [{"code": one} for one in sorted(given.get("sectors", []))],
        "organizations": [{"id": one} for one in ids],
    }
    assert await seen(town) == numbers


async def test_what_leaves_its_sectors_is_told_by_id_alone(town: Town) -> None:
    bench = Bench(town)
    await narrowed(town, sectors=["ROADS"])
    await stamped(bench)
    place = (await ask(town, "partner", "{ eventsHead }"))["eventsHead"]
    given = {"kind": "MESSAGE", "channel_id": "POS", "text": "Яма", "topic_id": "holes"}
    case = await town.do("partner", intake.register_submission, **given, external_id="leaving")
    await town.do("pos", intake.formalize_submission, case.id, topic_id="meals", summary="Питание")
    await stamped(bench)
    told = (await ask(town, "partner", EVENTS, after=place))["events"]["nodes"]
    object_id = global_id("Message", case.id)
    assert {(one["name"], one["object"]["id"]) for one in told} == {(None, object_id)}
    assert case.number not in await seen(town)
    shown = await ask(town, "partner", "query($id: ID!) { node(id: $id) { id } }", id=object_id)
    assert shown["node"] is None


async def test_what_is_routed_to_its_organization_comes_into_sight(town: Town) -> None:
    await narrowed(town, organizationIds=[global_id("Organization", "roads")])
    before = rights_of(await town.who("partner"))
    case = await registered(town, "partner", external_id="coming", topic_id="holes")
    assert case.number not in await seen(town)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма на дороге")
    await town.do("pos", intake.accept_submission, case.id)
    await town.do("pos", routing.route_submission, case.id, recipient_id="yard")
    assert case.number in await seen(town)
    await narrowed(town, organizationIds=[])
    assert rights_of(await town.who("partner")) != before


@pytest.mark.parametrize(
    ("topic", "codes", "is_shown"), [("meals", [], True), ("holes", ["FORBIDDEN"], False), (None, [], False)]
)
async def test_it_registers_what_lies_there_or_nowhere_yet_and_nothing_of_elsewhere(
    town: Town, topic: str | None, codes: list[str], *, is_shown: bool
) -> None:
    await narrowed(town, sectors=["EDUCATION"])
    events, sent = await town.event_count(), {"regime": "MESSAGE", "channelId": global_id("Channel", "POS")}
    sent |= {"text": "Яма", "idempotencyKey": f"narrowed-and-sent-{topic}"}
    sent |= {"topicId": global_id("Topic", topic)} if topic else {}
    payload = (await ask(town, "partner", REGISTER, input=sent))["registerSubmission"]
    assert [one["code"] for one in payload["errors"]] == codes
    assert (payload["submission"] is not None) is is_shown
    assert (await town.event_count() > events) is (not codes)


async def test_what_the_rules_would_send_elsewhere_is_not_registered_by_a_client_of_an_organization(
    town: Town,
) -> None:
    await narrowed(town, organizationIds=[global_id("Organization", "yard")])
    partner = await town.who("partner")
    for body, is_allowed in (("yard", True), (None, True), ("roads", False)):
        row = {"access_keys": ["system:PARTNER"], "sector_id": "ROADS", "recipient_id": body}
        found = allows(partner, Action.SUBMISSION_REGISTER, row, moment=Moment.AFTER)
        assert found.allowed is is_allowed
        assert found.failed_limit is (None if is_allowed else nowhere_else)


async def test_its_history_tells_who_narrowed_it(town: Town) -> None:
    await narrowed(town, sectors=["ROADS"], organizationIds=[global_id("Organization", "yard")])
    (client,) = (await ask(town, "admin", HISTORY))["clients"]["nodes"]
    last = client["history"]["nodes"][-1]
    assert (last["name"], last["actor"]["fullName"]) == ("client.changed", "admin")
    told = {one["field"]: one["to"] for one in last["changes"]}
    assert told["sectors"] == "Дороги"
    assert told["organizations"] == "yard"


@pytest.mark.parametrize(
    ("given", "path", "rule"),
    [
        ({"sectors": ["ENERGY"]}, ["sectors", "0"], "unknown_value"),
        (
            {"organizationIds": [global_id("Organization", "nothing")]},
            ["organizationIds", "0"],
            "unknown_value",
        ),
        ({"organizationIds": [global_id("Person", "person-head")]}, ["organizationIds", "0"], "malformed_id"),
    ],
)
async def test_it_is_not_narrowed_to_what_is_not_there(
    town: Town, given: dict[str, list[str]], path: list[str], rule: str
) -> None:
    events = await town.event_count()
    answer = await narrowed(town, **given)
    assert [(one["code"], one["path"], one["facts"]["rule"]) for one in answer["errors"]] == [
        ("INVALID", path, rule)
    ]
    assert await town.event_count() == events


async def test_a_client_without_a_system_sees_nothing_however_it_is_narrowed(town: Town) -> None:
    await town.store.collection("accounts").update_one(
        {"_id": "account-partner"}, {"$set": {"client_system": "", "client_sectors": ["ROADS"]}}
    )
    assert plan(await town.who("partner"), Action.SUBMISSION_READ).nothing


async def gone_through(town: Town, *, writes: bool = True) -> StepResult:
    around = StepSurroundings(town.container, VAULT, lambda name, count: None, town.now, writes=writes)
    return await STEP.run(around)


async def test_cases_of_before_are_given_the_keys_of_narrowed_clients(town: Town) -> None:
    cases = town.store.collection("cases")
    known = {row["_id"]: row for row in await cases.find({}).to_list(None)}
    for row in known.values():
        kept = [one for one in row["access_keys"] if not one.startswith("system:") or " " not in one]
        await cases.update_one({"_id": row["_id"]}, {"$set": {"access_keys": kept}})
    await narrowed(town, sectors=["EDUCATION"])
    assert await seen(town) == set()
    assert (await gone_through(town, writes=False)).counts["rewritten"] == 5
    assert await seen(town) == set()
    assert (await gone_through(town)).counts["rewritten"] == 5
    assert {row["_id"]: row for row in await cases.find({}).to_list(None)} == known
    assert (await gone_through(town)).counts["rewritten"] == 0
    assert await seen(town) == {"school", "school-yard"}
