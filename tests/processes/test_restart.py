"""The store goes away and comes back under two running servers: what they say meanwhile, and that nothing which grew old
while they could not ask decides anything afterwards."""

import asyncio
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.clock import utc_now
from api.dev.embedded import EmbeddedStore
from documents.kernel.ids import global_id
from documents.members.document import Membership
from tests.support.neighbors import Neighbors, Server, alter, neighbors, seconds_stale
from tests.support.store import started_again, temporary_store
from tests.support.town import reopen_town

ROLES = "{ viewer { roles } }"
REGISTER = """mutation($input: RegisterSubmissionInput!) { registerSubmission(input: $input) {
    submission { id } errors { code } } }"""
DATABASE = "restarted"
UNREACHABLE = (503, "TIMEOUT")
PROMISED_SECONDS = 2.0


def message() -> dict[str, Any]:
    """What a registration says."""
    return {"regime": "MESSAGE", "channelId": global_id("Channel", "POST"), "text": "Яма у дома 5."}


async def told(server: Server, login: str, query: str = ROLES, **variables: Any) -> Any:
    """The roles in an answer, the payload's codes, or the status and the code of a failure."""
    answer = await server.answer(login, query, **variables)
    body = answer.json()
    if "errors" in body:
        return answer.status_code, body["errors"][0]["extensions"]["code"]
    data = body["data"]
    if "viewer" in data:
        return data["viewer"]["roles"]
    return [one["code"] for one in data["registerSubmission"]["errors"]]


async def at_the_other_doors(server: Server) -> dict[str, tuple[int, str, str | None]]:
    """Status, word and Retry-After of the doors beside GraphQL."""
    form = {"grant_type": "password", "username": "head", "password": "x"}
    answers = await asyncio.gather(
        server.http.post(f"{server.url}/auth/token", data=form),
        server.http.post(f"{server.url}/auth/revoke", data={"token": server.tokens["head"]}),
        server.http.get(f"{server.url}/health/ready"),
        server.http.get(f"{server.url}/health/live"),
    )
    return {
        answer.request.url.path: (
            answer.status_code,
            answer.json().get("error") or answer.json().get("status"),
            answer.headers.get("retry-after"),
        )
        for answer in answers
    }


async def end_elsewhere(store: EmbeddedStore, membership_id: str) -> None:
    """End a role while the servers cannot reach the store: it listens at another port for as long."""
    with started_again(store) as elsewhere:
        town = await reopen_town(elsewhere.url, DATABASE)
        await alter(town, Membership, membership_id, valid_to=utc_now())
        await town.store.close()


@pytest.mark.embedded
async def test_a_store_that_restarts_is_told_as_that_and_leaves_no_right_behind(
    worker_name: str, tmp_path: Path
) -> None:
    """Without `is_away` at the doors everything but the ping is a fault of ours (500, INTERNAL); without `_look` in
    `Reference.current`, or with sessions believed for longer, the ended role goes on after the restart."""
    with ExitStack() as later:
        store = later.enter_context(temporary_store(f"restarted-{worker_name}"))
        async with neighbors(store.url, DATABASE, tmp_path) as pair:
            for login in ("pos", "head", "registrar"):
                await pair.first.sign_in(login)
            for server in pair.both:
                assert await told(server, "pos") == ["POS_OFFICER"]
            store.stop()

            await _says_that_the_store_is_away(pair)
            await end_elsewhere(store, "membership-pos")
            later.enter_context(started_again(store, port=store.port))
            await _is_right_again(pair)


async def _says_that_the_store_is_away(pair: Neighbors) -> None:
    assert await seconds_stale(partial(told, login="pos"), UNREACHABLE, *pair.both) <= PROMISED_SECONDS
    answers = await asyncio.gather(
        *(told(server, "pos", REGISTER, input=message()) for server in pair.both),
        *(at_the_other_doors(server) for server in pair.both),
    )
    assert answers[:2] == [UNREACHABLE] * 2
    assert (
        answers[2:]
        == [
            {
                "/auth/token": (503, "temporarily_unavailable", "1"),
                "/auth/revoke": (503, "temporarily_unavailable", "1"),
                "/health/ready": (503, "store_does_not_answer", None),
                "/health/live": (200, "live", None),
            }
        ]
        * 2
    )


async def _is_right_again(pair: Neighbors) -> None:
    """Both recover by themselves, and not one answer on the way is given by the role that has ended."""
    seen: list[Any] = []

    async def noted(server: Server) -> Any:
        seen.append(await told(server, "pos"))
        return seen[-1]

    await seconds_stale(noted, [], *pair.both)
    assert all(one in ([], UNREACHABLE) for one in seen)
    for server in pair.both:
        assert (await server.http.get(f"{server.url}/health/ready")).status_code == 200
        assert await told(server, "pos", REGISTER, input=message()) == ["FORBIDDEN"]
        assert await told(server, "registrar", REGISTER, input=message()) == []
