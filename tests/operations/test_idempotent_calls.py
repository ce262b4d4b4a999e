"""Calls under idempotency keys in the store: reserved, settled with their change, lapsed, forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, IdempotencyKeyReused
from documents.idempotency.calls import KEPT_DAYS, LAPSES_SECONDS, Call, CallRunning, call_of
from documents.kernel.store.connection import Session
from documents.kernel.write.runner import Outcome
from documents.submissions.operations import intake
from tests.support.cases import TEXT
from tests.support.keys import VAULT
from tests.support.runs import Bench
from tests.support.town import NOW, Town

FACTS: dict[str, Any] = {"kind": "MESSAGE", "channel_id": "POS", "text": TEXT}


def call(town: Town, holder: str, *, later: timedelta = timedelta(), **given: Any) -> Call:
    """A call under the one key of these tests."""
    return call_of(
        town.store,
        VAULT,
        account_id="account-pos",
        name="registerSubmission",
        key="key-of-these-tests",
        given=given,
        holder=holder,
        now=NOW + later,
    )


async def done(town: Town, noted: Call) -> Any:
    """The case that was registered under a call."""
    runner = town.container.runner.noting(noted.note)
    return (await runner.run(await town.who("pos"), NOW, intake.register_submission, **FACTS)).record


async def stored(town: Town) -> list[dict[str, Any]]:
    return await town.store.collection("idempotent_calls").find({}).to_list(length=None)


async def test_what_was_done_is_found_by_the_next_call(town: Town) -> None:
    first, second = call(town, "first"), call(town, "second")
    await first.begin()
    case = await done(town, first)
    await first.finish()
    await second.begin()
    assert second.earlier is not None
    assert (second.earlier.object_id, second.earlier.kept) == (case.id, {})


async def test_a_reservation_whose_answer_was_lost_is_its_own_and_no_other_call(town: Town) -> None:
    first = call(town, "first")
    await first.begin()
    await call(town, "first").begin()  # as the driver sends it again
    case = await done(town, first)
    assert [row["result"]["object_id"] for row in await stored(town)] == [case.id]
    with pytest.raises(IdempotencyKeyReused):
        await call(town, "second", text="another").begin()


async def test_a_second_one_waits_and_only_one_of_many_is_the_first(town: Town) -> None:
    first = call(town, "first")
    await first.begin()
    for number in range(5):
        with pytest.raises(CallRunning):
            await call(town, f"other-{number}").begin()
    # While it runs nobody knows whether its input is the one that counts.
    with pytest.raises(CallRunning):
        await call(town, "other", text="другой").begin()


async def test_another_input_is_refused_once_the_first_is_done(town: Town) -> None:
    first = call(town, "first", text="один")
    await first.begin()
    await first.finish()
    with pytest.raises(IdempotencyKeyReused):
        await call(town, "second", text="другой").begin()


async def test_a_reservation_lapses_and_who_slept_through_it_writes_nothing(town: Town) -> None:
    slept = call(town, "slept")
    await slept.begin()
    with pytest.raises(CallRunning):
        await call(town, "early", later=timedelta(seconds=LAPSES_SECONDS - 1)).begin()
    second = call(town, "second", later=timedelta(seconds=LAPSES_SECONDS))
    await second.begin()
    assert second.earlier is None
    count = await town.event_count()
    with pytest.raises(CallRunning):
        await done(town, slept)
    assert await town.event_count() == count
    await slept.release()
    case = await done(town, second)
    third = call(town, "third", later=timedelta(seconds=LAPSES_SECONDS))
    await third.begin()
    assert third.earlier is not None
    assert third.earlier.object_id == case.id


async def test_a_row_that_a_dead_attempt_still_holds_is_not_waited_for(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.idempotency.calls.TAKING_SECONDS", 0.05)
    died = call(town, "died")
    await died.begin()

    async def body(session: Session) -> None:
        await died.note(session, [Outcome(None)])
        with pytest.raises(CallRunning):
            await call(town, "second", later=timedelta(seconds=LAPSES_SECONDS)).begin()
        raise CallRunning

    with pytest.raises(CallRunning):
        await town.store.transaction(body, attempts=1)


async def test_it_is_forgotten_after_seven_days(town: Town) -> None:
    first = call(town, "first", text="один")
    await first.begin()
    await done(town, first)
    almost = call(town, "almost", later=timedelta(days=KEPT_DAYS, seconds=-1), text="один")
    await almost.begin()
    assert almost.earlier is not None
    after = call(town, "after", later=timedelta(days=KEPT_DAYS), text="другой")
    await after.begin()
    assert after.earlier is None
    (row,) = await stored(town)
    assert row["holder"] == "after"


async def test_a_change_that_is_refused_leaves_nothing_but_the_reservation(town: Town) -> None:
    first = call(town, "first")
    await first.begin()
    runner, who = town.container.runner.noting(first.note), await town.who("pos")
    with pytest.raises(Forbidden):
        await runner.run(who, NOW, intake.register_submission, **{**FACTS, "channel_id": "NONE"})
    assert [row["result"] for row in await stored(town)] == [None]
    await first.release()
    assert await stored(town) == []


async def test_a_job_removes_what_has_expired_and_nothing_else(town: Town) -> None:
    first, bench = call(town, "first"), Bench(town)
    await first.begin()
    await done(town, first)
    await bench.run("remove_expired_calls", NOW + timedelta(days=KEPT_DAYS, seconds=-1))
    assert [row["holder"] for row in await stored(town)] == ["first"]
    await bench.run("remove_expired_calls", NOW + timedelta(days=KEPT_DAYS))
    assert await stored(town) == []


async def test_a_digest_tells_one_key_caller_name_and_input_from_another(town: Town) -> None:
    def digests(**changed: Any) -> tuple[str, str]:
        told: dict[str, Any] = {"account_id": "a", "name": "n", "key": "k", "given": {"x": [1, None]}}
        made = call_of(town.store, VAULT, holder="h", now=NOW, **{**told, **changed})
        return made.call_id, made.input_digest

    same = digests()
    assert digests(given={"x": [1, None]}) == same
    for changed in ({"account_id": "b"}, {"name": "m"}, {"key": "l"}, {"account_id": "an", "name": ""}):
        assert digests(**changed)[0] != same[0], changed
        assert digests(**changed)[1] == same[1]
    for given in ({"x": [1]}, {"x": ["1", None]}, {"x": [1, None], "y": None}, {}):
        assert digests(given=given) != same, given
