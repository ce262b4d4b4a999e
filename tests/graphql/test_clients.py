"""What an administrator says of a partner's client, and what follows: its end, its networks, its two secrets, its budget."""

from datetime import timedelta
from typing import Any

import pytest

from auth.errors import Unauthenticated
from auth.principal import Principal
from documents.accounts.clients import secret_field, secret_mark
from documents.accounts.document import Account
from documents.accounts.hashes import note_use
from documents.accounts.networks import is_network, is_within
from documents.accounts.operations import registering
from documents.budgets.rules import PointBudget
from documents.budgets.spending import Budgets, OverBudget
from documents.kernel.ids import global_id
from documents.kernel.write import ledger
from tests.support.asking import ask
from tests.support.town import NOW, Town

ID = global_id("Client", "account-partner")
SHOWN = "name owner actions expiresAt addresses rate previousSecretEndsAt lastUsedOn"
CLIENT = f"""{{ clients(filter: {{clientId: ["partner"]}}, first: 1) {{ nodes {{ {SHOWN}
  history(first: 100) {{ nodes {{ name changes {{ field }} }} }} }} }} }}"""
UPDATE = f"""mutation($input: UpdateClientInput!) {{ updateClient(input: $input) {{ client {{ {SHOWN} }}
  errors {{ code path facts }} }} }}"""
LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
async def as_registered(town: Town) -> Any:
    """The client as the town has it, whatever the test before has made of it."""
    accounts = town.store.collection("accounts")
    stored = await accounts.find_one({"_id": "account-partner"})
    assert stored is not None
    yield
    revision = (await accounts.find_one({"_id": "account-partner"}) or {})["revision"]
    await accounts.replace_one({"_id": "account-partner"}, {**stored, "revision": revision})


async def update(town: Town, login: str = "admin", **given: Any) -> Any:
    return (await ask(town, login, UPDATE, input={"id": ID, **given}))["updateClient"]


async def stored(town: Town) -> dict[str, Any]:
    row = await town.store.collection("accounts").find_one({"_id": "account-partner"})
    assert row is not None
    return dict(row)


async def shown(town: Town) -> Any:
    (client,) = (await ask(town, "admin", CLIENT))["clients"]["nodes"]
    return client


async def test_a_client_is_changed_and_its_history_names_what(town: Town) -> None:
    given: dict[str, Any] = {
        "name": "Портал округа",
        "owner": "Администрация округа",
        "actions": ["submission.read", "event.read", "submission.read"],
        "expiresAt": LATER.isoformat() + "Z",
        "addresses": ["10.1.0.0/16", "2001:db8::/32"],
        "rate": "HIGH",
    }
    changed = await update(town, **given)
    assert changed["errors"] == []
    after = changed["client"]
    assert after["actions"] == ["event.read", "submission.read"]
    assert {name: after[name] for name in given if name != "actions"} == {
        name: value for name, value in given.items() if name != "actions"
    }
    told = (await shown(town))["history"]["nodes"][-1]
    assert told["name"] == "client.changed"
    assert {one["field"] for one in told["changes"]} == set(given)
    # What is left out stays; null takes away.
    again = (await update(town, owner=None, rate=None, addresses=[]))["client"]
    assert (again["owner"], again["rate"], again["addresses"]) == (None, "STANDARD", [])
    assert (again["name"], again["expiresAt"]) == (given["name"], given["expiresAt"])


@pytest.mark.parametrize(
    ("given", "path", "rule"),
    [
        ({}, [], "nothing_to_change"),
        ({"name": " "}, ["name"], "required"),
        ({"actions": []}, ["actions"], "required"),
        ({"actions": ["submission.read", "protocol.sign"]}, ["actions", "1"], "action_not_offered"),
        ({"addresses": ["10.0.0.1", "10.1.0.0/8"]}, ["addresses", "1"], "malformed_network"),
        ({"expiresAt": NOW.isoformat() + "Z"}, ["expiresAt"], "in_the_past"),
    ],
)
async def test_what_makes_no_sense_changes_nothing(
    town: Town, given: dict[str, Any], path: list[str], rule: str
) -> None:
    before, events = await stored(town), await town.event_count()
    [problem] = (await update(town, **given))["errors"]
    assert (problem["code"], problem["path"] or [], problem["facts"]["rule"]) == ("INVALID", path, rule)
    assert (await stored(town), await town.event_count()) == (before, events)


@pytest.mark.parametrize("login", ["head", "partner", "member"])
async def test_only_the_administrator_changes_a_client(town: Town, login: str) -> None:
    before = await stored(town)
    [problem] = (await update(town, login, owner="Мы"))["errors"]
    assert (problem["code"], problem["facts"]) == ("FORBIDDEN", {"action": "client.manage"})
    assert await stored(town) == before


async def test_a_client_comes_to_its_end_by_itself(town: Town) -> None:
    await update(town, expiresAt=(NOW + timedelta(minutes=5)).isoformat() + "Z")
    who = await town.who("partner", NOW + timedelta(minutes=4))
    # What is kept of it in memory does not outlive it.
    assert who.expires_at == NOW + timedelta(minutes=5)
    with pytest.raises(Unauthenticated):
        await town.who("partner", NOW + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("host", "networks", "lies"),
    [
        ("8.8.8.8", (), True),
        ("10.1.2.3", ("10.1.0.0/16",), True),
        ("::ffff:10.1.2.3", ("10.1.0.0/16",), True),
        ("10.2.2.3", ("10.1.0.0/16", "2001:db8::/32"), False),
        ("2001:db8::1", ("10.1.0.0/16", "2001:db8::/32"), True),
        ("unix", ("10.1.0.0/16",), False),
        ("", ("10.1.0.0/16",), False),
    ],
)
def test_an_address_lies_in_a_network(host: str, networks: tuple[str, ...], lies: bool) -> None:
    assert is_within(host, networks) is lies


def test_a_network_has_no_bits_beyond_its_mask() -> None:
    assert [one for one in ("10.0.0.1", "10.1.0.0/16", "::1") if not is_network(one)] == []
    assert [one for one in ("10.1.0.0/8", "x", "", "10.0.0.256") if is_network(one)] == []


async def test_two_secrets_hold_while_the_partner_changes_over(town: Town) -> None:
    await town.store.collection("accounts").update_one(
        {"_id": "account-partner"}, {"$set": {"client_secret_hash": "hash of old"}}
    )
    epoch = (await stored(town)).get("session_epoch", 0)
    given = {"secret_hash": "hash of new", "mark": secret_mark("new")}
    await town.do("admin", registering.rotate_client_secret, "account-partner", overlap_hours=24, **given)
    row = await stored(town)
    until = row["client_previous_until"]
    assert row["session_epoch"] == epoch
    fields = {secret: secret_field(row, secret, until - timedelta(seconds=1)) for secret in ("old", "new")}
    assert {secret: row[field] for secret, field in fields.items()} == {
        "old": "hash of old",
        "new": "hash of new",
    }
    # Afterwards the old one is held against the new hash, which it does not fit.
    assert secret_field(row, "old", until) == "client_secret_hash"
    assert (await shown(town))["previousSecretEndsAt"] == until.isoformat() + "Z"


async def test_a_secret_that_became_known_ends_at_once_with_all_tokens(town: Town) -> None:
    epoch = (await stored(town)).get("session_epoch", 0)
    given = {"secret_hash": "x", "mark": secret_mark("x"), "overlap_hours": 0}
    await town.do("admin", registering.rotate_client_secret, "account-partner", **given)
    row = await stored(town)
    assert (row["client_previous_hash"], row["client_previous_until"]) == (None, None)
    assert row["session_epoch"] == epoch + 1


async def test_the_day_of_its_last_use_is_shown_and_is_no_change(town: Town) -> None:
    events = await town.event_count()
    assert (await shown(town))["lastUsedOn"] is None
    await note_use(town.store, "account-partner", "2026-06-01")
    assert (await shown(town))["lastUsedOn"] == "2026-06-01"
    assert await town.event_count() == events
    with pytest.raises(ValueError, match="login"):
        await ledger.note(town.store, Account, "account-partner", "login", "x")


async def could_spend(budgets: Budgets, who: Principal) -> bool:
    try:
        await budgets.spend(who, 1, now=NOW)
    except OverBudget:
        return False
    return True


@pytest.mark.parametrize(("rate", "points"), [("LOW", 20), ("STANDARD", 100), ("HIGH", 500)])
async def test_its_class_says_how_much_it_may_ask_for(town: Town, rate: str, points: int) -> None:
    await update(town, rate=rate)
    budget = PointBudget(100, 1)
    budgets = Budgets(town.store, member=budget, client=budget)
    await town.store.collection("budgets").delete_many({})
    who = await town.who("partner")
    spent = 0
    while await could_spend(budgets, who):
        spent += 1
    # A process may spend a block before it has taken any.
    assert points <= spent <= points + points // 20


async def test_a_client_stored_before_there_was_more_to_say_of_it_is_shown_and_changed(town: Town) -> None:
    later = (
        *("client_owner", "client_expires_at", "client_addresses", "client_rate", "client_used_on"),
        *("client_previous_hash", "client_secret_mark", "client_previous_until"),
        *("client_key_digests", "client_previous_key_until"),
    )
    gone = dict.fromkeys(later, 1)
    await town.store.collection("accounts").update_one({"_id": "account-partner"}, {"$unset": gone})
    query = f"""{{ clients(filter: {{clientId: ["partner"]}}, first: 1) {{ nodes {{
      {SHOWN} hasKey previousKeyEndsAt }} }} }}"""
    (client,) = (await ask(town, "admin", query))["clients"]["nodes"]
    assert {name: client[name] for name in ("owner", "expiresAt", "addresses", "rate", "hasKey")} == {
        "owner": None,
        "expiresAt": None,
        "addresses": [],
        "rate": "STANDARD",
        "hasKey": False,
    }
    assert (await town.who("partner")).person_id is None
    assert (await update(town, owner="Администрация"))["client"]["owner"] == "Администрация"
