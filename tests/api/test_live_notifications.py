"""One's own notifications as they come: each once and in order, to nobody else, under the rights of the moment."""

import asyncio

import pytest

from documents.kernel.ids import read_global_id
from tests.support.live import following, streaming
from tests.support.live_town import registered, route, take_back
from tests.support.runs import Bench, stamped
from tests.support.served_town import ServedTown
from tests.support.town import reopen_town

RECEIVED = """subscription($after: String) { notificationReceived(after: $after) { __typename
    ... on NotificationReceived { eventId position action notification {
      id kind title isRead object { id ... on Message { status } } } }
    ... on AccessRevoked { id } } }"""
INBOX = "{ notifications(first: 5) { nodes { id } } }"


def tell(town: ServedTown) -> None:
    """Have the jobs of a worker tell of what has happened, and the dispatcher of that."""
    asyncio.run(_tell(town))


async def _tell(town: ServedTown) -> None:
    opened = await reopen_town(town.store_address, town.database.name)
    try:
        bench = Bench(opened)
        await stamped(bench)
        await bench.run("notify")
        await stamped(bench)
    finally:
        await opened.store.close()


@pytest.fixture
def town(shared_town: ServedTown) -> ServedTown:
    # The job begins behind what there is at its first run.
    tell(shared_town)
    return shared_town


def test_a_notification_is_told_to_its_owner_alone_as_it_stands_in_the_inbox(town: ServedTown) -> None:
    with (
        following(town.url, town.token("recipient.coordinator"), RECEIVED) as owner,
        following(town.url, town.token("head"), RECEIVED) as head,
        following(town.url, town.token("partner"), RECEIVED) as partner,
    ):
        case = registered(town)
        route(town, case)
        tell(town)
        told = owner.told()
        assert head.hears_nothing()
        assert partner.hears_nothing()
    shown = told["notification"]
    assert (told["__typename"], told["action"], shown["kind"]) == ("NotificationReceived", None, "ROUTED")
    assert (shown["isRead"], shown["object"]) == (False, {"id": case, "status": "ASSIGNED"})
    number = town.database["cases"].find_one({"_id": read_global_id(case)[1]})
    assert number is not None
    assert shown["title"] == f"Направлено в ваш орган: сообщение {number['number']}"
    nodes = town.data("recipient.coordinator", INBOX)["notifications"]["nodes"]
    assert nodes[0]["id"] == shown["id"]


def test_what_was_missed_is_told_in_order_under_the_rights_of_now(town: ServedTown) -> None:
    login = "recipient.coordinator"
    with following(town.url, town.token(login), RECEIVED) as owner:
        first = registered(town)
        route(town, first)
        tell(town)
        seen = owner.told()
    gone, kept = registered(town), registered(town)
    for case in (gone, kept):
        route(town, case)
        tell(town)
    take_back(town, gone)
    with streaming(town.url, town.token(login), RECEIVED, after=seen["eventId"]) as events:
        told = [next(events) for _ in range(3)]
    missed = [body["data"]["notificationReceived"] for kind, body in told if kind == "next"]
    assert [one["notification"]["object"] for one in missed] == [None, {"id": kept, "status": "ASSIGNED"}]
    assert missed[0]["notification"]["title"] == "Направлено в ваш орган"
    positions = [one["position"] for one in (seen, *missed)]
    assert positions == sorted(set(positions))
    assert told[2] == (":", "live")


def test_nobody_who_follows_cases_hears_of_notifications(town: ServedTown) -> None:
    with following(town.url, town.token("pos")) as pos:
        case = registered(town)
        route(town, case)
        heard = [pos.told() for _ in range(4)]
        tell(town)
        assert pos.hears_nothing()
    assert [one["case"]["id"] for one in heard] == [case] * 4


def test_what_is_switched_off_in_pult_is_not_told(town: ServedTown) -> None:
    switch = """mutation($isOn: Boolean!) { setNotification(input: {kind: ROUTED, relation: RECIPIENT_COORDINATOR,
        channel: INBOX, isOn: $isOn}) { errors { code } } }"""
    login = "recipient.coordinator"
    assert town.data(login, switch, isOn=False)["setNotification"]["errors"] == []
    try:
        with following(town.url, town.token(login), RECEIVED) as owner:
            route(town, registered(town))
            tell(town)
            assert owner.hears_nothing()
    finally:
        town.data(login, switch, isOn=True)
