"""Webhooks through the schema: registered by a client or for it, looked at, changed, and what each caller is refused."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from documents.accounts.document import Account
from documents.kernel.ids import global_id
from documents.webhooks.operations import MOST_OF_CLIENT
from tests.support.asking import ask
from tests.support.town import FOUNDED, NOW, Town
from tests.support.webhooks import (
    LIST,
    REGISTER,
    REPLAY,
    ROTATE,
    SELECTION,
    TEST,
    UPDATE,
    changed,
    register,
    registered_webhook,
    row_of_webhook,
    the_webhook,
)

URL = "https://example.org/hook"
UNKNOWN = global_id("Webhook", "unknown")
PEOPLE = ("head", "curator", "pos", "recipient.coordinator", "leadership", "registrar")
MUTATIONS = {
    "updateWebhook": UPDATE,
    "rotateWebhookSecret": ROTATE,
    "testWebhook": TEST,
    "replayDeliveries": REPLAY,
}
INPUTS: dict[str, dict[str, Any]] = {
    "updateWebhook": {"title": "Иначе"},
    "replayDeliveries": {"fromPosition": 1},
}
MANY_ALIASES = (
    "query Q($id: ID!) { node(id: $id) { id } "
    + "".join(f"a{index}: __typename " for index in range(201))
    + "}"
)


@pytest.fixture(scope="module", autouse=True)
async def another(town: Town) -> None:
    """A second client, which may do the same for another system, and one that is registered for nothing of it."""
    at = {"updated_at": FOUNDED}
    every = ["submission.read", "event.read", "webhook.manage"]
    await town.load(
        [
            Account(
                id="account-other",
                login="other",
                client_name="Другой",
                client_system="OTHER_SYSTEM",
                client_actions=every,
                **at,
            ),
            Account(
                id="account-deaf",
                login="deaf",
                client_name="Без потока",
                client_system="DEAF",
                client_actions=["submission.read", "webhook.manage"],
                **at,
            ),
        ]
    )


@pytest.fixture(autouse=True)
async def without_webhooks(town: Town) -> AsyncIterator[None]:
    yield
    for name in ("webhooks", "webhook_deliveries"):
        await town.store.collection(name).delete_many({})


async def refused(town: Town, payload: Any, shown_as: str) -> list[Any]:
    """What was refused, and that nothing was shown."""
    assert payload[shown_as] is None
    return [(one["code"], one["path"], (one["facts"] or {}).get("rule")) for one in payload["errors"]]


async def test_a_client_registers_its_own_webhook_and_is_shown_its_key_once(town: Town) -> None:
    webhook_id, secret = await registered_webhook(
        town, URL, events=["submission.routed", "submission.closed"], merges=True, isPaused=True
    )
    assert secret.startswith("whsec_")
    webhook = await the_webhook(town)
    assert webhook["id"] == webhook_id
    assert {
        name: webhook[name] for name in ("clientId", "title", "url", "selection", "events", "merges")
    } == {
        "clientId": "partner",
        "title": "Район",
        "url": URL,
        "selection": SELECTION,
        "events": ["submission.closed", "submission.routed"],
        "merges": True,
    }
    assert (webhook["state"], webhook["deliveries"]["nodes"]) == ("PAUSED", [])
    row = await row_of_webhook(town, webhook_id)
    assert row["secret"].startswith("v1.")
    assert secret not in str(row)
    told = await town.events_of(row["_id"])
    assert [one["name"] for one in told] == ["webhook.registered"]
    assert secret not in str(told)


async def test_the_administrator_sees_and_changes_all_webhooks_and_never_a_key(town: Town) -> None:
    payload = await register(town, URL, login="admin", clientId="partner")
    assert payload["errors"] == []
    found = payload["webhookSecret"]
    assert found["secret"] is None
    webhook_id = found["webhook"]["id"]
    rotated = await changed(town, "rotateWebhookSecret", ROTATE, login="admin", id=webhook_id)
    assert rotated["webhookSecret"]["secret"] is None
    # The client draws one that it knows.
    own = await changed(town, "rotateWebhookSecret", ROTATE, id=webhook_id, overlapHours=0)
    assert own["webhookSecret"]["secret"].startswith("whsec_")
    assert own["webhookSecret"]["webhook"]["previousSecretEndsAt"] is None
    assert (await the_webhook(town, "admin"))["id"] == webhook_id


async def test_the_administrator_is_told_of_no_object_of_a_delivery(town: Town) -> None:
    webhook_id, _ = await registered_webhook(town, URL)
    row = {
        "_id": "msg_1",
        "webhook_id": (await row_of_webhook(town, webhook_id))["_id"],
        "object_id": "case",
        "object_type": "Message",
        "event_name": "submission.routed",
        "occurred_at": NOW,
        "changed": [],
        "sequence": 1,
        "previous_sequence": None,
        "position": 1,
        "sort_position": "1|msg_1",
        "status": "WAITING",
        "attempts": 0,
        "due_at": NOW,
        **dict.fromkeys(("first_at", "last_at", "ended_at", "problem", "status_code", "removable_at")),
    }
    await town.store.collection("webhook_deliveries").insert_one(row)
    (own,) = (await the_webhook(town))["deliveries"]["nodes"]
    (told,) = (await the_webhook(town, "admin"))["deliveries"]["nodes"]
    assert own["objectId"] == global_id("Message", "case")
    assert told == {**own, "objectId": None}
    parked = "{ webhooks(first: 1) { nodes { parkedDeliveries { nodes { id } } } } }"
    (webhook,) = (await ask(town, "partner", parked))["webhooks"]["nodes"]
    assert webhook["parkedDeliveries"]["nodes"] == []
    await town.store.collection("webhook_deliveries").update_one({}, {"$set": {"status": "PARKED"}})
    (webhook,) = (await ask(town, "partner", parked))["webhooks"]["nodes"]
    assert webhook["parkedDeliveries"]["nodes"] == [{"id": "msg_1"}]


async def test_a_client_sees_no_webhook_of_another_and_may_do_nothing_with_it(town: Town) -> None:
    webhook_id, _ = await registered_webhook(town, URL)
    assert (await ask(town, "other", LIST))["webhooks"]["nodes"] == []
    by_id = "query($id: ID!) { node(id: $id) { id } }"
    assert (await ask(town, "other", by_id, id=webhook_id))["node"] is None
    events = await town.event_count()
    for name, document in MUTATIONS.items():
        given = INPUTS.get(name, {})
        strange = await changed(town, name, document, login="other", id=webhook_id, **given)
        unknown = await changed(town, name, document, login="other", id=UNKNOWN, **given)
        assert strange == unknown
        assert strange["errors"][0]["code"] == "NOT_FOUND"
    named = await register(town, URL, login="other", clientId="partner")
    nobody = await register(town, URL, login="other", clientId="nobody")
    assert named == nobody
    assert named["errors"][0]["code"] == "FORBIDDEN"
    assert await town.event_count() == events


@pytest.mark.parametrize("login", PEOPLE)
async def test_nobody_else_sees_or_touches_webhooks(town: Town, login: str) -> None:
    webhook_id, _ = await registered_webhook(town, URL)
    answer = await ask(town, login, LIST)
    assert (answer.data, answer.codes) == ({"webhooks": None}, ["FORBIDDEN"])
    events = await town.event_count()
    for name, document in MUTATIONS.items():
        payload = await changed(town, name, document, login=login, id=webhook_id, **INPUTS.get(name, {}))
        assert payload["errors"][0]["code"] == "FORBIDDEN"
    payload = (await ask(town, login, REGISTER, input={"title": "Т", "url": URL, "selection": SELECTION}))[
        "registerWebhook"
    ]
    assert payload["errors"][0]["code"] == "FORBIDDEN"
    assert await town.event_count() == events


@pytest.mark.parametrize(
    ("given", "path", "rule"),
    [
        ({"url": "ftp://example.org/"}, ["url"], "malformed_receiver"),
        ({"url": "https://user@example.org/"}, ["url"], "malformed_receiver"),
        ({"title": " "}, ["title"], "required"),
        ({"events": ["submission.routed", "meeting.held"]}, ["events", "1"], "unknown_event"),
        ({"selection": "query Q($id: ID!) {"}, ["selection"], "document_unreadable"),
        ({"selection": "query Q($id: ID!) { nowhere(id: $id) }"}, ["selection"], "document_unfit"),
        ({"selection": "query Q { viewer { login } }"}, ["selection"], "selection_unfit"),
        ({"selection": "query Q($id: ID) { viewer { login } }"}, ["selection"], "document_unfit"),
        (
            {
                "selection": "query Q($id: ID!, $n: Int) { node(id: $id) { id } cases(first: $n) { nodes { id } } }"
            },
            ["selection"],
            "selection_unfit",
        ),
        ({"selection": "subscription S { caseChanged { __typename } }"}, ["selection"], "selection_unfit"),
        ({"selection": "{ viewer { login } }"}, ["selection"], "document_without_name"),
        ({"selection": MANY_ALIASES}, ["selection"], "document_over_limit"),
        (
            {"selection": "query Q($id: ID!) { node(id: $id) { id } accounts(first: 1) { nodes { id } } }"},
            ["selection"],
            "document_not_for_client",
        ),
    ],
)
async def test_what_does_not_fit_is_refused_and_changes_nothing(
    town: Town, given: dict[str, Any], path: list[str], rule: str
) -> None:
    webhook_id, _ = await registered_webhook(town, URL)
    before, events = await row_of_webhook(town, webhook_id), await town.event_count()
    payload = await register(town, **{"url": URL, **given})
    assert await refused(town, payload, "webhookSecret") == [("INVALID", path, rule)]
    update = await changed(town, "updateWebhook", UPDATE, id=webhook_id, **given)
    assert [(one["path"], one["facts"]["rule"]) for one in update["errors"]] == [(path, rule)]
    assert (await row_of_webhook(town, webhook_id), await town.event_count()) == (before, events)


async def test_a_client_without_the_stream_of_events_has_no_webhooks(town: Town) -> None:
    payload = await register(town, URL, login="deaf")
    assert await refused(town, payload, "webhookSecret") == [
        ("INVALID", ["clientId"], "client_without_events")
    ]
    for given, rule in (({}, "required"), ({"clientId": "nobody"}, "unknown_client")):
        payload = await register(town, URL, login="admin", **given)
        assert await refused(town, payload, "webhookSecret") == [("INVALID", ["clientId"], rule)]


async def test_a_client_has_so_many_webhooks_and_no_more(town: Town) -> None:
    for _ in range(MOST_OF_CLIENT):
        assert (await register(town, URL))["errors"] == []
    refusal = await register(town, URL)
    assert refusal["errors"] == [
        {"code": "LIMIT_REACHED", "path": None, "facts": {"limit": "webhooksPerClient"}}
    ]


async def test_changes_are_told_by_name_and_a_stale_revision_is_noticed(town: Town) -> None:
    webhook_id, _ = await registered_webhook(town, URL)
    selection = "query Other($id: ID!) { node(id: $id) { id } }"
    payload = await changed(
        town, "updateWebhook", UPDATE, id=webhook_id, title="Иначе", events=None, selection=selection
    )
    assert payload["errors"] == []
    assert (payload["webhook"]["title"], payload["webhook"]["revision"]) == ("Иначе", 2)
    stale = await changed(town, "updateWebhook", UPDATE, id=webhook_id, title="Поздно", expectedRevision=1)
    assert stale["errors"] == [{"code": "STALE", "path": ["expectedRevision"], "facts": {"revision": 2}}]
    nothing = await changed(town, "updateWebhook", UPDATE, id=webhook_id)
    assert nothing["errors"][0]["facts"]["rule"] == "nothing_to_change"
    history = "{ webhooks(first: 1) { nodes { history(first: 10) { nodes { name changes { field } } } } } }"
    (webhook,) = (await ask(town, "partner", history))["webhooks"]["nodes"]
    told = webhook["history"]["nodes"][-1]
    assert told["name"] == "webhook.changed"
    assert {one["field"] for one in told["changes"]} == {"title", "selection"}


async def test_a_replay_names_deliveries_or_a_range_and_of_this_webhook_alone(town: Town) -> None:
    webhook_id, _ = await registered_webhook(town, URL)
    events = await town.event_count()
    for given, path, rule in (
        ({}, ["deliveryIds"], "exactly_one_range"),
        ({"deliveryIds": ["msg_1"], "fromPosition": 1}, ["deliveryIds"], "exactly_one_range"),
        ({"deliveryIds": ["msg_1"]}, ["deliveryIds", "0"], "unknown_delivery"),
    ):
        payload = await changed(town, "replayDeliveries", REPLAY, id=webhook_id, **given)
        assert await refused(town, payload, "replay") == [("INVALID", path, rule)]
    empty = await changed(town, "replayDeliveries", REPLAY, id=webhook_id, fromPosition=10**6)
    assert (empty["replay"]["count"], empty["errors"]) == (0, [])
    assert await town.event_count() == events


async def test_a_repeat_under_the_same_key_shows_no_key_and_makes_no_second_webhook(town: Town) -> None:
    key = "the-same-webhook-key"
    first = await register(town, URL, idempotencyKey=key)
    again = await register(town, URL, idempotencyKey=key)
    assert first["webhookSecret"]["secret"] is not None
    assert (again["webhookSecret"], again["errors"]) == (None, [])
    without = (
        await ask(town, "partner", REGISTER, input={"title": "Т", "url": URL, "selection": SELECTION})
    )["registerWebhook"]
    assert without["errors"][0]["path"] == ["idempotencyKey"]
