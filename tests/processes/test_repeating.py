"""What is sent again under its key is done once, whichever process is asked and whatever becomes of the first."""

import asyncio
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest

from api.dev.embedded import EmbeddedStore
from documents.kernel.ids import global_id
from tests.support import web
from tests.support.lossy import LossyWay, lossy_way
from tests.support.neighbors import Neighbors, Server
from tests.support.passwords import hashed
from tests.support.served_town import PASSWORD, until
from tests.support.serving import served_program
from tests.support.store import database_url, temporary_store
from tests.support.town import open_town

AT_ONCE = 40
PATIENCE_SECONDS = 30
DATABASE = "repeating"
REGISTER = """mutation($input: RegisterSubmissionInput!) { registerSubmission(input: $input) {
    submission { id number } errors { code } } }"""
ROLES = "{ viewer { roles } }"


def message(key: str, **more: Any) -> dict[str, Any]:
    """What a registration under a key says."""
    return {
        "regime": "MESSAGE",
        "channelId": global_id("Channel", "POS"),
        "text": "Яма у дома 5.",
        "idempotencyKey": key,
        **more,
    }


async def registered(server: Server, given: dict[str, Any], refused: list[httpx.Response]) -> dict[str, Any]:
    """The payload, asked for until it is told; who is told to come again is."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            answer = await server.answer("pos", REGISTER, input=given)
            if answer.status_code == 200:
                payload: dict[str, Any] = answer.json()["data"]["registerSubmission"]
                return payload
            refused.append(answer)


async def test_forty_equal_requests_over_two_processes_make_one_case(pair: Neighbors) -> None:
    await pair.first.data("pos", ROLES)
    before = await pair.trace()
    refused: list[httpx.Response] = []
    given = message("forty-equal-requests")
    asked = [pair.both[number % 2] for number in range(AT_ONCE)]
    payloads = await asyncio.gather(*(registered(one, given, refused) for one in asked))
    assert payloads == [payloads[0]] * AT_ONCE
    assert payloads[0]["errors"] == []
    assert payloads[0]["submission"]["id"]
    after = await pair.trace()
    assert (after["cases"], after["events"]) == (before["cases"] + 1, before["events"] + 1)
    for answer in refused:
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["extensions"]["code"]) == (429, "RATE_LIMITED")
        assert answer.headers["retry-after"] == "1"


async def test_forty_requests_under_keys_of_their_own_make_forty(pair: Neighbors) -> None:
    before = await pair.trace()
    refused: list[httpx.Response] = []
    asked = [(pair.both[number % 2], message(f"one-of-forty-{number:05d}")) for number in range(AT_ONCE)]
    payloads = await asyncio.gather(*(registered(one, given, refused) for one, given in asked))
    assert len({one["submission"]["id"] for one in payloads}) == AT_ONCE
    assert (await pair.trace())["cases"] == before["cases"] + AT_ONCE
    assert refused == []


@dataclass
class FarHouse:
    """A town on a store of its own, and a way to it on which answers to commits may get lost."""

    store: EmbeddedStore
    way: LossyWay
    var_dir: Path
    headers: dict[str, str] = field(default_factory=dict)

    def sent(self, url: str, given: dict[str, Any]) -> httpx.Response:
        """The answer to a registration by the officer of the portal, who signs in once."""
        if not self.headers:
            form = {"grant_type": "password", "username": "pos", "password": PASSWORD}
            told = web.post(f"{url}/auth/token", data=form, timeout=20).raise_for_status().json()
            self.headers["Authorization"] = f"Bearer {told['access_token']}"
        asked = {"query": REGISTER, "variables": {"input": given}}
        return web.post(f"{url}/graphql", json=asked, headers=self.headers, timeout=PATIENCE_SECONDS)

    def killed_in_a_commit(self, given: dict[str, Any], *, delivers: bool) -> None:
        """Kill a server -9 that has sent a commit and waits for the answer, which never comes."""
        far = f"mongodb://127.0.0.1:{self.way.port}/{DATABASE}?directConnection=true"
        with served_program(far, self.var_dir, PULT_DATABASE=DATABASE) as (url, program):
            self.sent(url, message("an-earlier-call-of-this-one")).raise_for_status()
            self.way.losing, self.way.delivers, lost = 99, delivers, self.way.lost
            with ThreadPoolExecutor(1) as pool:
                asking = pool.submit(self.sent, url, given)
                until(lambda: self.way.lost > lost, seconds=PATIENCE_SECONDS)
                program.send_signal(signal.SIGKILL)
                assert program.wait(PATIENCE_SECONDS) == -signal.SIGKILL
                with pytest.raises(httpx.TransportError):
                    asking.result()
            self.way.losing = 0

    def rows(self, collection: str) -> list[dict[str, Any]]:
        """What is stored."""
        with pymongo.MongoClient[dict[str, Any]](self.store.url) as client:
            return list(client[DATABASE][collection].find({}))


@pytest.fixture
def far_house(worker_name: str, tmp_path: Path) -> Iterator[FarHouse]:
    """One for each test: a server that is killed in a transaction leaves its locks behind."""
    with ExitStack() as later:
        store = later.enter_context(temporary_store(f"repeating-{worker_name}"))
        asyncio.run(_found(store.url))
        with pymongo.MongoClient[dict[str, Any]](store.url) as client:
            known = {"$set": {"password_hash": hashed(PASSWORD)}}
            client[DATABASE]["accounts"].update_many({"person_id": {"$ne": None}}, known)
        way = later.enter_context(lossy_way(store.port))
        yield FarHouse(store, way, tmp_path)


async def _found(url: str) -> None:
    town = await open_town(url, DATABASE)
    await town.store.close()


@pytest.mark.embedded
def test_what_was_committed_before_a_kill_is_answered_to_who_asks_again(far_house: FarHouse) -> None:
    given = message("killed-after-the-commit")
    far_house.killed_in_a_commit(given, delivers=True)
    count = len(far_house.rows("cases"))
    address = database_url(far_house.store.url, DATABASE)
    with served_program(address, far_house.var_dir, PULT_DATABASE=DATABASE) as (url, _):
        payloads = [
            far_house.sent(url, given).raise_for_status().json()["data"]["registerSubmission"]
            for _ in range(2)
        ]
    cases = far_house.rows("cases")
    assert len(cases) == count
    assert payloads[0]["errors"] == []
    assert payloads[0]["submission"]["id"] in {global_id("Message", case["_id"]) for case in cases}
    assert payloads[1] == payloads[0]


@pytest.mark.embedded
def test_what_was_never_committed_is_not_answered_as_if_it_were_done(far_house: FarHouse) -> None:
    given = message("killed-before-the-commit")
    far_house.killed_in_a_commit(given, delivers=False)
    count = len(far_house.rows("cases"))
    address = database_url(far_house.store.url, DATABASE)
    with served_program(address, far_house.var_dir, PULT_DATABASE=DATABASE) as (url, _):
        answer = far_house.sent(url, given)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert answer.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert len(far_house.rows("cases")) == count
