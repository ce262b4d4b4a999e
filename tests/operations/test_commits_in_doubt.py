"""A commit whose answer is lost: an operation recognizes what it has done itself, and is never done twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from auth.errors import Timeout
from documents.kernel.store.transactions import COMMITS
from documents.submissions.operations import answering, intake
from tests.support.cases import TEXT, routed
from tests.support.lossy import LossyWay, lossy_way
from tests.support.store import temporary_store
from tests.support.town import NOW, Town, open_town, reopen_town

pytestmark = pytest.mark.embedded
"""The driver asks a replica set for its members, and goes round the way to one of them."""

DATABASE = "doubt"
FACTS: dict[str, Any] = {"kind": "MESSAGE", "channel_id": "POS", "text": TEXT}
ALL = 99


@dataclass
class Doubtful:
    """A town on a server of its own, since what never heard of its end keeps its locks there."""

    town: Town
    port: int

    @asynccontextmanager
    async def far(self, selection_ms: int = 700) -> AsyncIterator[tuple[Town, LossyWay]]:
        """The same town, seen over a way on which answers get lost; a server that is away is looked for so long."""
        with lossy_way(self.port) as way:
            url = f"mongodb://127.0.0.1:{way.port}/?directConnection=true"
            there = await reopen_town(
                url, DATABASE, server_selection_timeout_ms=selection_ms, makes_indexes=False
            )
            try:
                yield there, way
            finally:
                await there.store.close()


@pytest.fixture
async def doubtful(worker_name: str) -> AsyncIterator[Doubtful]:
    """One for each test."""
    with temporary_store(f"doubt-{worker_name}") as server:
        town = await open_town(server.url, DATABASE)
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
    monkeypatch.setattr("documents.kernel.store.database.CLOSING_SECONDS", 1)
    count = await doubtful.town.event_count()
    async with doubtful.far(selection_ms=200) as (there, way):
        who = await there.who("pos")
        before = there.store.figures()["run_again"]
        way.losing, way.cuts_after = 1, True
        with pytest.raises(Timeout):
            await there.container.runner.run(who, NOW, intake.register_submission, **FACTS)
        assert there.store.figures()["run_again"] == before
    assert await doubtful.town.event_count() == count + 1
