"""Workers that are killed, frozen, left without a store or told to stop: each effect comes about once, and nothing is lost.

One round of each in every run; `make faults` goes on for as many as it is told.
"""

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.clock import utc_now
from api.dev.embedded import EmbeddedStore
from api.metrics import METRICS, WORKER
from documents.kernel.write.jobs import jobs
from documents.kernel.write.stamping import HEAD
from tests.processes.heaps import Heap, KilledJob, Surroundings
from tests.processes.killed_jobs import AT_WORK_IN_EVERY_ROUND, KILLED
from tests.processes.tally import Tally
from tests.support import web
from tests.support.cases import put_case
from tests.support.keys import ENVIRONMENT
from tests.support.mail import MailServerHere, serving_mail
from tests.support.programs import Program
from tests.support.receiving import NETWORKS, ReceiverHere, receiving
from tests.support.store import CACHE, LOG_FILE_MAX, database_url, scratch_directory
from tests.support.town import Town, open_town
from tests.support.working import begun, health_port, working

pytestmark = pytest.mark.embedded

DATABASE = "worked"
CASES = 40
PATIENCE_SECONDS = 60
RESUMING = {"_id": "resume_postponed_submissions"}
LEASE_SECONDS = "1"
AS_HERE = {
    **ENVIRONMENT,
    "PULT_DATABASE": DATABASE,
    "LEASE_SECONDS": LEASE_SECONDS,
    "WEBHOOK_NETWORKS": ",".join(NETWORKS),
}

Row = dict[str, Any]


class Place:
    """A store of its own, a town in it, and what workers made of both."""

    def __init__(self, kept: list[EmbeddedStore], var_dir: Path, town: Town) -> None:
        self._kept, self.var_dir, self.town = kept, var_dir, town
        self.client: pymongo.MongoClient[Row] = pymongo.MongoClient(self.store.url)

    @property
    def store(self) -> EmbeddedStore:
        """The server, the last that was started."""
        return self._kept[-1]

    def restart_store(self) -> None:
        """Kill the server, and start it again at its old address."""
        self.store.kill()
        again = EmbeddedStore.start(
            self.store.storage_path,
            port=self.store.port,
            sync=True,
            log_file_max=LOG_FILE_MAX,
            cache=CACHE,
        )
        self._kept.append(again)

    @property
    def url(self) -> str:
        """Where workers find the database."""
        return database_url(self.store.url, DATABASE)

    def rows(self, collection: str, **where: Any) -> list[Row]:
        """Rows as they are stored."""
        return list(self.client[DATABASE][collection].find(where))

    async def postpone(self, prefix: str) -> None:
        """Put so many messages off until a moment ago."""
        now = utc_now()
        for number in range(CASES):
            case_id = f"{prefix}-{number:02d}"
            await put_case(self.town, case_id, status="POSTPONED", postponed_until=now - timedelta(minutes=1))

    def resumed(self, prefix: str) -> Counter[str]:
        """How often each of them was resumed, by the events."""
        told = self.rows("events", name="submission.resumed", object_id={"$regex": f"^{prefix}-"})
        return Counter(row["object_id"] for row in told)

    async def until(self, holds: Any, words: str) -> None:
        """Wait until something holds of what is stored. Raises: AssertionError."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not await asyncio.to_thread(holds):
            assert time.monotonic() < deadline, words
            await asyncio.sleep(0.01)

    def judge(self, prefix: str) -> None:
        """Each was resumed once, and what is told of it agrees with it."""
        assert self.resumed(prefix) == Counter(f"{prefix}-{number:02d}" for number in range(CASES))
        for row in self.rows("cases", _id={"$regex": f"^{prefix}-"}):
            assert row["status"] == "IN_PROGRESS"

    def judge_order(self) -> None:
        """Positions have no gaps, and none was given twice."""
        given = sorted(row["position"] for row in self.rows("events") if row["position"] is not None)
        assert given == list(range(1, len(given) + 1))
        [head] = self.rows("counters", _id=HEAD)
        assert head["value"] == len(given)


@pytest.fixture(scope="module")
def store_place() -> Iterator[tuple[list[EmbeddedStore], Path]]:
    """A server that flushes what it says it has written, and a folder for keys."""
    with scratch_directory("worker") as folder:
        store = EmbeddedStore.start(
            folder / "store", port=0, sync=True, log_file_max=LOG_FILE_MAX, cache=CACHE
        )
        kept = [store]
        try:
            yield kept, folder / "var"
        finally:
            kept[-1].stop()


@pytest.fixture
async def place(store_place: tuple[list[EmbeddedStore], Path]) -> AsyncIterator[Place]:
    """A town anew, without workers."""
    kept, var_dir = store_place
    town = await open_town(kept[-1].url, DATABASE)
    found = Place(kept, var_dir, town)
    try:
        yield found
    finally:
        # The last that was killed may have left a transaction of another job open, and nobody takes that over any more: the
        # next town would wait for its locks.
        left_open = [one for lease in found.rows("leases") for one in lease["opened"]]
        await town.store.end_sessions(left_open)
        found.client.close()
        await town.store.close()


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServerHere]:
    with serving_mail() as here:
        yield here


@pytest.fixture(scope="module")
def receiver() -> Iterator[ReceiverHere]:
    with receiving() as here:
        yield here


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Kill two jobs in every run, and each of the table where there is time for more rounds."""
    if "killed" in metafunc.fixturenames:
        jobs = KILLED if metafunc.config.getoption("--rounds") > 1 else KILLED[:2]
        metafunc.parametrize("killed", jobs, ids=lambda one: one.name)


async def killed_in_the_middle(place: Place, program: Program, heap: Heap, after: int) -> None:
    await place.until(lambda: len(heap.done(place.rows)) >= after, "nothing was done")
    program.send_signal(signal.SIGKILL)
    assert await asyncio.to_thread(program.wait, PATIENCE_SECONDS) == -signal.SIGKILL


async def test_killed_in_the_middle_the_rest_is_done_once_by_another(
    place: Place,
    killed: KilledJob,
    mail: MailServerHere,
    receiver: ReceiverHere,
    request: pytest.FixtureRequest,
) -> None:
    as_here, tally = {**AS_HERE, "SMTP_URL": mail.url}, Tally(killed.name)
    for number in range(request.config.getoption("--rounds")):
        around = Surroundings(place.town, mail, receiver)
        heap = await killed.pile(around, f"kill{number}", CASES, utc_now())
        if killed.is_periodic:
            # The job is due at once, also where it has just run.
            place.client[DATABASE]["jobs"].delete_many({"_id": killed.name})
        first = begun(place.url, place.var_dir, **as_here)
        try:
            await killed_in_the_middle(place, first, heap, 1 + number % (CASES - 2))
        finally:
            first.end()
        with working(place.url, place.var_dir, **as_here):
            await place.until(lambda given=heap: given.is_done(place.rows), "not all was done")
            await place.until(lambda: not place.rows("events", position=None), "events have no position")
        tally.add(heap.expected, heap.done(place.rows))
        assert killed.is_right(heap, place.rows, kills=1), heap.done(place.rows)
        place.judge_order()


def test_every_job_is_killed_somewhere() -> None:
    assert {one.name for one in KILLED} | {AT_WORK_IN_EVERY_ROUND} == set(jobs())


async def test_one_that_is_frozen_past_its_lease_doubles_nothing(place: Place) -> None:
    await place.postpone("frozen")
    with contextlib.ExitStack() as later:
        first = begun(place.url, place.var_dir, **AS_HERE)
        later.callback(first.end)
        await place.until(lambda: len(place.resumed("frozen")) >= 3, "no case was resumed")
        first.send_signal(signal.SIGSTOP)
        later.enter_context(working(place.url, place.var_dir, **AS_HERE))
        await place.until(lambda: len(place.resumed("frozen")) == CASES, "not all were resumed")
        await place.postpone("after")
        first.send_signal(signal.SIGCONT)
        place.client[DATABASE]["jobs"].update_many({}, {"$set": {"due_at": utc_now()}})
        await place.until(lambda: len(place.resumed("after")) == CASES, "not all were resumed")
        await place.until(lambda: not place.rows("events", position=None), "events have no position")
    place.judge("frozen")
    place.judge("after")
    place.judge_order()


async def test_of_several_workers_one_runs_a_job(place: Place) -> None:
    await place.postpone("both")
    # Nobody is killed here: on no machine is one so slow that another takes its lease over.
    unhurried = {**AS_HERE, "LEASE_SECONDS": "300"}
    programs = [begun(place.url, place.var_dir, **unhurried) for _ in range(3)]
    try:
        await place.until(lambda: len(place.resumed("both")) == CASES, "not all were resumed")
        await place.until(lambda: not place.rows("events", position=None), "events have no position")
        # What came of a run is noted behind its last effect.
        await place.until(lambda: bool(place.rows("jobs", **RESUMING, last_outcome="DONE")), "no run ended")
    finally:
        for program in programs:
            program.end()
    place.judge("both")
    place.judge_order()
    [row] = place.rows("jobs", **RESUMING)
    assert row["counts"] == {"done": CASES}


async def test_told_to_stop_it_ends_before_its_lease_and_leaves_none_behind(place: Place) -> None:
    await place.postpone("stop")
    first = begun(place.url, place.var_dir, **{**AS_HERE, "LEASE_SECONDS": "300"})
    try:
        await place.until(lambda: len(place.resumed("stop")) >= 1, "no case was resumed")
        first.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(first.wait, PATIENCE_SECONDS) == 0
    finally:
        first.end()
    assert [row["_id"] for row in place.rows("leases") if row["until"] > utc_now()] == []
    with working(place.url, place.var_dir, **AS_HERE):
        await place.until(lambda: len(place.resumed("stop")) == CASES, "not all were resumed")
    place.judge("stop")


async def test_its_door_tells_whether_it_works(place: Place) -> None:
    first = begun(place.url, place.var_dir, **AS_HERE)
    try:
        url = f"http://127.0.0.1:{await asyncio.to_thread(health_port, first)}"
        async with httpx.AsyncClient(verify=web.NO_AUTHORITIES, base_url=url) as client:
            assert (await client.get("/health/live")).status_code == 200
            ready = await client.get("/health/ready")
            deadline = time.monotonic() + PATIENCE_SECONDS
            while ready.json()["status"] == "does_not_work" and time.monotonic() < deadline:
                ready = await client.get("/health/ready")
            assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
            await place.until(lambda: bool(place.rows("jobs", last_outcome="DONE")), "no job ran")
            told = (await client.get("/metrics")).text
            families = {
                one.name: (one.type, one.documentation) for one in text_string_to_metric_families(told)
            }
            ours = {name: one for name, one in families.items() if name.startswith("pult_")}
            of_workers = {name: one for name, one in METRICS.items() if WORKER in one.processes}
            assert ours == {name: (one.kind, one.words) for name, one in of_workers.items()}
            assert 'outcome="DONE"' in told
    finally:
        first.end()


async def test_a_store_that_went_away_and_came_back_is_no_reason_to_start_it_again(place: Place) -> None:
    with working(place.url, place.var_dir, **AS_HERE) as (_, program):
        await place.until(lambda: bool(place.rows("jobs", last_outcome="DONE")), "no job ran")
        await asyncio.to_thread(place.restart_store)
        await place.postpone("back")
        place.client[DATABASE]["jobs"].update_many({}, {"$set": {"due_at": utc_now()}})
        await place.until(lambda: len(place.resumed("back")) == CASES, "not all were resumed")
        place.judge("back")
        assert "Traceback" not in program.written
