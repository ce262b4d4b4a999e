"""Deliveries of webhooks: what is told to whom, in which words, and by whose rights."""

from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from api.clock import utc_now
from documents.accounts.operations.registering import update_client
from documents.cases.document import Case
from documents.kernel.ids import global_id
from documents.submissions.operations import intake, merging
from documents.webhooks.rules import KEPT_DELIVERED
from schema.webhooks.selections import SelectionReader
from seed.partner import SHOWN, register_of_partner, store_deliveries
from tests.support.cases import of_partner, registered
from tests.support.receiving import ReceiverHere
from tests.support.runs import Bench, stamped
from tests.support.town import NOW
from tests.support.webhooks import (
    REPLAY,
    ROTATE,
    TEST,
    changed,
    deliveries,
    formalized,
    queued,
    registered_webhook,
    sent,
    the_webhook,
    with_case,
)

LATER = timedelta(minutes=15)
SECRETS = """query Case($id: ID!) { node(id: $id) { ... on Submission {
    text applicant { fullName phone } hiddenFields } } }"""


async def test_a_change_is_told_with_what_the_client_selects_and_may_read(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, _ = await registered_webhook(sending_bench.town, receiver.url)
    await registered(sending_bench.town)
    case = await of_partner(sending_bench.town, "told")
    await formalized(sending_bench.town, case.id)
    await sent(sending_bench)
    first, second = receiver.payloads
    number = (await sending_bench.town.stored(case.id)).number
    assert first["event"] == "submission.registered"
    assert first["data"] == {"node": {"number": number, "status": "NEW"}}
    assert (first["id"], first["sequence"], first["previousSequence"]) == (
        global_id("Message", case.id),
        1,
        None,
    )
    assert (second["event"], second["sequence"], second["previousSequence"]) == (
        "submission.formalized",
        2,
        1,
    )
    assert {"topic", "summary"} <= set(second["changedFields"])
    assert second["position"] > first["position"]
    assert second["occurredAt"].endswith("Z")
    # What is another system's was not even queued.
    assert [one["status"] for one in await deliveries(sending_bench.town)] == ["DELIVERED", "DELIVERED"]
    assert webhook_id == (await the_webhook(sending_bench.town))["id"]


async def test_signatures_are_checked_by_the_package_of_the_standard(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, first_key = await registered_webhook(sending_bench.town, receiver.url)
    await of_partner(sending_bench.town, "signed")
    await queued(sending_bench)
    await sending_bench.run("deliver_webhooks", utc_now())
    taken = receiver.taken[-1]
    assert Verifier(first_key).verify(taken.body, dict(taken.headers)) == taken.payload
    with pytest.raises(WebhookVerificationError):
        Verifier(first_key).verify(taken.body + b" ", dict(taken.headers))
    # During a rotation both keys sign.
    rotated = await changed(
        sending_bench.town, "rotateWebhookSecret", ROTATE, id=webhook_id, overlapHours=168
    )
    second_key = rotated["webhookSecret"]["secret"]
    assert second_key != first_key
    until = utc_now() + timedelta(hours=1)
    await sending_bench.town.store.collection("webhooks").update_one(
        {}, {"$set": {"previous_secret_until": until}}
    )
    await changed(sending_bench.town, "testWebhook", TEST, id=webhook_id)
    await sending_bench.run("deliver_webhooks", utc_now())
    both = receiver.taken[-1]
    assert both.headers["webhook-signature"].count("v1,") == 2
    for key in (first_key, second_key):
        assert Verifier(key).verify(both.body, dict(both.headers))["event"] == "webhook.test"
    # Once it is over, the new one alone.
    await sending_bench.town.store.collection("webhooks").update_one(
        {}, {"$set": {"previous_secret_until": NOW}}
    )
    await changed(sending_bench.town, "testWebhook", TEST, id=webhook_id)
    await sending_bench.run("deliver_webhooks", utc_now())
    alone = receiver.taken[-1]
    Verifier(second_key).verify(alone.body, dict(alone.headers))
    with pytest.raises(WebhookVerificationError):
        Verifier(first_key).verify(alone.body, dict(alone.headers))


async def test_a_selection_gives_the_client_what_it_could_query_and_nothing_else(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    await registered_webhook(sending_bench.town, receiver.url, selection=SECRETS)
    person = {"full_name": "Мария Петрова", "phone": "+7 391 234-56-78"}
    case: Case = await sending_bench.town.do(
        "partner",
        intake.register_submission,
        kind="MESSAGE",
        channel_id="POS",
        text="Звоните Марии Петровой, 8 391 234-56-78",
        external_id="secret",
        applicant=person,
    )
    await sent(sending_bench)
    (payload,) = receiver.payloads
    assert payload["id"] == global_id("Message", case.id)
    assert person["phone"] not in receiver.taken[0].body.decode()
    assert "234-56-78" not in receiver.taken[0].body.decode()


async def test_what_has_left_the_clients_view_comes_by_its_id_alone(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    await formalized(sending_bench.town, case.id)
    await queued(sending_bench)
    # It is taken from the client while its delivery waits.
    accounts = sending_bench.town.store.collection("cases")
    await accounts.update_one(
        {"_id": case.id}, {"$set": {"access_keys": ["system:OTHER"], "system_id": "OTHER"}}
    )
    await sending_bench.run("deliver_webhooks")
    assert receiver.payloads == [{"id": global_id("Message", case.id)}]


async def test_what_was_merged_comes_by_its_id_alone(sending_bench: Bench, receiver: ReceiverHere) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    other = await of_partner(sending_bench.town, "two")
    await sending_bench.town.do(
        "pos", merging.merge_submissions, case.id, into_id=other.id, reason="О том же самом"
    )
    await sent(sending_bench)
    assert {"id": global_id("Message", case.id)} in receiver.payloads


async def test_events_of_a_case_that_wait_become_one_delivery_where_the_webhook_says_so(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(sending_bench, receiver, merges=True)
    await formalized(sending_bench.town, case.id)
    await sending_bench.town.do("pos", intake.accept_submission, case.id)
    receiver.does(500, 204)
    await sent(sending_bench)
    await sending_bench.run("deliver_webhooks", sending_bench.clock.now + LATER)
    first, second = receiver.payloads
    assert first == second
    assert (second["event"], second["sequence"], second["previousSequence"]) == ("submission.accepted", 3, 1)
    assert {"topic", "status"} <= set(second["changedFields"])
    assert [one["status"] for one in await deliveries(sending_bench.town)] == [
        "DELIVERED",
        "MERGED",
        "DELIVERED",
    ]


async def test_only_the_events_that_a_webhook_names_are_told(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    await registered_webhook(sending_bench.town, receiver.url, events=["submission.formalized"])
    case = await of_partner(sending_bench.town, "named")
    await formalized(sending_bench.town, case.id)
    await sent(sending_bench)
    assert [one["event"] for one in receiver.payloads] == ["submission.formalized"]


async def test_a_client_that_may_not_read_the_stream_any_more_gets_the_id_alone(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    await formalized(sending_bench.town, case.id)
    await queued(sending_bench)
    fields = {"actions": ["submission.read", "webhook.manage"]}
    await sending_bench.town.do("admin", update_client, "account-partner", fields=fields)
    await sending_bench.run("deliver_webhooks")
    assert receiver.payloads == [{"id": global_id("Message", case.id)}]


async def test_a_range_is_sent_again_under_the_same_ids_also_what_was_removed(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, _, case = await with_case(sending_bench, receiver)
    await formalized(sending_bench.town, case.id)
    await sent(sending_bench)
    before = [one["id"] for one in await deliveries(sending_bench.town)]
    await sending_bench.run("remove_old_deliveries", sending_bench.clock.now + KEPT_DELIVERED)
    assert await deliveries(sending_bench.town) == []
    receiver.taken.clear()
    dry = await changed(
        sending_bench.town, "replayDeliveries", REPLAY, id=webhook_id, fromPosition=1, isDryRun=True
    )
    assert (dry["replay"]["count"], dry["replay"]["nextPosition"]) == (2, None)
    await sending_bench.run("deliver_webhooks")
    assert receiver.taken == []
    wet = await changed(sending_bench.town, "replayDeliveries", REPLAY, id=webhook_id, fromPosition=1)
    assert wet["replay"]["count"] == 2
    await sending_bench.run("deliver_webhooks")
    assert [one.name for one in receiver.taken] == before


async def test_a_test_is_delivered_like_everything_else(sending_bench: Bench, receiver: ReceiverHere) -> None:
    webhook_id, _ = await registered_webhook(sending_bench.town, receiver.url)
    assert (await changed(sending_bench.town, "testWebhook", TEST, id=webhook_id))["errors"] == []
    await sent(sending_bench)
    (payload,) = receiver.payloads
    assert (payload["event"], payload["data"]) == ("webhook.test", None)
    (row,) = await deliveries(sending_bench.town)
    assert (row["isTest"], row["objectId"], row["status"], row["statusCode"]) == (
        True,
        None,
        "DELIVERED",
        204,
    )


async def test_a_selection_that_fails_is_told_as_a_problem_and_delivers_what_it_gave(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    await with_case(sending_bench, receiver)
    await sending_bench.town.store.collection("webhooks").update_one(
        {}, {"$set": {"selection": "query Q($id: ID!) { nowhere(id: $id) }"}}
    )
    case = await of_partner(sending_bench.town, "outgrown")
    await sent(sending_bench)
    (payload,) = receiver.payloads
    assert (payload["id"], payload["data"]) == (global_id("Message", case.id), None)
    assert (await the_webhook(sending_bench.town))["problems"][0]["kind"] == "SELECTION_FAILED"


async def test_a_selection_is_run_as_the_client_and_nobody_else(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    await registered_webhook(sending_bench.town, receiver.url)
    strange = await registered(sending_bench.town)
    reader = sending_bench.running.selections
    assert isinstance(reader, SelectionReader)
    found = await reader.select(
        await sending_bench.town.who("partner"),
        "query Case($id: ID!) { node(id: $id) { id } }",
        global_id("Message", strange.id),
        NOW,
    )
    assert (found.values, found.is_whole) == ({"node": None}, True)


async def test_the_partner_of_the_demo_has_a_paused_webhook_with_deliveries_in_each_state(
    sending_bench: Bench,
) -> None:
    town = sending_bench.town
    webhook_id = await register_of_partner(town.container, "partner", town.now)
    for number in range(SHOWN):
        await of_partner(town, f"shown-{number}")
    await stamped(sending_bench)
    await store_deliveries(town.container, webhook_id, "partner", town.now)
    assert (await the_webhook(town))["state"] == "PAUSED"
    states = [one["status"] for one in await deliveries(town)]
    assert states == ["DELIVERED"] * 6 + ["PARKED"] + ["WAITING"] * 5
