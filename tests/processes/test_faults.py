"""A store that is frozen or gone, clients that leave, and more of them than can be answered: asked over a real process."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from api.dev.embedded import EmbeddedStore
from tests.support.served_town import PASSWORD, ServedTown, serving_town, until
from tests.support.sockets import RawAnswer, asked, connected, exchanged, posted
from tests.support.store import frozen, started_again, temporary_store

PROMISED_SECONDS = 5.0
"""Within which a store that is away is told, whoever asks and however many they are (contract §3)."""

LIVE_SECONDS = 2.0
CASES = "{ cases(first: 20) { nodes { id status } totalCount { value } } }"
VIEWER = "{ viewer { roles } }"


@dataclass
class Faulty:
    """A town on a store of its own, whose process may be stopped."""

    town: ServedTown
    store: EmbeddedStore

    @property
    def port(self) -> int:
        """Where it is served."""
        return int(self.town.url.rpartition(":")[2])


@pytest.fixture(scope="module")
def faulty(worker_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """One for the tests of this module; each leaves the store running."""
    with (
        temporary_store(f"faulty-{worker_name}") as store,
        serving_town(store.url, "faulty", tmp_path_factory.mktemp("var-faulty")) as town,
    ):
        for login in ("head", "pos", "registrar"):
            town.token(login)
        yield Faulty(town, store)


def reading(town: ServedTown, login: str = "head", query: str = CASES, **variables: Any) -> bytes:
    """A query or mutation of somebody."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    return posted("/graphql", body, "application/json", Authorization=f"Bearer {town.token(login)}")


def posting(path: str, **form: str) -> bytes:
    """A form."""
    return posted(path, urlencode(form).encode(), "application/x-www-form-urlencoded")


def is_told_away(answer: RawAnswer) -> None:
    """It says that the store is away, and when to come again."""
    assert answer.status == 503, answer.body
    assert answer.headers["retry-after"] == "1"
    body = answer.json()
    word = body["error"] if "error" in body else body["errors"][0]["extensions"]["code"]
    assert word in {"TIMEOUT", "RATE_LIMITED", "temporarily_unavailable"}


def works_again(faulty: Faulty) -> None:
    """Wait until it answers as before."""
    until(lambda: faulty.town.ask_with(faulty.town.token("head"), CASES).status_code == 200, seconds=30)


def all_doors(town: ServedTown, crowd: int) -> list[bytes]:
    """A crowd that reads, and somebody at every other door."""
    return [
        *[reading(town) for _ in range(crowd)],
        reading(town, "pos", VIEWER),
        posting("/auth/token", grant_type="password", username="pos", password=PASSWORD),
        posting("/auth/token", grant_type="refresh_token", refresh_token="aaaa.bbbb.cccc"),
        posting("/auth/revoke", token=town.token("registrar")),
        posting("/auth/revoke", token="aaaa.bbbb.cccc"),
        posting("/auth/invitation", token="x" * 43, password="семь вёрст до небес и лесом"),
    ]


def seconds_to_live(faulty: Faulty) -> float:
    """How long the process takes to say that it lives, by a socket of its own."""
    began = time.monotonic()
    told = exchanged(
        faulty.port, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    assert told.startswith(b"HTTP/1.1 200")
    return time.monotonic() - began


async def _all_are_told(faulty: Faulty, crowd: int) -> None:
    sent = all_doors(faulty.town, crowd)
    waiting = [asyncio.create_task(asked(faulty.port, one)) for one in sent]
    lived = await asyncio.to_thread(seconds_to_live, faulty)
    answers = await asyncio.gather(*waiting)
    assert lived < LIVE_SECONDS
    for answer, _ in answers:
        is_told_away(answer)
    assert max(took for _, took in answers) < PROMISED_SECONDS


@pytest.mark.embedded
async def test_a_frozen_store_is_told_in_time_to_each_of_three_hundred(faulty: Faulty) -> None:
    with frozen(faulty.store):
        await _all_are_told(faulty, crowd=300)
        await _all_are_told(faulty, crowd=300)
    await asyncio.to_thread(works_again, faulty)


@pytest.mark.embedded
def test_a_store_that_is_gone_is_told_in_time_to_each_of_three_hundred(
    worker_name: str, tmp_path: Path
) -> None:
    with ExitStack() as later:
        store = later.enter_context(temporary_store(f"gone-{worker_name}"))
        # Entered before, so that it is left behind what needs the store at its end.
        back = ExitStack()
        later.push(back)
        town = later.enter_context(serving_town(store.url, "gone", tmp_path))
        gone = Faulty(town, store)
        for login in ("head", "pos", "registrar"):
            town.token(login)
        store.stop()
        asyncio.run(_all_are_told(gone, crowd=300))
        back.enter_context(started_again(store, port=store.port))
        works_again(gone)


REGISTER = """mutation($input: RegisterSubmissionInput!) { registerSubmission(input: $input) {
    submission { id } errors { code } } }"""


@pytest.mark.embedded
async def test_writers_wait_no_longer_for_a_frozen_store_than_readers(faulty: Faulty) -> None:
    given = {"regime": "MESSAGE", "channelId": "Q2hhbm5lbDpQT1NU", "text": "Яма у дома 5."}
    sent = reading(faulty.town, "registrar", REGISTER, input=given)
    with frozen(faulty.store):
        answers = await asyncio.gather(*(asked(faulty.port, sent) for _ in range(40)))
    codes = {str(answer.json()["errors"][0]["extensions"]["code"]) for answer, _ in answers}
    assert codes <= {"TIMEOUT", "RATE_LIMITED"}
    assert max(took for _, took in answers) < PROMISED_SECONDS
    await asyncio.to_thread(works_again, faulty)


@pytest.mark.embedded
async def test_clients_that_left_stand_in_nobodys_way(faulty: Faulty) -> None:
    """Where their requests go on, the next one waits behind all of them: 5 s after as many were seen."""
    sent = reading(faulty.town)
    with frozen(faulty.store):
        for _ in range(320):
            with connected(faulty.port) as one:
                one.sendall(sent)
    began = time.monotonic()
    answer = await asyncio.to_thread(faulty.town.ask_with, faulty.town.token("head"), VIEWER)
    assert answer.status_code in {200, 503}
    await asyncio.to_thread(works_again, faulty)
    assert time.monotonic() - began < PROMISED_SECONDS


async def test_of_a_thousand_at_once_those_over_capacity_are_told_to_come_again(faulty: Faulty) -> None:
    await asyncio.to_thread(works_again, faulty)
    sent = reading(faulty.town)
    answers = await asyncio.gather(*(asked(faulty.port, sent) for _ in range(1_000)))
    told: dict[int, list[RawAnswer]] = {}
    for answer, _ in answers:
        told.setdefault(answer.status, []).append(answer)
    assert set(told) <= {200, 503}
    assert all(one.headers["retry-after"] == "1" for one in told.get(503, ()))
    assert all("errors" not in one.json() for one in told[200])
    assert len(told[200]) >= 500, {status: len(found) for status, found in told.items()}
