"""How a process looks at the versions row and at sessions: what it may keep of an answer, and what not."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pymongo
import pytest
from pymongo import monitoring
from pymongo.errors import PyMongoError

from api.clock import utc_now
from api.http.authentication import Sessions
from documents.accounts.rules import RefreshToken
from documents.accounts.sessions import Origin, open_session
from documents.aggregates import RECORDS
from documents.kernel.read.reference import POLL_SECONDS, Reference
from documents.kernel.store.connection import StoreSettings, open_store
from documents.sectors.document import Topic
from tests.support.alone import impatient, looking_often
from tests.support.commands import CommandRecorder
from tests.support.neighbors import PATIENCE_SECONDS, alter
from tests.support.store import own, started_again, temporary_store
from tests.support.town import Town, open_town, reopen_town


@pytest.fixture
async def town(store_url: str) -> AsyncIterator[Town]:
    """A town whose documents this process changes, while a memory beside it looks."""
    built = await open_town(store_url, own("looked_at"))
    yield built
    await built.store.drop()
    await built.store.close()


async def test_whoever_asks_while_another_looks_waits_for_that_look(town: Town, store_url: str) -> None:
    """Where `current` does not wait for a look under way, all but the first are told the old title."""
    clock, recorder = [0.0], CommandRecorder()
    settings = StoreSettings(url=store_url, database=town.store.database_name)
    store = await open_store(settings, [], listeners=[recorder])
    memory = Reference(store, RECORDS, lambda: clock[0])
    await memory.current()
    await alter(town, Topic, "holes", title="Выбоины")
    clock[0] += POLL_SECONDS

    with recorder.capturing() as sent:
        found = await asyncio.gather(*(memory.current() for _ in range(20)))
    titles = {str(one.collections["topics"]["holes"]["title"]) for one in found}
    assert titles == {"Выбоины"}
    # The look, and the version that its loading begins with.
    assert len(sent.of("versions")) == 2
    await store.close()


@pytest.mark.embedded
async def test_a_look_that_failed_is_none(worker_name: str) -> None:
    """Where a failed look counts, the memory goes on for two seconds with what it had before the store went away."""
    with temporary_store(f"looked-{worker_name}") as first, looking_often():
        town = await open_town(first.url, "looked_at")
        await town.store.close()
        store = await open_store(StoreSettings(first.url, "looked_at"), [])
        clock = [0.0]
        memory = Reference(store, RECORDS, lambda: clock[0])
        await memory.current()
        first.stop()
        impatient(store)
        clock[0] += POLL_SECONDS
        failed = await asyncio.gather(memory.current(), memory.current(), return_exceptions=True)
        assert all(isinstance(one, PyMongoError) for one in failed)

        with started_again(first, port=first.port) as again:
            town = await reopen_town(again.url, "looked_at")
            await alter(town, Topic, "holes", title="Выбоины")
            await town.store.close()
            assert await _title(memory) == "Выбоины"
            await store.close()


async def _title(memory: Reference) -> str:
    """The title that it remembers, asked for until the store is found again."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            with contextlib.suppress(PyMongoError):
                return str((await memory.current()).collections["topics"]["holes"]["title"])


class Meanwhile(CommandRecorder):
    """Does something once, after the store has answered a question about sessions and before the answer is looked at."""

    def __init__(self, action: Callable[[], None]) -> None:
        super().__init__()
        self.actions = [action]

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Act at the first such answer; called by the driver from its threads."""
        if self.actions and event.command_name == "find" and "sessions" in str(event.reply):
            self.actions.pop()()


async def test_a_session_revoked_while_another_request_asks_after_it_is_not_remembered(
    town: Town, store_url: str
) -> None:
    """Where `look` keeps an answer from before `forget`, the session goes on here for a second and a half."""
    address = StoreSettings(store_url, town.store.database_name)
    moment, token = utc_now(), RefreshToken("session", "family", "secret")
    account = await town.store.collection("accounts").find_one({"_id": "account-head"})
    assert account is not None
    later = moment + timedelta(days=1)
    await open_session(town.store, account, token, Origin(), expires_at=later, now=moment)

    def revoke() -> None:
        with pymongo.MongoClient[dict[str, Any]](store_url) as client:
            of_town = client[town.store.database_name]["sessions"]
            of_town.update_one({"_id": "session"}, {"$set": {"revoked_at": moment}})
        sessions.forget("session")

    store = await open_store(address, [], listeners=[Meanwhile(revoke)])
    sessions = Sessions(store, clock=lambda: 0.0)
    # Asked before it was revoked, and answered so; the next is told what holds.
    assert await sessions.is_open("session", now=moment)
    assert not await sessions.is_open("session", now=moment)
    await store.close()
