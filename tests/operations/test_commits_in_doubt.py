"""A commit whose answer is lost: an operation recognizes what it has done itself, and is never done twice."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from api.dev.embedded import EmbeddedStore
from auth.errors import Timeout
from documents.kernel.store.transactions import COMMITS
from documents.submissions.operations import answering, intake
from tests.support.alone import impatient, looking_often
from tests.support.cases import TEXT, routed
from tests.support.lossy import LossyWay, lossy_way
from tests.support.store import temporary_store
from tests.support.town import NOW, Town, open_town, reopen_town

pytestmark = pytest.mark.embedded
"""The driver asks a replica set for its members, and goes round the way to one of them."""

NUMBERS = itertools.count(1)
FACTS: dict[str, Any] = {"kind": "MESSAGE", "channel_id": "POS", "text": TEXT}
ALL = 99


@dataclass
class Doubtful:
    """A town in a database of its own, since what never heard of its end keeps its locks there."""

    town: Town
    port: int

    @asynccontextmanager
    async def far(self) -> AsyncIterator[tuple[Town, LossyWay]]:
        """The same town, seen over a way on which answers get lost."""
        with lossy_way(self.port) as way, looking_often():
            url = f"mongodb://127.0.0.1:{way.port}/?directConnection=true"
            database = self.town.store.database_name
            there = await reopen_town(url, database, makes_indexes=False)
            try:
                yield there, way
            finally:
                await there.store.close()


@pytest.fixture(scope="module")
def server(worker_name: str) -> Iterator[EmbeddedStore]:
    """A server of the module's own."""
    with temporary_store(f"doubt-{worker_name}") as running:
        yield running


@pytest.fixture
async def doubtful(server: EmbeddedStore) -> AsyncIterator[Doubtful]:
    """One for each test."""
    town = await open_town(server.url, f"doubt_{next(NUMBERS)}", makes_indexes=False)
    yield Doubtful(town, server.port)
    await town.store.close()


async def test_what_was_committed_is_answered_though_every_answer_to_the_commit_was_lost(
    doubtful: Doubtful,
) -> None:
    case = await routed(doubtful.town)
    count = await doubtful.town.event_count()
    async with doubtful.far() as (there, way):
        who = await there.who("assignee")
        way.losing = ALL
        done = await there.container.runner.run(who, NOW, answering.start_work, case.id)
        assert way.lost >= COMMITS
        await there.store.ping()
    assert done.record is not None
    assert done.record.status == "IN_PROGRESS"
    assert await doubtful.town.stored(case.id) == done.record
    assert await doubtful.town.event_count() == count + 1


async def test_what_did_not_arrive_is_not_answered_as_if_it_were_done(doubtful: Doubtful) -> None:
    case = await routed(doubtful.town)
    count = await doubtful.town.event_count()
    async with doubtful.far() as (there, way):
        who = await there.who("assignee")
        way.losing, way.delivers = ALL, False
        with pytest.raises(Timeout):
            await there.container.runner.run(who, NOW, answering.start_work, case.id)
        await there.store.ping()
    assert (await doubtful.town.stored(case.id)).status == "ASSIGNED"
    assert await doubtful.town.event_count() == count


async def test_nothing_is_run_again_while_nobody_can_tell_what_came_of_it(
    doubtful: Doubtful, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.kernel.store.database.CLOSING_SECONDS", 0.1)
    count = await doubtful.town.event_count()
    async with doubtful.far() as (there, way):
        who = await there.who("pos")
        impatient(there.store)
        before = there.store.figures()["run_again"]
        way.losing, way.cuts_after = 1, True
        with pytest.raises(Timeout):
            await there.container.runner.run(who, NOW, intake.register_submission, **FACTS)
        assert there.store.figures()["run_again"] == before
    assert await doubtful.town.event_count() == count + 1
