"""Receivers of webhooks that fail, ask to wait, are gone or come back: nothing is lost, and each case stays in order."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from documents.accounts.operations.registering import block_client, unblock_client
from documents.kernel.ids import global_id
from documents.submissions.operations import intake
from documents.webhooks.rules import TRIED_FOR
from tests.support.receiving import ReceiverHere, receiving
from tests.support.runs import Bench
from tests.support.town import Town
from tests.support.webhooks import (
    REPLAY,
    UPDATE,
    changed,
    deliveries,
    formalized,
    of_partner,
    queued,
    registered_webhook,
    sending,
    sent,
    the_webhook,
    with_case,
)

LATER = timedelta(minutes=15)
SECRETS = """query Case($id: ID!) { node(id: $id) { ... on Submission {
    text applicant { fullName phone } hiddenFields } } }"""


@pytest.fixture
def receiver() -> Iterator[ReceiverHere]:
    with receiving() as here:
        yield here


@pytest.fixture
async def bench(town: Town) -> Bench:
    bench = sending(town)
    # A worker follows events from its first look on.
    await queued(bench)
    return bench


async def test_a_receiver_that_fails_is_left_alone_for_a_while_and_gets_everything_in_order(
    bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(bench, receiver)
    receiver.does(500, 204)
    await formalized(bench.town, case.id)
    await bench.town.do("pos", intake.accept_submission, case.id)
    await sent(bench)
    assert len(receiver.taken) == 1
    problem = (await the_webhook(bench.town))["problems"]
    assert [(one["kind"], one["times"], one["statusCode"]) for one in problem] == [("FAILED", 1, 500)]
    # Neither it nor what is behind it goes out before its time.
    await bench.run("deliver_webhooks")
    assert len(receiver.taken) == 1
    await bench.run("deliver_webhooks", bench.clock.now + LATER)
    names = [one.name for one in receiver.taken]
    assert names[0] == names[1]
    assert [one["sequence"] for one in receiver.payloads] == [2, 2, 3]
    assert [one["previousSequence"] for one in receiver.payloads] == [1, 1, 2]


async def test_of_another_object_nothing_waits_for_one_that_is_refused(
    bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(bench, receiver)
    poison = global_id("Message", case.id)
    receiver.answers = lambda taken: (400 if taken.payload["id"] == poison else 204, {})
    await formalized(bench.town, case.id)
    other = await of_partner(bench.town, "two")
    await sent(bench)
    await bench.run("deliver_webhooks", bench.clock.now + timedelta(seconds=11))
    told = [one["id"] for one in receiver.payloads]
    assert global_id("Message", other.id) in told


async def test_what_a_receiver_asks_for_is_waited_for(bench: Bench, receiver: ReceiverHere) -> None:
    _, _, case = await with_case(bench, receiver)
    receiver.answers = lambda _taken: (429, {"retry-after": "3600"})
    await formalized(bench.town, case.id)
    await sent(bench)
    receiver.does(204)
    began = bench.clock.now
    await bench.run("deliver_webhooks", began + timedelta(minutes=59))
    assert len(receiver.taken) == 1
    await bench.run("deliver_webhooks", began + timedelta(minutes=61))
    assert len(receiver.taken) == 2


async def test_after_three_days_a_delivery_is_parked_holds_nothing_back_and_can_be_sent_again(
    bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, _, case = await with_case(bench, receiver)
    receiver.does(503)
    await formalized(bench.town, case.id)
    await sent(bench)
    await bench.run("deliver_webhooks", bench.clock.now + TRIED_FOR)
    parked = (await deliveries(bench.town))[-1]
    assert (parked["status"], parked["problem"], parked["attempts"]) == ("PARKED", "FAILED", 2)
    kinds = {one["kind"] for one in (await the_webhook(bench.town))["problems"]}
    assert kinds == {"FAILED", "PARKED"}
    receiver.does(204)
    await bench.town.do("pos", intake.accept_submission, case.id)
    receiver.taken.clear()
    await sent(bench, bench.clock.now + LATER)
    # The number before is that of what was really sent: the receiver sees that one is missing.
    assert [(one["sequence"], one["previousSequence"]) for one in receiver.payloads] == [(3, 1)]
    replayed = await changed(
        bench.town, "replayDeliveries", REPLAY, id=webhook_id, deliveryIds=[parked["id"]]
    )
    assert (replayed["replay"]["count"], replayed["errors"]) == (1, [])
    await bench.run("deliver_webhooks")
    assert receiver.taken[-1].name == parked["id"]
    assert [one["status"] for one in await deliveries(bench.town)] == ["DELIVERED"] * 3


async def test_a_receiver_that_is_gone_disables_the_webhook_and_loses_nothing(
    bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, _, case = await with_case(bench, receiver)
    receiver.does(410, 204)
    await formalized(bench.town, case.id)
    await sent(bench)
    await bench.run("deliver_webhooks", bench.clock.now + LATER)
    assert len(receiver.taken) == 1
    webhook = await the_webhook(bench.town)
    assert (webhook["state"], webhook["problems"][0]["kind"]) == ("DISABLED", "GONE")
    back = await changed(bench.town, "updateWebhook", UPDATE, id=webhook_id, isPaused=False)
    assert back["webhook"]["state"] == "ACTIVE"
    await bench.run("deliver_webhooks")
    assert [one["sequence"] for one in receiver.payloads] == [2, 2]


async def test_a_pause_deletes_nothing(bench: Bench, receiver: ReceiverHere) -> None:
    webhook_id, _, case = await with_case(bench, receiver)
    await changed(bench.town, "updateWebhook", UPDATE, id=webhook_id, isPaused=True)
    await formalized(bench.town, case.id)
    await bench.town.do("pos", intake.accept_submission, case.id)
    await sent(bench, bench.clock.now + timedelta(days=30))
    assert receiver.taken == []
    assert [one["status"] for one in await deliveries(bench.town)][1:] == ["WAITING", "WAITING"]
    await changed(bench.town, "updateWebhook", UPDATE, id=webhook_id, isPaused=False)
    await bench.run("deliver_webhooks")
    assert [one["sequence"] for one in receiver.payloads] == [2, 3]


async def test_a_blocked_client_is_told_nothing_until_it_is_let_in_again(
    bench: Bench, receiver: ReceiverHere
) -> None:
    _, _, case = await with_case(bench, receiver)
    await bench.town.do("admin", block_client, "account-partner", reason="Проверка")
    await formalized(bench.town, case.id)
    await sent(bench)
    assert receiver.taken == []
    await bench.town.do("admin", unblock_client, "account-partner")
    assert (await the_webhook(bench.town))["problems"][0]["kind"] == "CLIENT_CLOSED"
    await bench.run("deliver_webhooks", bench.clock.now + LATER)
    assert [one["sequence"] for one in receiver.payloads] == [2]


async def test_what_was_sent_before_a_worker_died_is_sent_again_under_its_id(
    bench: Bench, receiver: ReceiverHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, case = await with_case(bench, receiver)
    await formalized(bench.town, case.id)
    await queued(bench)
    # As if it had been killed between the answer and the note.
    waiting = await bench.town.store.collection("webhook_deliveries").find_one({"status": "WAITING"})
    assert waiting is not None
    await bench.run("deliver_webhooks")
    await bench.town.store.collection("webhook_deliveries").replace_one({"_id": waiting["_id"]}, waiting)
    await bench.run("deliver_webhooks")
    first, second = receiver.taken
    assert first.name == second.name
    assert first.payload["sequence"] == second.payload["sequence"] == 2


async def test_without_a_way_to_send_nothing_is_begun(bench: Bench, receiver: ReceiverHere) -> None:
    await registered_webhook(bench.town, receiver.url)
    await of_partner(bench.town, "kept")
    bench.running.outgoing = None
    await sent(bench)
    assert receiver.taken == []
    assert [one["status"] for one in await deliveries(bench.town)] == ["WAITING"]
