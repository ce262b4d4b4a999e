"""Jobs: when they are due, what becomes of what fails, and that a follower of events goes through each once."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pymongo.errors import AutoReconnect

from api.worker.running import StoreAway
from api.worker.working import is_due
from auth.actions import Action
from auth.errors import Invalid
from documents.jobs.notes import ITEMS, STATES, parked_items, put_back, states
from documents.jobs.standing import standing
from documents.jobs.vocabulary import Outcome
from documents.kernel.store.connection import Session
from documents.kernel.write import leases, ledger
from documents.kernel.write.jobs import Job, JobRun, Trigger, retried_after
from documents.submissions.operations.pausing import resume_work
from documents.submissions.operations.routing import return_routing
from tests.support.cases import registered
from tests.support.runs import Bench, made_up, stamped
from tests.support.town import NOW, Town

MINUTE = timedelta(minutes=1)


@pytest.fixture
def bench(town: Town) -> Bench:
    return Bench(town)


async def nothing(run: JobRun) -> None:
    run.count("done", 0)


def test_a_period_begins_at_its_offset_and_those_missed_are_caught_up_once() -> None:
    hourly = Job("hourly", "", nothing, every=timedelta(hours=1))
    daily = Job("daily", "", nothing, every=timedelta(days=1), offset=timedelta(hours=1))
    assert hourly.due_after(datetime(2026, 6, 1, 3, 0)) == datetime(2026, 6, 1, 4, 0)
    assert hourly.due_after(datetime(2026, 6, 1, 3, 59)) == datetime(2026, 6, 1, 4, 0)
    assert daily.due_after(datetime(2026, 6, 1, 0, 59)) == datetime(2026, 6, 1, 1, 0)
    assert daily.due_after(datetime(2026, 6, 1, 1, 0)) == datetime(2026, 6, 2, 1, 0)


def test_what_failed_is_tried_again_later_each_time_and_not_all_at_one_moment() -> None:
    waits = [retried_after(failures, 0) for failures in range(1, 12)]
    assert waits[0] == timedelta(seconds=10)
    assert waits[1] == timedelta(seconds=20)
    assert waits == sorted(waits)
    assert waits[-1] == retried_after(10_000, 0) == timedelta(hours=1)
    assert retried_after(1, 1) == timedelta(seconds=5)


def test_a_job_is_due_by_its_trigger() -> None:
    period = made_up(nothing)
    follower = made_up(nothing, trigger=Trigger.EVENTS)
    state = {"due_at": NOW, "position": 7}
    assert is_due(period, None, 0, NOW)
    assert is_due(period, state, 0, NOW)
    assert not is_due(period, {"due_at": NOW + MINUTE}, 0, NOW)
    assert not is_due(period, {"due_at": None}, 0, NOW)
    assert not is_due(follower, state, 7, NOW)
    assert is_due(follower, state, 8, NOW)


async def test_a_run_is_noted_with_what_it_did_and_when_the_next_is_due(bench: Bench) -> None:
    async def counts(run: JobRun) -> None:
        run.count("done", 3)

    assert await bench.run(made_up(counts)) is Outcome.DONE
    row = (await states(bench.town.store))["counts"]
    assert (row["last_outcome"], row["counts"], row["runs"]) == ("DONE", {"done": 3}, 1)
    assert (row["last_started_at"], row["due_at"]) == (NOW, NOW + MINUTE)


async def test_another_process_that_has_it_keeps_it(bench: Bench) -> None:
    fence = await leases.take(bench.town.store, "job:nothing", "another", NOW, seconds=15)
    assert fence is not None
    assert await bench.run(made_up(nothing)) is None
    assert "nothing" not in await states(bench.town.store)


async def test_one_thing_that_fails_is_parked_and_the_others_are_done(bench: Bench) -> None:
    done: Counter[str] = Counter()

    async def picky(run: JobRun) -> None:
        async def work(key: str) -> None:
            if key == "bad":
                raise RuntimeError("Иванов Иван")
            done[key] += 1

        await run.each(["a", "bad", "b"], work)

    job = made_up(picky)
    assert await bench.run(job) is Outcome.INCOMPLETE
    # Not before its time.
    await bench.run(job, NOW + timedelta(seconds=9))
    assert (await ledger.read_many(bench.town.store, ITEMS, {}, at_most=9))[0]["failures"] == 1
    await bench.run(job, NOW + timedelta(seconds=11))
    await bench.run(job, NOW + MINUTE)
    assert done == {"a": 4, "b": 4}
    [item] = await parked_items(bench.town.store)
    assert (item["key"], item["failures"], item["error"]) == ("bad", 3, "RuntimeError")
    assert "Иванов" not in str(await states(bench.town.store)) + str(item)
    # Parked is parked, until somebody says otherwise.
    await bench.run(job, NOW + timedelta(days=9))
    assert done["a"] == 5
    assert len(await parked_items(bench.town.store)) == 1
    await put_back(bench.town.store, job, NOW)
    assert await parked_items(bench.town.store) == []


async def test_a_run_that_fails_as_a_whole_is_run_again_and_parked_in_the_end(bench: Bench) -> None:
    async def broken(run: JobRun) -> None:
        raise ValueError("нет")

    job, now = made_up(broken), NOW
    for failures in (1, 2):
        assert await bench.run(job, now) is Outcome.FAILED
        row = (await states(bench.town.store))["broken"]
        assert (row["failures"], row["last_error"]) == (failures, "ValueError")
        assert row["due_at"] == now + retried_after(failures, 0)
        now = row["due_at"]
    assert await bench.run(job, now) is Outcome.PARKED
    assert (await states(bench.town.store))["broken"]["due_at"] is None


async def test_what_was_put_back_while_it_ran_is_run_again(bench: Bench) -> None:
    async def put_back_meanwhile(run: JobRun) -> None:
        await put_back(bench.town.store, job, NOW - timedelta(seconds=1))

    job = made_up(put_back_meanwhile)
    assert await bench.run(job) is Outcome.DONE
    assert (await states(bench.town.store))[job.name]["due_at"] == NOW - timedelta(seconds=1)


async def test_what_is_refused_is_left(bench: Bench) -> None:
    async def refused(run: JobRun) -> None:
        async def work(key: str) -> None:
            raise Invalid("required", path="id")

        await run.each(["a"], work)

    assert await bench.run(made_up(refused)) is Outcome.DONE
    assert (await states(bench.town.store))["refused"]["counts"] == {"left": 1}


async def test_what_a_job_does_with_no_sound_input_is_parked_and_not_left(bench: Bench) -> None:
    case = await registered(bench.town)

    async def unsound(run: JobRun) -> None:
        await run.each([case.id], lambda key: run.apply(return_routing, key, reason="СНИЛС 112-233-445 95"))

    job = replace(made_up(unsound, attempts=2), actions=frozenset({return_routing.action}))
    assert await bench.run(job) is Outcome.INCOMPLETE
    await bench.run(job, NOW + MINUTE)
    assert (await states(bench.town.store))["unsound"]["counts"] == {"parked": 1}
    [item] = await parked_items(bench.town.store)
    assert (item["key"], item["error"]) == (case.id, "InputRefused")


async def test_a_job_does_what_its_declaration_names_and_nothing_else(bench: Bench) -> None:
    case = await registered(bench.town)

    async def strays(run: JobRun) -> None:
        await run.apply(resume_work, case.id)

    job = made_up(strays)
    assert Action.SUBMISSION_POSTPONE not in job.actions
    assert await bench.run(job) is Outcome.FAILED
    assert (await states(bench.town.store))["strays"]["last_error"] == "ValueError"


async def test_a_worker_that_slept_through_its_lease_notes_and_writes_nothing(bench: Bench) -> None:
    async def sleeper(run: JobRun) -> None:
        later = NOW + timedelta(minutes=5)
        assert await leases.take(run.store, "job:sleeper", "another", later, seconds=15) is not None

        async def write(session: Session) -> None:
            await ledger.add_within(run.store, session, ITEMS, [{"_id": "doubled"}])

        await run.write(write)

    assert await bench.run(made_up(sleeper)) is None
    assert await ledger.read(bench.town.store, ITEMS, {"_id": "doubled"}) is None
    assert (await states(bench.town.store))["sleeper"].get("last_outcome") is None


async def test_a_stopped_run_is_due_again_at_once(bench: Bench) -> None:
    done = []

    async def slow(run: JobRun) -> None:
        async def work(key: str) -> None:
            done.append(key)
            bench.running.stopping.set()

        await run.each(["a", "b"], work)

    assert await bench.run(made_up(slow)) is Outcome.STOPPED
    assert done == ["a"]
    assert (await states(bench.town.store))["slow"]["due_at"] == NOW


async def test_a_follower_begins_with_now_and_goes_through_each_event_once(bench: Bench) -> None:
    seen: list[str] = []
    fails = {"left": 0}

    async def follower(run: JobRun) -> None:
        async def handle(session: Session, row: object) -> None:
            assert isinstance(row, dict)
            if fails["left"]:
                fails["left"] -= 1
                raise RuntimeError
            seen.append(row["object_id"])

        await run.follow(handle)

    job = made_up(follower, trigger=Trigger.EVENTS)
    before = await registered(bench.town)
    # What was there before it ran first is none of its business, with a position or without.
    assert await bench.run(job) is Outcome.DONE
    await stamped(bench)
    assert await bench.run(job) is Outcome.DONE
    assert seen == []
    one, two = await registered(bench.town), await registered(bench.town)
    bench.clock.now += MINUTE
    await stamped(bench)
    fails["left"] = 1
    # It fails at the first, which holds the second back.
    assert await bench.run(job) is Outcome.INCOMPLETE
    assert seen == []
    row = (await states(bench.town.store))["follower"]
    assert row["due_at"] == bench.clock.now + timedelta(seconds=10)
    assert await bench.run(job, row["due_at"]) is Outcome.DONE
    assert seen == [one.id, two.id]
    assert before.id not in seen
    assert await bench.run(job) is Outcome.DONE
    assert len(seen) == 2


async def test_an_event_that_never_works_is_parked_and_passed_over(bench: Bench) -> None:
    seen: list[str] = []

    async def follower(run: JobRun) -> None:
        async def handle(session: Session, row: object) -> None:
            assert isinstance(row, dict)
            if row["object_id"] == one.id:
                raise RuntimeError
            seen.append(row["object_id"])

        await run.follow(handle)

    job = made_up(follower, trigger=Trigger.EVENTS)
    await stamped(bench)
    await bench.run(job)
    one, two = await registered(bench.town), await registered(bench.town)
    await stamped(bench)
    for _ in range(3):
        await bench.run(job, bench.clock.now + timedelta(hours=1))
    assert seen == [two.id]
    [item] = await parked_items(bench.town.store)
    assert item["key"].startswith(f"cases:{one.id}:")


async def test_what_waits_is_told(bench: Bench) -> None:
    await registered(bench.town)
    told = {one.name: one for one in await standing(bench.town.store)}
    assert told["resume_postponed_submissions"].last_started_at is None
    assert (told["stamp_events"].next_due_at, told["stamp_events"].waiting) == (None, 0)
    await ledger.add(
        bench.town.store,
        ITEMS,
        {"_id": "x", "job": "close_unobjected_submissions", "key": "k", "tried_again_at": None},
    )
    told = {one.name: one for one in await standing(bench.town.store)}
    assert told["close_unobjected_submissions"].parked == 1


async def test_a_store_that_is_away_is_no_failure_of_the_job(bench: Bench) -> None:
    async def unlucky(run: JobRun) -> None:
        raise AutoReconnect("gone")

    with pytest.raises(StoreAway):
        await bench.run(made_up(unlucky))
    assert (await ledger.read(bench.town.store, STATES, {"_id": "unlucky"}) or {})["failures"] == 0
