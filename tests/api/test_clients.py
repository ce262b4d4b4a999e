"""A partner's client at the doors: how it proves itself, what it reads and registers, what it is refused."""

import base64
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

import httpx
import pytest

from auth.crypto.passwords import verifications
from documents.accounts.rules import FREE_ATTEMPTS
from documents.kernel.ids import global_id
from documents.kernel.store.connection import Store
from tests.support import web
from tests.support.passwords import hashed
from tests.support.pasted import BLOCKS
from tests.support.pauses import paused_for_long
from tests.support.served_town import ServedTown
from tests.support.server import LiveServer

SECRET = "secret: of the/partner+"
INCIDENT = "incident { id number }"
CHANNEL = global_id("Channel", "VK")


async def _with_secrets(store: Store) -> None:
    secret_hash = hashed(SECRET)
    accounts = store.collection("accounts")
    await accounts.update_one(
        {"login": "client"},
        {"$set": {"client_secret_hash": secret_hash, "client_actions": ["incident.read"]}},
    )
    await accounts.update_one({"login": "dismissed"}, {"$set": {"client_secret_hash": secret_hash}})


@pytest.fixture
def partners(own_server: LiveServer) -> LiveServer:
    """A server with a client whose secret is known."""
    own_server.do(_with_secrets)
    return own_server


def as_client(
    server: LiveServer, client_id: str = "client", secret: str = SECRET, **form: str
) -> httpx.Response:
    given = {"grant_type": "client_credentials", **form}
    with server.client() as client:
        return client.post("/auth/token", data=given, auth=(quote_plus(client_id), quote_plus(secret)))


def test_a_secret_buys_an_access_token_and_nothing_to_refresh_it_with(partners: LiveServer) -> None:
    answer = as_client(partners)
    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert set(told) == {"access_token", "token_type", "expires_in", "scope"}
    assert told["scope"] == "incident.read"
    with partners.client() as client:
        headers = {"Authorization": f"Bearer {told['access_token']}"}
        me = client.post("/graphql", json={"query": "{ me }"}, headers=headers)
    assert me.json() == {"data": {"me": "account-client"}}


def test_a_client_that_authenticates_otherwise_is_told_how(partners: LiveServer) -> None:
    form = {"grant_type": "client_credentials", "client_id": "client", "client_secret": SECRET}
    with partners.client() as client:
        told = client.post("/auth/token", data=form)
    assert (told.status_code, told.json()["error"]) == (401, "invalid_client")
    assert "client_secret_basic" in told.json()["error_description"]
    assert told.headers["www-authenticate"].startswith("Basic ")


def test_id_and_secret_are_read_form_encoded_as_the_rfc_says(partners: LiveServer) -> None:
    encoded = base64.b64encode(b"client:secret%3A+of+the%2Fpartner%2B").decode()
    with partners.client() as client:
        answer = client.post(
            "/auth/token",
            data={"grant_type": "client_credentials"},
            headers={"Authorization": f"Basic {encoded}"},
        )
    assert answer.status_code == 200


def test_whatever_is_wrong_with_a_client_is_told_alike_and_costs_one_verification(
    partners: LiveServer,
) -> None:
    answers = []
    for client_id in ("client", "nobody", "dismissed", "anna"):
        before = verifications()
        answers.append(as_client(partners, client_id, SECRET if client_id == "dismissed" else "wrong"))
        assert verifications() - before == 1, client_id
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["error"] == "invalid_client"
    assert answers[0].headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    ("header", "form", "status", "error"),
    [
        (None, {}, 401, "invalid_client"),
        (None, {"client_id": "client", "client_secret": SECRET}, 401, "invalid_client"),
        ("Bearer abc", {}, 401, "invalid_client"),
        ("Basic %%%", {}, 401, "invalid_client"),
        ("Basic " + base64.b64encode(b"client").decode(), {}, 401, "invalid_client"),
        ("Basic " + base64.b64encode(b"\xff:\xff").decode(), {}, 401, "invalid_client"),
        ("right", {"client_secret": SECRET}, 400, "invalid_request"),
        ("right", {"client_id": "another"}, 400, "invalid_request"),
        ("right", {"scope": "incident.read protocol.sign"}, 400, "invalid_scope"),
        ("right", {"grant_type": "implicit"}, 400, "unsupported_grant_type"),
    ],
)
def test_errors_of_a_client_are_those_of_the_rfc(
    partners: LiveServer, header: str | None, form: dict[str, str], status: int, error: str
) -> None:
    right = "Basic " + base64.b64encode(b"client:secret%3A+of+the%2Fpartner%2B").decode()
    headers = {"Authorization": right if header == "right" else header} if header else {}
    with partners.client() as client:
        answer = client.post(
            "/auth/token", data={"grant_type": "client_credentials", **form}, headers=headers
        )
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("client_id", ["client", "nobody"])
def test_wrong_secrets_slow_down_like_wrong_passwords(partners: LiveServer, client_id: str) -> None:
    for _ in range(FREE_ATTEMPTS + 1):
        assert "retry-after" not in as_client(partners, client_id, "wrong").headers
    partners.do(paused_for_long)
    before = verifications()
    locked = as_client(partners, client_id)
    assert (locked.status_code, locked.json()["error"]) == (401, "invalid_client")
    assert int(locked.headers["retry-after"]) >= 1
    assert verifications() == before
    with partners.client() as client:
        form = {"grant_type": "password", "username": "boris", "password": "correct horse battery"}
        assert client.post("/auth/token", data=form).status_code == 200


def test_a_password_opens_nothing_for_a_client_and_a_secret_nothing_for_a_person(
    partners: LiveServer,
) -> None:
    assert as_client(partners, "anna", "correct horse battery").json()["error"] == "invalid_client"
    with partners.client() as client:
        form = {"grant_type": "password", "username": "client", "password": SECRET}
        assert client.post("/auth/token", data=form).json()["error"] == "invalid_grant"


def key() -> dict[str, str]:
    """A key of its own, which a program sends with whatever it registers."""
    return {"idempotencyKey": str(uuid4())}


def register(town: ServedTown, login: str = "partner", **more: Any) -> dict[str, Any]:
    publication = {"url": "https://vk.com/wall-1_2", "text": "Яма во дворе", "authorHandle": "id1"}
    given = {"channelId": CHANNEL, "summary": "Яма", "publications": [publication], **key(), **more}
    return town.act(login, "registerIncident", INCIDENT, **given)


def numbers(town: ServedTown, login: str, name: str = "incidents") -> set[str]:
    rows = town.data(login, f"{{ {name}(first: 100) {{ nodes {{ number }} }} }}")[name]["nodes"]
    return {row["number"] for row in rows}


def test_a_client_reads_what_it_registered_and_nothing_else(shared_town: ServedTown) -> None:
    town = shared_town
    own = register(town, externalId="read-1")["incident"]
    foreign = register(town, "incident")["incident"]
    assert numbers(town, "incident") >= {own["number"], foreign["number"]}
    assert own["number"] in numbers(town, "partner")
    assert foreign["number"] not in numbers(town, "partner")
    seen = town.data(
        "partner",
        "query($a: ID!, $b: ID!) { a: node(id: $a) { id } b: node(id: $b) { id } n: nodes(ids: [$a, $b]) { id } }",
        a=own["id"],
        b=foreign["id"],
    )
    assert seen == {"a": {"id": own["id"]}, "b": None, "n": [{"id": own["id"]}, None]}
    shown = town.data(
        "partner",
        """query($id: ID!) { incident(id: $id) { hiddenFields history(first: 5) { nodes { name } }
            publications { url authorHandle } } }""",
        id=own["id"],
    )["incident"]
    assert shown["history"]["nodes"] == [{"name": "incident.registered"}]
    assert {"publications.url", "publications.authorHandle"} <= set(shown["hiddenFields"])
    for name in ("meetings", "protocols", "assignments", "curatorAbsences", "legalActs"):
        found = town.data("partner", f"{{ {name}(first: 10) {{ totalCount {{ value }} }} }}")[name]
        assert found["totalCount"]["value"] == 0, name


@pytest.mark.parametrize("system", ["POS", "INCIDENT_MANAGEMENT", "GOSPABLIK", "EDMS"])
def test_a_client_registers_for_no_system_but_its_own(shared_town: ServedTown, system: str) -> None:
    before = shared_town.database["events"].count_documents({})
    refused = register(shared_town, externalSystem=system, externalId="1")
    assert refused == {
        "incident": None,
        "errors": [
            {"code": "INVALID", "path": ["externalSystem"], "facts": {"rule": "not_your_system"}},
        ],
    }
    assert shared_town.database["events"].count_documents({}) == before


def test_the_numbers_of_a_clients_system_are_its_own(shared_town: ServedTown) -> None:
    first = register(shared_town, externalSystem="OTHER", externalId="own-1")["incident"]
    again = register(shared_town, externalId="own-1")
    assert [one["code"] for one in again["errors"]] == ["DUPLICATE_EXTERNAL_ID"]
    assert again["errors"][0]["facts"] == {"id": first["id"]}
    by_hand = register(shared_town, "incident", externalSystem="OTHER", externalId="own-1")
    assert by_hand["errors"] == []
    stored = shared_town.database["cases"].find_one({"number": first["number"]})
    assert stored is not None
    assert (stored["external_system"], stored["system_id"]) == ("PARTNER", "PARTNER")


def test_a_client_registers_submissions_of_its_own_system_too(shared_town: ServedTown) -> None:
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Нет света", **key()}
    made = shared_town.act("partner", "registerSubmission", "submission { number }", **given)
    assert made["errors"] == []
    assert made["submission"]["number"] in numbers(shared_town, "partner", "messages")


@pytest.mark.parametrize(
    ("name", "kind", "more"),
    [
        ("takeIncident", "TargetInput", {}),
        ("startIncident", "TargetInput", {}),
        ("dismissIncident", "DismissIncidentInput", {"reason": "NO_ANSWER_NEEDED"}),
    ],
)
def test_a_client_moves_nothing(shared_town: ServedTown, name: str, kind: str, more: dict[str, str]) -> None:
    own = register(shared_town)["incident"]
    query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code }} }} }}"
    payload = shared_town.data("partner", query, input={"id": own["id"], **more})[name]
    assert payload["errors"] == [{"code": "FORBIDDEN"}]


def test_a_client_does_only_what_it_was_registered_for(served_town: ServedTown) -> None:
    served_town.database["accounts"].update_one(
        {"_id": "account-partner"}, {"$set": {"client_actions": ["incident.register"]}}
    )
    told = served_town.as_client().json()
    assert told["scope"] == "incident.register"
    made = register(served_town)
    assert made == {"incident": None, "errors": []}  # registered, and not shown: it may not read
    assert numbers(served_town, "partner") == set()
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Нет света"}
    refused = served_town.act("partner", "registerSubmission", "submission { number }", **given)
    assert refused["errors"] == [
        {"code": "FORBIDDEN", "path": None, "facts": {"action": "submission.register"}}
    ]
    assert served_town.data("partner", "{ viewer { permissions } }")["viewer"]["permissions"] == [
        "incident.register"
    ]


def test_a_token_is_narrowed_to_the_scope_it_was_asked_for(shared_town: ServedTown) -> None:
    for scope in ("incident.register", "incident.register incident.read"):
        told = shared_town.as_client(scope=scope).json()
        assert told["scope"] == scope
        shared_town.tokens["partner"] = told["access_token"]
        viewer = shared_town.data("partner", "{ viewer { permissions } }")["viewer"]
        assert viewer["permissions"] == sorted(scope.split())
    shared_town.tokens["partner"] = shared_town.as_client(scope="incident.register").json()["access_token"]
    # A change of reference data makes the write build its principal again: it stays as narrow.
    shared_town.database["versions"].update_one({"_id": "reference"}, {"$inc": {"version": 1}})
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Нет света"}
    refused = shared_town.act("partner", "registerSubmission", "submission { number }", **given)
    assert [one["code"] for one in refused["errors"]] == ["FORBIDDEN"]
    assert register(shared_town) == {"incident": None, "errors": []}
    del shared_town.tokens["partner"]
    assert register(shared_town)["incident"] is not None


@pytest.mark.parametrize("change", [{"is_active": False}, {"session_epoch": 5}])
def test_a_token_of_a_blocked_client_stops_within_two_seconds(
    served_town: ServedTown, change: dict[str, Any]
) -> None:
    token = served_town.token("partner")
    assert served_town.is_heard(token)
    served_town.database["accounts"].update_one({"_id": "account-partner"}, {"$set": change})
    served_town.falls_silent(token)
    if "is_active" in change:
        assert served_town.as_client().json()["error"] == "invalid_client"


def test_a_revoked_token_of_a_client_stops_within_two_seconds(shared_town: ServedTown) -> None:
    token = shared_town.as_client().json()["access_token"]
    assert shared_town.is_heard(token)
    web.post(f"{shared_town.url}/auth/revoke", data={"token": token}).raise_for_status()
    shared_town.falls_silent(token)


def test_the_program_of_a_partner_that_the_docs_show_is_answered(served_town: ServedTown) -> None:
    shown: dict[str, Any] = {}
    exec(BLOCKS["partner.py"], shown)  # the block of our own page, as a reader pastes it
    secret = "PlainLettersAndNumbers0123456789"
    served_town.database["accounts"].update_one(
        {"_id": "account-partner"}, {"$set": {"client_secret_hash": hashed(secret)}}
    )
    told = shown["answers"](served_town.url, "partner", secret, "{ viewer { login permissions } }")
    permissions = ["incident.read", "submission.read"]
    assert told["data"]["viewer"] == {"login": "partner", "permissions": permissions}
