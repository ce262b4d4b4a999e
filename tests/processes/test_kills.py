"""The server or its store is killed under writers: what was acknowledged is there, whole and once, and nothing is half done.

One round of each in every run; `make faults` goes on for as many as the page on crashes tells.
"""

import asyncio
import itertools
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx
import pymongo
import pytest

from api.dev.embedded import EmbeddedStore
from documents.kernel.ids import global_id, read_global_id
from tests.support import web
from tests.support.passwords import hashed
from tests.support.served_town import PASSWORD
from tests.support.serving import served_program
from tests.support.store import CACHE, LOG_FILE_MAX, database_url, scratch_directory
from tests.support.town import open_town

pytestmark = pytest.mark.embedded

DATABASE = "kills"
WRITERS = 8
BEFORE, AFTER = 60, 20
"""So many acknowledged changes before something is killed, and after it is back."""

PATIENCE_SECONDS = 60
PASSING = frozenset({"TIMEOUT", "RATE_LIMITED"})
"""What a caller may be told while something is away: nothing that says his change was refused."""

REGISTER = """mutation($input: RegisterSubmissionInput!) { registerSubmission(input: $input) {
    submission { id revision } errors { code } } }"""
FORMALIZE = """mutation($input: FormalizeSubmissionInput!) { formalizeSubmission(input: $input) {
    submission { id revision } errors { code } } }"""

Victim = Literal["server", "store"]


@dataclass
class Ledger:
    """What writers have sent, what was acknowledged, and what they were told otherwise."""

    sent: set[str] = field(default_factory=set)
    registered: dict[str, str] = field(default_factory=dict)
    formalized: set[str] = field(default_factory=set)
    refusals: list[Any] = field(default_factory=list)
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def acknowledged(self) -> int:
        """How many changes."""
        return len(self.registered) + len(self.formalized)

    async def reaches(self, count: int) -> None:
        """Wait for so many."""
        async with asyncio.timeout(PATIENCE_SECONDS), self.moved:
            await self.moved.wait_for(lambda: self.acknowledged >= count)


@dataclass
class House:
    """A town on a store whose every commit is on the disk, and the numbers that it gives to what comes in."""

    directory: Path
    store: EmbeddedStore
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    ledger: Ledger = field(default_factory=Ledger)

    def restart_store(self) -> None:
        """Start the server once more on its directory, at its port."""
        self.store = started(self.directory, port=self.store.port)


def started(directory: Path, port: int = 0) -> EmbeddedStore:
    """A server of which a kill takes nothing that it has acknowledged."""
    return EmbeddedStore.start(
        directory / "store", port=port, sync=True, log_file_max=LOG_FILE_MAX, cache=CACHE
    )


@asynccontextmanager
async def founded() -> AsyncIterator[House]:
    """A town that ends with the block."""
    with scratch_directory("kills") as directory:
        house = House(directory, started(directory))
        try:
            town = await open_town(house.store.url, DATABASE)
            passwords = {"$set": {"password_hash": hashed(PASSWORD)}}
            await town.store.collection("accounts").update_many({"person_id": {"$ne": None}}, passwords)
            await town.store.close()
            yield house
        finally:
            house.store.stop()


async def sign_in(client: httpx.AsyncClient) -> None:
    """Let a client ask as the officer of the portal."""
    form = {"grant_type": "password", "username": "pos", "password": PASSWORD}
    told = (await client.post("/auth/token", data=form)).raise_for_status().json()
    client.headers["Authorization"] = f"Bearer {told['access_token']}"


async def call(client: httpx.AsyncClient, ledger: Ledger, document: str, given: dict[str, Any]) -> Any:
    """The object that a mutation shows; None where it was not acknowledged."""
    try:
        answer = await client.post("/graphql", json={"query": document, "variables": {"input": given}})
    except httpx.TransportError:
        return None
    body = answer.json()
    codes = [one["extensions"]["code"] for one in body.get("errors", ())]
    payload = next(iter((body.get("data") or {}).values()), None)
    if payload is not None:
        codes += [one["code"] for one in payload["errors"]]
    ledger.refusals += [code for code in codes if code not in PASSING]
    return payload["submission"] if payload is not None and not codes else None


async def write(client: httpx.AsyncClient, house: House, until: asyncio.Event) -> None:
    """Register and formalize one case after another, each mutation sent once."""
    ledger = house.ledger
    while not until.is_set():
        number = f"kill-{next(house.numbers)}"
        ledger.sent.add(number)
        given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Яма у дома 5."}
        case = await call(client, ledger, REGISTER, {**given, "externalSystem": "POS", "externalId": number})
        if case is None:
            continue
        ledger.registered[number] = read_global_id(case["id"])[1]
        words = {
            "topicId": global_id("Topic", "holes"),
            "summary": "Яма",
            "expectedRevision": case["revision"],
        }
        if await call(client, ledger, FORMALIZE, {"id": case["id"], **words}) is not None:
            ledger.formalized.add(read_global_id(case["id"])[1])
        async with ledger.moved:
            ledger.moved.notify_all()


async def one_round(house: House, victim: Victim, var_dir: Path) -> None:
    """Kill something under writers, bring it back, and let them go on."""
    address, reached = database_url(house.store.url, DATABASE), house.ledger.acknowledged
    with ExitStack() as later:
        url, program = later.enter_context(served_program(address, var_dir, PULT_DATABASE=DATABASE))
        async with writing(house, url):
            await house.ledger.reaches(reached + BEFORE)
            if victim == "server":
                program.send_signal(signal.SIGKILL)
                assert await asyncio.to_thread(program.wait, PATIENCE_SECONDS) == -signal.SIGKILL
            else:
                await asyncio.to_thread(house.store.kill)
                await asyncio.to_thread(house.restart_store)
                await house.ledger.reaches(house.ledger.acknowledged + AFTER)
        if victim == "server":
            again, _ = later.enter_context(served_program(address, var_dir, PULT_DATABASE=DATABASE))
            async with writing(house, again):
                await house.ledger.reaches(house.ledger.acknowledged + AFTER)


@asynccontextmanager
async def writing(house: House, url: str) -> AsyncIterator[None]:
    """Let all writers write while the block runs."""
    over = asyncio.Event()
    async with httpx.AsyncClient(verify=web.NO_AUTHORITIES, base_url=url, timeout=PATIENCE_SECONDS) as client:
        await sign_in(client)
        writers = [asyncio.create_task(write(client, house, over)) for _ in range(WRITERS)]
        try:
            yield
        finally:
            over.set()
            await asyncio.gather(*writers)


def judge(house: House) -> None:
    """Compare what is stored with what was acknowledged."""
    ledger = house.ledger
    with pymongo.MongoClient[dict[str, Any]](house.store.url) as client:
        database = client[DATABASE]
        cases = list(database["cases"].find({"external_id": {"$regex": "^kill-"}}))
        events = list(database["events"].find({"object_collection": "cases"}))
    numbers = [case["external_id"] for case in cases]
    assert len(numbers) == len(set(numbers)), "one case was stored twice"
    assert set(numbers) <= ledger.sent
    stored = {case["external_id"]: case["_id"] for case in cases}
    assert {number: stored.get(number) for number in ledger.registered} == ledger.registered
    topics = {case["_id"]: case["topic_id"] for case in cases}
    assert {case_id: topics[case_id] for case_id in ledger.formalized} == dict.fromkeys(
        ledger.formalized, "holes"
    )
    told: dict[str, list[int]] = {}
    for event in events:
        told.setdefault(event["object_id"], []).append(event["sequence"])
    whole = {case["_id"]: list(range(1, case["revision"] + 1)) for case in cases}
    assert {case_id: sorted(told[case_id]) for case_id in whole} == whole
    assert ledger.refusals == []


@pytest.mark.long
async def test_nothing_acknowledged_is_lost_half_done_or_doubled_by_kills(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    rounds = request.config.getoption("--rounds")
    async with founded() as house:
        for victim in ("server", "store") * rounds:
            await one_round(house, victim, tmp_path)
            judge(house)
        assert house.ledger.acknowledged >= 2 * rounds * (BEFORE + AFTER)
