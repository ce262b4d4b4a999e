"""One budget behind two processes: together they let through what it holds, what it restores, and one block each."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.neighbors import Neighbors, Server, neighbors
from tests.support.store import own

POINTS, PER_SECOND, COST = 2_000, 10, 100
BLOCK = POINTS // 20
CASES = "{ cases(first: 100) { nodes { id } } }"
SMALL = {"MEMBER_POINTS": str(POINTS), "MEMBER_POINTS_PER_SECOND": str(PER_SECOND)}


@pytest.fixture(scope="module")
async def frugal(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Neighbors]:
    """Two servers whose members may spend little; each test has people of its own."""
    async with neighbors(store_url, own("frugal"), tmp_path_factory.mktemp("var"), **SMALL) as built:
        yield built


async def asked(server: Server, login: str, times: int) -> list[httpx.Response]:
    """The answers to one question after another."""
    return [await server.answer(login, CASES) for _ in range(times)]


async def test_two_processes_share_one_budget(frugal: Neighbors) -> None:
    for login in ("head", "pos"):
        await frugal.first.sign_in(login)
    began = time.monotonic()
    answers = [
        answer
        for told in await asyncio.gather(*(asked(frugal.both[number % 2], "head", 10) for number in range(6)))
        for answer in told
    ]
    seconds = time.monotonic() - began
    allowed = [one for one in answers if one.status_code == 200]
    refused = [one for one in answers if one.status_code != 200]
    assert POINTS <= len(allowed) * COST <= POINTS + seconds * PER_SECOND + 2 * BLOCK
    assert refused
    for one in refused:
        (error,) = one.json()["errors"]
        assert (one.status_code, error["extensions"]["code"]) == (429, "RATE_LIMITED")
        assert 1 <= int(one.headers["retry-after"]) <= COST / PER_SECOND
        assert error["extensions"]["facts"]["retryAfterSeconds"] == int(one.headers["retry-after"])
    # Others have budgets of their own, in both processes.
    assert [(await one.answer("pos", CASES)).status_code for one in frugal.both] == [200, 200]


async def test_what_is_left_is_told_to_who_asks(frugal: Neighbors) -> None:
    await frugal.first.sign_in("curator")
    token = frugal.first.tokens["curator"]
    headers = {"Authorization": f"Bearer {token}", "Pult-Cost": "1"}
    told = []
    for server in (frugal.first, frugal.first, frugal.second):
        answer = await server.http.post(f"{server.url}/graphql", json={"query": CASES}, headers=headers)
        told.append(answer.json()["extensions"]["cost"])
    for one in told:
        assert set(one) == {"requested", "actual", "limit", "available", "restoreRate"}
        assert (one["requested"], one["limit"], one["restoreRate"]) == (COST, 2_000, PER_SECOND)
    assert POINTS - COST <= told[0]["available"] <= POINTS
    assert told[1]["available"] < told[0]["available"]
    costly = (
        "{ cases(first: 100) { nodes { " + " ".join(f"a{n}: sector {{ id }}" for n in range(30)) + " } } }"
    )
    answer = await frugal.first.http.post(
        f"{frugal.first.url}/graphql", json={"query": costly}, headers=headers
    )
    refused = answer.json()
    assert refused["errors"][0]["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert set(refused["extensions"]["cost"]) == set(told[0])
