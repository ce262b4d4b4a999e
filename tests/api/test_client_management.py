"""The administrator registers partners' clients, draws their secrets and blocks them."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.served_town import SECRET, WITHIN_SECONDS, ServedTown, until


def knows(town: ServedTown, token: str) -> bool:
    """Whether a token still tells who one is."""
    return town.ask_with(token, "{ viewer { login } }").status_code == 200


def register(town: ServedTown, by: str = "admin", **more: Any) -> dict[str, Any]:
    given = {
        "clientId": "gospablik",
        "name": "Госпаблики",
        "system": "GOSPABLIK",
        "actions": ["incident.read", "incident.register"],
        **more,
    }
    shown = "clientSecret { secret client { id clientId system actions isActive } }"
    return town.act(by, "registerClient", shown, **given)


def test_a_client_is_registered_gets_new_secrets_and_is_blocked(shared_town: ServedTown) -> None:
    town = shared_town
    made = register(town)
    assert made["errors"] == []
    secret, client = made["clientSecret"]["secret"], made["clientSecret"]["client"]
    assert client["actions"] == ["incident.read", "incident.register"]
    told = town.as_client("gospablik", secret).raise_for_status().json()
    assert told["scope"] == "incident.read incident.register"
    assert knows(town, told["access_token"])
    query = """mutation($input: ClientInput!) { rotateClientSecret(input: $input) {
        clientSecret { secret } errors { code } } }"""
    # While the partner changes over both hold.
    first = secret
    given: dict[str, Any] = {"id": client["id"]}
    secret = town.data("admin", query, input=given)["rotateClientSecret"]["clientSecret"]["secret"]
    assert [town.as_client("gospablik", one).status_code for one in (first, secret, "wrong")] == [
        200,
        200,
        401,
    ]
    given["overlapHours"] = 0
    rotated = town.data("admin", query, input=given)["rotateClientSecret"]["clientSecret"]
    assert town.as_client("gospablik", first).status_code == 401
    town.falls_silent(told["access_token"])
    assert town.as_client("gospablik", secret).status_code == 401
    again = town.as_client("gospablik", rotated["secret"]).raise_for_status().json()
    query = """mutation($input: BlockClientInput!) { blockClient(input: $input) {
        client { isActive } errors { code } } }"""
    blocked = town.data("admin", query, input={"id": client["id"], "reason": "утечка"})["blockClient"]
    assert blocked == {"client": {"isActive": False}, "errors": []}
    assert not knows(town, again["access_token"])
    town.falls_silent(again["access_token"])
    assert town.as_client("gospablik", rotated["secret"]).json()["error"] == "invalid_client"
    stored = town.database["accounts"].find_one({"login": "gospablik"}) or {}
    assert not {secret, rotated["secret"]} & set(map(str, stored.values()))


def test_a_client_comes_from_its_networks_until_its_end_and_nobody_else_as_it(
    shared_town: ServedTown,
) -> None:
    town = shared_town
    made = register(town, clientId="elsewhere")["clientSecret"]
    secret, client_id = made["secret"], made["client"]["id"]
    token = town.as_client("elsewhere", secret).raise_for_status().json()["access_token"]
    assert knows(town, token)
    shown = "client { lastUsedOn addresses }"
    moved = town.act("admin", "updateClient", shown, id=client_id, addresses=["192.0.2.0/24"])
    assert moved["client"]["addresses"] == ["192.0.2.0/24"]
    assert moved["client"]["lastUsedOn"] is not None
    # A token that it has is of no use elsewhere either.
    until(lambda: not knows(town, token), seconds=WITHIN_SECONDS)
    assert town.as_client("elsewhere", secret).json()["error"] == "invalid_client"
    town.act("admin", "updateClient", shown, id=client_id, addresses=["127.0.0.0/8", "::1"])
    until(lambda: knows(town, token), seconds=WITHIN_SECONDS)
    town.database["accounts"].update_one(
        {"login": "elsewhere"}, {"$set": {"client_expires_at": datetime(2020, 1, 1)}}
    )
    assert town.as_client("elsewhere", secret).json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("more", "path", "rule"),
    [
        ({"actions": []}, ["actions"], "required"),
        ({"actions": ["incident.read", "protocol.sign"]}, ["actions", "1"], "action_not_offered"),
        ({"system": "гп"}, ["system"], "malformed_system"),
        ({"clientId": "partner"}, ["clientId"], "login_taken"),
        ({"clientId": "X"}, ["clientId"], "malformed_login"),
        ({"name": " "}, ["name"], "required"),
    ],
)
def test_a_client_is_not_registered_for_what_its_role_does_not_have(
    shared_town: ServedTown, more: dict[str, Any], path: list[str], rule: str
) -> None:
    before = shared_town.database["events"].count_documents({})
    refused = register(shared_town, **more)
    assert refused == {
        "clientSecret": None,
        "errors": [{"code": "INVALID", "path": path, "facts": {"rule": rule}}],
    }
    assert shared_town.database["events"].count_documents({}) == before


def test_only_the_administrator_manages_clients(shared_town: ServedTown) -> None:
    for by in ("head", "curator", "partner"):
        refused = register(shared_town, by=by)["errors"]
        assert refused == [{"code": "FORBIDDEN", "path": None, "facts": {"action": "client.manage"}}]
    assert shared_town.as_client(secret=SECRET).status_code == 200
