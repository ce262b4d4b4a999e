"""Receivers of webhooks that fail, ask to wait, are gone or come back: nothing is lost, and each case stays in order."""

from datetime import timedelta

import pytest

from documents.accounts.operations.registering import block_client, unblock_client
from documents.kernel.ids import global_id
from documents.submissions.operations import intake
from documents.webhooks.rules import TRIED_FOR
from tests.support.cases import of_partner
from tests.support.receiving import ReceiverHere
from tests.support.runs import Bench
from tests.support.webhooks import (
    REPLAY,
    UPDATE,
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


async def test_a_receiver_that_fails_is_left_alone_for_a_while_and_gets_everything_in_order(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    receiver.does(500, 204)
    await formalized(sending_bench.town, case.id)
    await sending_bench.town.do("pos", intake.accept_submission, case.id)
    await sent(sending_bench)
    assert len(receiver.taken) == 1
    problem = (await the_webhook(sending_bench.town))["problems"]
    assert [(one["kind"], one["times"], one["statusCode"]) for one in problem] == [("FAILED", 1, 500)]
    # Neither it nor what is behind it goes out before its time.
    await sending_bench.run("deliver_webhooks")
    assert len(receiver.taken) == 1
    await sending_bench.run("deliver_webhooks", sending_bench.clock.now + LATER)
    names = [one.name for one in receiver.taken]
    assert names[0] == names[1]
    assert [one["sequence"] for one in receiver.payloads] == [2, 2, 3]
    assert [one["previousSequence"] for one in receiver.payloads] == [1, 1, 2]


async def test_of_another_object_nothing_waits_for_one_that_is_refused(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    poison = global_id("Message", case.id)
    receiver.answers = lambda taken: (400 if taken.payload["id"] == poison else 204, {})
    await formalized(sending_bench.town, case.id)
    other = await of_partner(sending_bench.town, "two")
    await sent(sending_bench)
    await sending_bench.run("deliver_webhooks", sending_bench.clock.now + timedelta(seconds=11))
    told = [one["id"] for one in receiver.payloads]
    assert global_id("Message", other.id) in told


async def test_what_a_receiver_asks_for_is_waited_for(sending_bench: Bench, receiver: ReceiverHere) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    receiver.answers = lambda _taken: (429, {"retry-after": "3600"})
    await formalized(sending_bench.town, case.id)
    await sent(sending_bench)
    receiver.does(204)
    began = sending_bench.clock.now
    await sending_bench.run("deliver_webhooks", began + timedelta(minutes=59))
    assert len(receiver.taken) == 1
    await sending_bench.run("deliver_webhooks", began + timedelta(minutes=61))
    assert len(receiver.taken) == 2


async def test_after_three_days_a_delivery_is_parked_holds_nothing_back_and_can_be_sent_again(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, _, case = await with_case(sending_bench, receiver)
    receiver.does(503)
    await formalized(sending_bench.town, case.id)
    await sent(sending_bench)
    await sending_bench.run("deliver_webhooks", sending_bench.clock.now + TRIED_FOR)
    parked = (await deliveries(sending_bench.town))[-1]
    assert (parked["status"], parked["problem"], parked["attempts"]) == ("PARKED", "FAILED", 2)
    kinds = {one["kind"] for one in (await the_webhook(sending_bench.town))["problems"]}
    assert kinds == {"FAILED", "PARKED"}
    receiver.does(204)
    await sending_bench.town.do("pos", intake.accept_submission, case.id)
    receiver.taken.clear()
    await sent(sending_bench, sending_bench.clock.now + LATER)
    # The number before is that of what was really sent: the receiver sees that one is missing.
    assert [(one["sequence"], one["previousSequence"]) for one in receiver.payloads] == [(3, 1)]
    replayed = await changed(
        sending_bench.town, "replayDeliveries", REPLAY, id=webhook_id, deliveryIds=[parked["id"]]
    )
    assert (replayed["replay"]["count"], replayed["errors"]) == (1, [])
    await sending_bench.run("deliver_webhooks")
    assert receiver.taken[-1].name == parked["id"]
    assert [one["status"] for one in await deliveries(sending_bench.town)] == ["DELIVERED"] * 3


async def test_a_receiver_that_is_gone_disables_the_webhook_and_loses_nothing(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, _, case = await with_case(sending_bench, receiver)
    receiver.does(410, 204)
    await formalized(sending_bench.town, case.id)
    await sent(sending_bench)
    await sending_bench.run("deliver_webhooks", sending_bench.clock.now + LATER)
    assert len(receiver.taken) == 1
    webhook = await the_webhook(sending_bench.town)
    assert (webhook["state"], webhook["problems"][0]["kind"]) == ("DISABLED", "GONE")
    back = await changed(sending_bench.town, "updateWebhook", UPDATE, id=webhook_id, isPaused=False)
    assert back["webhook"]["state"] == "ACTIVE"
    await sending_bench.run("deliver_webhooks")
    assert [one["sequence"] for one in receiver.payloads] == [2, 2]


async def test_a_pause_deletes_nothing(sending_bench: Bench, receiver: ReceiverHere) -> None:
    webhook_id, _, case = await with_case(sending_bench, receiver)
    await changed(sending_bench.town, "updateWebhook", UPDATE, id=webhook_id, isPaused=True)
    await formalized(sending_bench.town, case.id)
    await sending_bench.town.do("pos", intake.accept_submission, case.id)
    await sent(sending_bench, sending_bench.clock.now + timedelta(days=30))
    assert receiver.taken == []
    assert [one["status"] for one in await deliveries(sending_bench.town)][1:] == ["WAITING", "WAITING"]
    await changed(sending_bench.town, "updateWebhook", UPDATE, id=webhook_id, isPaused=False)
    await sending_bench.run("deliver_webhooks")
    assert [one["sequence"] for one in receiver.payloads] == [2, 3]


async def test_a_blocked_client_is_told_nothing_until_it_is_let_in_again(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    await sending_bench.town.do("admin", block_client, "account-partner", reason="Проверка")
    await formalized(sending_bench.town, case.id)
    await sent(sending_bench)
    assert receiver.taken == []
    await sending_bench.town.do("admin", unblock_client, "account-partner")
    assert (await the_webhook(sending_bench.town))["problems"][0]["kind"] == "CLIENT_CLOSED"
    await sending_bench.run("deliver_webhooks", sending_bench.clock.now + LATER)
    assert [one["sequence"] for one in receiver.payloads] == [2]


async def test_what_was_sent_before_a_worker_died_is_sent_again_under_its_id(
    sending_bench: Bench, receiver: ReceiverHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, case = await with_case(sending_bench, receiver)
    await formalized(sending_bench.town, case.id)
    await queued(sending_bench)
    # As if it had been killed between the answer and the note.
    waiting = await sending_bench.town.store.collection("webhook_deliveries").find_one({"status": "WAITING"})
    assert waiting is not None
    await sending_bench.run("deliver_webhooks")
    await sending_bench.town.store.collection("webhook_deliveries").replace_one(
        {"_id": waiting["_id"]}, waiting
    )
    await sending_bench.run("deliver_webhooks")
    first, second = receiver.taken
    assert first.name == second.name
    assert first.payload["sequence"] == second.payload["sequence"] == 2


async def test_without_a_way_to_send_nothing_is_begun(sending_bench: Bench, receiver: ReceiverHere) -> None:
    await registered_webhook(sending_bench.town, receiver.url)
    await of_partner(sending_bench.town, "kept")
    sending_bench.running.outgoing = None
    await sent(sending_bench)
    assert receiver.taken == []
    assert [one["status"] for one in await deliveries(sending_bench.town)] == ["WAITING"]
