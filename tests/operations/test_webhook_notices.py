"""Who looks after webhooks is told of one that is disabled, and once a day of one whose deliveries are parked."""

from datetime import timedelta
from typing import Any

from documents.kernel.ids import read_global_id
from documents.webhooks.rules import TRIED_FOR
from tests.support.asking import ask
from tests.support.cases import of_partner
from tests.support.receiving import ReceiverHere
from tests.support.runs import Bench
from tests.support.webhooks import formalized, sent, with_case

DAY = timedelta(days=1)
INBOX = "{ notifications(first: 10) { nodes { kind title relations object { id __typename } } } }"


async def told(bench: Bench) -> list[tuple[str, str, str, str | None]]:
    """Kind, person and object of each notification, and what becomes of it by mail."""
    rows = await bench.town.store.collection("notifications").find({}, sort=[("at", 1)]).to_list(None)
    return [(row["kind"], row["person_id"], row["object_id"], row["mail_state"]) for row in rows]


async def parked(bench: Bench, names: list[str]) -> None:
    """Have deliveries of some new cases be parked, of a receiver that has failed for three days."""
    for name in names:
        await of_partner(bench.town, name)
    await sent(bench)
    began = bench.clock.now
    for hour in range(len(names) + 1):
        await bench.run("deliver_webhooks", began + TRIED_FOR + timedelta(minutes=11 * hour))


async def test_of_parked_deliveries_the_administrator_is_told_once_a_day_however_many_there_are(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    webhook_id, _, _ = await with_case(sending_bench, receiver)
    row_id = read_global_id(webhook_id)[1]
    receiver.does(503)
    await sending_bench.run("tell_of_parked_deliveries")
    assert await told(sending_bench) == []
    await parked(sending_bench, ["first", "second"])
    for _ in range(2):
        await sending_bench.run("tell_of_parked_deliveries")
        assert await told(sending_bench) == [("WEBHOOK_PARKED", "person-admin", row_id, "WAITING")]
    # On another day it is told again, and of long ago no more.
    problems = sending_bench.town.store.collection("webhook_problems")
    await problems.update_one(
        {"_id": f"{row_id}:PARKED"}, {"$set": {"last_at": sending_bench.clock.now + DAY}}
    )
    await sending_bench.run("tell_of_parked_deliveries", sending_bench.clock.now + 5 * DAY)
    assert len(await told(sending_bench)) == 1
    await problems.update_one({"_id": f"{row_id}:PARKED"}, {"$set": {"last_at": sending_bench.clock.now}})
    await sending_bench.run("tell_of_parked_deliveries")
    assert [one[:3] for one in await told(sending_bench)] == [("WEBHOOK_PARKED", "person-admin", row_id)] * 2


async def test_of_a_disabled_webhook_the_administrator_is_told_and_opens_it_from_there(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    town = sending_bench.town
    await sending_bench.run("notify")
    webhook_id, _, case = await with_case(sending_bench, receiver)
    receiver.does(410)
    await formalized(town, case.id)
    await sent(sending_bench)
    await sent(sending_bench)
    await sending_bench.run("notify")
    row_id = read_global_id(webhook_id)[1]
    assert await told(sending_bench) == [("WEBHOOK_DISABLED", "person-admin", row_id, "WAITING")]
    shown: Any = (await ask(town, "admin", INBOX))["notifications"]["nodes"]
    assert shown == [
        {
            "kind": "WEBHOOK_DISABLED",
            "title": "Веб-хук отключён: получателя больше нет",
            "relations": ["ADMINISTRATOR"],
            "object": {"id": webhook_id, "__typename": "Webhook"},
        }
    ]
