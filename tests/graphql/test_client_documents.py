"""Operations that a client may ask for by their hashes: registered as a whole, looked at once, run under its rights."""

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import pytest

from api.http.authentication import Caller
from api.http.parameters import Parameters, parameters_of
from api.http.registered import texts_of
from auth.errors import Unauthenticated
from documents.accounts.clients import MOST_CHARACTERS
from documents.kernel.ids import global_id
from schema.errors import RequestRefused
from tests.support.asking import ask
from tests.support.town import NOW, Town

ID = global_id("Client", "account-partner")
REPLACE = """mutation($input: ReplaceClientDocumentsInput!) { replaceClientDocuments(input: $input) {
  client { documents { hash name } documentsOnly } errors { code path facts } } }"""
HISTORY = """{ clients(filter: {clientId: ["partner"]}, first: 1) { nodes {
  history(first: 100) { nodes { name changes { field } } } } } }"""
CASES = "query Cases($n: Int!) { ...Page }\nfragment Page on Query { cases(first: $n) { nodes { id } } }"
HEAD = "query Head { ... { eventsHead } __typename }"


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture(autouse=True)
async def as_registered(town: Town) -> AsyncIterator[None]:
    """The client as the town has it, whatever the test before has made of it."""
    yield
    nothing = {"client_documents": [], "client_texts": [], "client_documents_only": False}
    await town.store.collection("accounts").update_one({"_id": "account-partner"}, {"$set": nothing})


async def replace(town: Town, *texts: str, login: str = "admin", only: bool = False, **more: Any) -> Any:
    given = {"id": ID, "documents": [{"text": one} for one in texts], "documentsOnly": only, **more}
    return (await ask(town, login, REPLACE, input=given))["replaceClientDocuments"]


async def stored(town: Town) -> Any:
    return await town.store.collection("accounts").find_one({"_id": "account-partner"})


async def text_for(town: Town, login: str | None, **sent: Any) -> str:
    """The text that a door would run of what somebody sends."""
    await town.container.reference.refresh()
    caller = Caller(f"account-{login}" if login else None, None, "ru", "", NOW)
    return await texts_of(town.container)(caller, parameters_of(sent))


async def refused_with(town: Town, login: str, **sent: Any) -> Any:
    with pytest.raises(RequestRefused) as refusal:
        await text_for(town, login, **sent)
    return refusal.value.facts["rule"]


async def test_documents_take_the_place_of_those_before_and_the_history_says_that_they_changed(
    town: Town,
) -> None:
    replaced = await replace(town, CASES, HEAD, only=True)
    assert replaced["errors"] == []
    assert replaced["client"] == {
        "documents": [{"hash": hash_of(CASES), "name": "Cases"}, {"hash": hash_of(HEAD), "name": "Head"}],
        "documentsOnly": True,
    }
    again = await replace(town, HEAD)
    assert again["client"] == {
        "documents": [{"hash": hash_of(HEAD), "name": "Head"}],
        "documentsOnly": False,
    }
    (client,) = (await ask(town, "admin", HISTORY))["clients"]["nodes"]
    told = client["history"]["nodes"][-2:]
    assert [one["name"] for one in told] == ["client.documents_replaced"] * 2
    assert [{one["field"] for one in entry["changes"]} for entry in told] == [
        {"documents", "documentsOnly"}
    ] * 2


MANY_ALIASES = "query Q { " + " ".join(f"a{index}: __typename" for index in range(201)) + " }"
TOO_DEAR = "query Q { cases(first: 100) { nodes { history(first: 100) { nodes { name } } } } }"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("query Q {", "document_unreadable"),
        ("{ eventsHead }", "document_without_name"),
        ("query A { eventsHead } query B { eventsHead }", "document_without_name"),
        ("fragment F on Query { eventsHead }", "document_without_name"),
        (MANY_ALIASES, "document_over_limit"),
        (TOO_DEAR, "document_too_costly"),
        ("query Q { nowhere }", "document_unfit"),
        ("query Q { eventsHead accounts(first: 1) { nodes { id } } }", "document_not_for_client"),
        (HEAD, "duplicate"),
    ],
)
async def test_a_document_that_does_not_fit_is_refused_by_its_path_and_changes_nothing(
    town: Town, text: str, rule: str
) -> None:
    before, events = await stored(town), await town.event_count()
    refused = await replace(town, HEAD, text)
    [problem] = refused["errors"]
    assert (problem["code"], problem["path"], problem["facts"]["rule"]) == (
        "INVALID",
        ["documents", "1", "text"],
        rule,
    )
    assert (await stored(town), await town.event_count()) == (before, events)


async def test_a_manifest_is_held_against_its_own_hashes(town: Town) -> None:
    given = [
        {"text": HEAD, "hash": f"sha256:{hash_of(HEAD)}"},
        {"text": CASES, "hash": hash_of(HEAD)},
    ]
    [problem] = (await replace(town, documents=given))["errors"]
    assert (problem["path"], problem["facts"]) == (
        ["documents", "1", "hash"],
        {"rule": "wrong_hash", "hash": hash_of(CASES)},
    )
    assert (await replace(town, documents=given[:1]))["errors"] == []


async def test_hashes_alone_ask_for_a_document_and_all_of_them_have_a_bound(town: Town) -> None:
    [problem] = (await replace(town, only=True))["errors"]
    assert (problem["path"], problem["facts"]["rule"]) == (["documents"], "required")
    padded = [f"query Q{index} {{ eventsHead }} #".ljust(16_384, "x") for index in range(17)]
    [problem] = (await replace(town, *padded))["errors"]
    assert (problem["path"], problem["facts"]) == (
        ["documents"],
        {"rule": "too_long", "limit": MOST_CHARACTERS},
    )


@pytest.mark.parametrize("login", ["head", "partner"])
async def test_only_the_administrator_registers_documents_and_nobody_else_is_told_what_is_wrong(
    town: Town, login: str
) -> None:
    before, events = await stored(town), await town.event_count()
    [problem] = (await replace(town, "query Q {", login=login))["errors"]
    assert (problem["code"], problem["facts"]) == ("FORBIDDEN", {"action": "client.manage"})
    assert (await stored(town), await town.event_count()) == (before, events)


async def test_a_hash_stands_for_the_text_of_the_client_alone(town: Town) -> None:
    await replace(town, HEAD)
    known = f"sha256:{hash_of(HEAD)}"
    assert await text_for(town, "partner", documentId=known) == HEAD
    apollo = {"persistedQuery": {"version": 1, "sha256Hash": hash_of(HEAD)}}
    assert await text_for(town, "partner", extensions=apollo) == HEAD
    # Both may be sent, as long as nobody has said otherwise; a text with a hash beside it is a text.
    assert await text_for(town, "partner", query=CASES, extensions=apollo) == CASES
    assert await refused_with(town, "partner", documentId=f"sha256:{hash_of(CASES)}") == "unknown_document"
    assert await refused_with(town, "partner", documentId="") == "unknown_document"
    assert await refused_with(town, "head", documentId=known) == "unknown_document"
    with pytest.raises(Unauthenticated):
        await text_for(town, None, documentId=known)
    assert await text_for(town, None, query=HEAD) == HEAD


async def test_a_client_with_hashes_alone_sends_no_text(town: Town) -> None:
    await replace(town, HEAD, only=True)
    assert await refused_with(town, "partner", query=HEAD) == "documents_only"
    assert await refused_with(town, "partner", query="{ __typename }") == "documents_only"
    assert await text_for(town, "partner", documentId=f"sha256:{hash_of(HEAD)}") == HEAD
    assert await text_for(town, "head", query=HEAD) == HEAD
    await replace(town)
    assert await text_for(town, "partner", query=CASES) == CASES


async def test_the_texts_of_a_client_are_in_memory_once_however_its_tokens_are_narrowed(town: Town) -> None:
    await replace(town, HEAD)
    await town.container.reference.refresh()
    principals = town.container.principals
    whole = await principals.current("account-partner", NOW)
    narrowed = await principals.current("account-partner", NOW, frozenset({"event.read"}))
    assert whole.documents is narrowed.documents
    await replace(town, CASES)
    await town.container.reference.refresh()
    assert (await principals.of("account-partner", NOW)).documents == {hash_of(CASES): CASES}


async def test_a_client_stored_before_there_were_documents_has_none_and_is_given_some(town: Town) -> None:
    gone = dict.fromkeys(("client_documents", "client_texts", "client_documents_only"), 1)
    await town.store.collection("accounts").update_one({"_id": "account-partner"}, {"$unset": gone})
    shown = """{ clients(filter: {clientId: ["partner"]}, first: 1) { nodes { documents { hash } documentsOnly } } }"""
    (client,) = (await ask(town, "admin", shown))["clients"]["nodes"]
    assert client == {"documents": [], "documentsOnly": False}
    assert await text_for(town, "partner", query=CASES) == CASES
    assert (await replace(town, HEAD))["errors"] == []


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ({}, "query_required"),
        ({"documentId": 1}, "wrong_type"),
        ({"documentId": "sha256:0", "query": HEAD}, "query_and_document"),
        ({"extensions": {"persistedQuery": {"sha256Hash": 1}}}, "wrong_type"),
        ({"extensions": {"persistedQuery": "0"}}, "query_required"),
        ({"extensions": [], "documentId": "sha256:0"}, "wrong_type"),
    ],
)
def test_what_names_no_document_is_refused_before_anything_is_looked_up(
    sent: dict[str, Any], rule: str
) -> None:
    with pytest.raises(RequestRefused) as refusal:
        parameters_of(sent)
    assert refusal.value.facts["rule"] == rule
    assert parameters_of({"documentId": "sha256:0"}) == Parameters("", None, {}, "sha256:0")
