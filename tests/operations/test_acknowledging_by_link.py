"""An official without an account acknowledges by the link of his letter, once, and sees nothing but what is his to do."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.routing import Route, Router

from api.clock import utc_now
from api.http.acknowledgement import COUNTED_AS, AcknowledgementEndpoint
from api.http.middleware import Envelope
from documents.accounts.rules import FREE_ATTEMPTS, attempt_key
from documents.dispatching.operations import record_acknowledgement, revoke_acknowledgement_link
from tests.support.dispatched import DAY, LEAD, MINUTES, OFFICIAL, PHONE, dispatched, entries, path_of
from tests.support.logged import logged
from tests.support.town import Town
from tests.support.web import NO_AUTHORITIES

PATH = "/acknowledgement/{token}"
PAGE = {"Accept": "text/html"}
NOWHERE = f"/acknowledgement/{'A' * 43}"


@pytest.fixture
async def client(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """A browser, or a program, that has no account, a day after the dispatch."""
    await dispatched(town, utc_now() - DAY)
    endpoint = AcknowledgementEndpoint(town.container)
    router = Router([Route(PATH, endpoint.answer, methods=["GET", "POST"])])
    transport = httpx.ASGITransport(Envelope(router, over_tls=False, addresses=[PATH]))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://center.test", verify=NO_AUTHORITIES
    ) as one:
        yield one


async def assigned(town: Town, person_id: str) -> dict[str, object]:
    row = await town.store.collection("assignments").find_one({"responsible_id": person_id})
    assert row is not None
    return dict(row)


async def test_the_page_shows_what_is_given_to_the_official_and_nothing_else(
    town: Town, client: httpx.AsyncClient
) -> None:
    path = await path_of(town)
    with logged() as entries:
        page = await client.get(path, headers=PAGE)
    assert page.status_code == 200
    for word in ("Протокол № 3 от 1 июня 2026 года", "Публиковать графики", "до 20.12.2026", "Ознакомлен"):
        assert word in page.text
    for hidden in ("Засыпать", PHONE, "Диспетчер", "<script", path.rpartition("/")[2]):
        assert hidden not in page.text
    assert '<html lang="ru">' in page.text
    headers = page.headers
    assert (headers["cache-control"], headers["x-robots-tag"]) == ("no-store", "noindex")
    assert headers["referrer-policy"] == "no-referrer"
    written = str(entries)
    assert path.rpartition("/")[2] not in written
    assert "/acknowledgement/…" in written


async def test_reading_acknowledges_nothing_and_the_button_does_once(
    town: Town, client: httpx.AsyncClient
) -> None:
    path = await path_of(town)
    told = (await client.get(path)).json()
    assert (told["status"], told["number"], told["orders"][0]["no"]) == ("OPEN", 3, "1.1")
    assert (await assigned(town, OFFICIAL))["status"] == "ISSUED"
    taken = await client.post(path, headers=PAGE)
    assert (taken.status_code, "сохранена" in taken.text) == (200, True)
    events = await town.event_count()
    again = await client.post(path)
    assert (again.status_code, again.json()["status"]) == (200, "ACKNOWLEDGED")
    assert await town.event_count() == events
    sent, other = await entries(town)
    assert (sent["acknowledged_by_id"], sent["acknowledged_via"]) == (None, "По ссылке из письма")
    assert sent["link"]["used_at"] == sent["acknowledged_at"]
    assert other["acknowledged_at"] is None
    told_of = (await town.events_of(MINUTES))[-1]
    assert (told_of["name"], told_of["actor"]["role"]) == ("protocol.acknowledged_by_link", "GUEST")
    assert sent["link"]["digest"] not in str(await town.events_of(MINUTES))
    task = await assigned(town, OFFICIAL)
    assert (task["status"], task["acknowledged_by_id"]) == ("ACKNOWLEDGED", OFFICIAL)
    assert (await assigned(town, LEAD))["status"] == "ISSUED"


async def test_what_was_acknowledged_on_paper_is_told_as_that(town: Town, client: httpx.AsyncClient) -> None:
    path = await path_of(town)
    await town.do("head", record_acknowledgement, MINUTES, person_id=OFFICIAL, via="Телефон")
    assert (await client.post(path)).json()["status"] == "ACKNOWLEDGED"
    sent, _ = await entries(town)
    assert (sent["acknowledged_via"], sent["link"]["used_at"]) == ("Телефон", None)


async def test_what_opens_nothing_is_told_alike_and_guessing_slows_down(
    town: Town, client: httpx.AsyncClient
) -> None:
    unknown = await client.get(NOWHERE, headers=PAGE)
    protocols = town.store.collection("protocols")
    path = await path_of(town)
    ended = {"$set": {"dispatches.0.link.ends_at": utc_now() - timedelta(minutes=1)}}
    await protocols.update_one({"_id": MINUTES}, ended)
    over = await client.get(path, headers=PAGE)
    assert (unknown.status_code, over.status_code, unknown.text) == (404, 404, over.text)
    assert (await client.post(path)).json() == {"status": "not_found"}
    assert (await client.get("/acknowledgement/short")).status_code == 404
    for _ in range(FREE_ATTEMPTS):
        await client.get(NOWHERE)
    last = await client.get(NOWHERE)
    assert (last.status_code, "retry-after" in last.headers) == (429, True)
    assert "Подождите" in (await client.get(NOWHERE, headers=PAGE)).text
    assert attempt_key(COUNTED_AS, "127.0.0.1")


async def test_a_link_dies_when_it_is_revoked_and_when_the_work_is_handed_over(
    town: Town, client: httpx.AsyncClient
) -> None:
    path = await path_of(town)
    assignments = town.store.collection("assignments")
    for change, opens in (
        ({"status": "COMPLETED"}, 404),
        ({"status": "IN_PROGRESS"}, 200),
        ({"responsible_id": LEAD}, 404),
        ({"responsible_id": OFFICIAL}, 200),
    ):
        await assignments.update_one({"text": {"$regex": "графики"}}, {"$set": change})
        assert (await client.get(path)).status_code == opens, change
    await town.do("pos", revoke_acknowledgement_link, MINUTES, person_id=OFFICIAL)
    assert (await client.get(path)).status_code == 404
    assert (await client.post(path)).status_code == 404
