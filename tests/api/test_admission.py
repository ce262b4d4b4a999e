"""Places for requests: in the order of coming, for a bounded number of those who wait, and for a bounded time."""

import asyncio
import threading
from contextlib import suppress

import pytest

from api.clock import utc_now
from api.http import grants
from api.http.admission import Admission, OverCapacity
from api.http.authentication import Sessions
from api.http.grants import GrantRefused, PasswordChecks
from auth.crypto.passwords import verifications, verify_password
from documents.accounts.document import BOOKKEEPING, Account
from documents.kernel.store.connection import StoreSettings, open_store
from tests.support.commands import CommandRecorder
from tests.support.store import own


def admission(*, at_once: int = 1, waiting: int = 10, seconds: float = 10) -> Admission:
    return Admission(at_once=at_once, waiting=waiting, seconds=seconds)


async def held(places: Admission, done: asyncio.Event, order: list[int], number: int = 0) -> None:
    """Hold a place until told to go on."""
    await places.enter()
    try:
        order.append(number)
        await done.wait()
    finally:
        places.leave()


async def turns(times: int = 5) -> None:
    """Let everybody go on who can."""
    for _ in range(times):
        await asyncio.sleep(0)


async def test_who_waits_is_let_in_in_the_order_of_coming() -> None:
    places, order = admission(at_once=2), list[int]()
    events = [asyncio.Event() for _ in range(5)]
    tasks = [asyncio.create_task(held(places, done, order, n)) for n, done in enumerate(events)]
    await turns()
    assert order == [0, 1]
    for done in events:
        done.set()
        await turns()
    await asyncio.gather(*tasks)
    assert order == [0, 1, 2, 3, 4]


async def test_one_more_than_may_wait_is_told_at_once() -> None:
    places, done, order = admission(waiting=1), asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(held(places, done, order)) for _ in range(2)]
    await turns()
    with pytest.raises(OverCapacity) as refused:
        await held(places, done, order)
    assert refused.value.facts == {"retryAfterSeconds": 1}
    done.set()
    await asyncio.gather(*tasks)


async def test_who_has_waited_long_enough_is_told_too_and_leaves_the_queue() -> None:
    places, done, order = admission(seconds=0.05), asyncio.Event(), list[int]()
    first = asyncio.create_task(held(places, done, order))
    await turns()
    with pytest.raises(OverCapacity):
        await held(places, done, order, 1)
    next_one = asyncio.create_task(held(places, done, order, 2))
    await turns()
    done.set()
    await asyncio.gather(first, next_one)
    assert order == [0, 2]


async def test_who_waits_for_what_is_not_there_is_told_at_once() -> None:
    places, done, order = admission(), asyncio.Event(), list[int]()
    first = asyncio.create_task(held(places, done, order))
    await turns()
    waiting = [asyncio.create_task(held(places, done, order, 1)) for _ in range(3)]
    await turns()
    places.dismiss()
    assert [type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)] == [OverCapacity] * 3
    done.set()
    await first
    await asyncio.wait_for(held(places, done, order, 2), 1)
    assert order == [0, 2]


async def test_many_that_are_out_of_time_at_once_leave_the_places_as_they_were() -> None:
    places, order = admission(at_once=2, waiting=100, seconds=0.02), list[int]()
    for _ in range(3):
        done = asyncio.Event()
        tasks = [asyncio.create_task(held(places, done, order)) for _ in range(60)]
        # Places become free in the very turn in which those who wait for them give up.
        asyncio.get_running_loop().call_later(0.02, done.set)
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(one) for one in found} <= {type(None), OverCapacity}
        assert found[:2] == [None, None]
    # Both places are there, and no third one.
    done = asyncio.Event()
    tasks = [asyncio.create_task(held(places, done, order, 7)) for _ in range(3)]
    await turns()
    assert order.count(7) == 2
    done.set()
    await asyncio.gather(*tasks)


async def test_who_gives_up_waiting_takes_no_place() -> None:
    places, done, order = admission(), asyncio.Event(), list[int]()
    first = asyncio.create_task(held(places, done, order))
    await turns()
    gone = [asyncio.create_task(held(places, done, order, 1)) for _ in range(3)]
    await turns()
    for task in gone:
        task.cancel()
    # The first one's place is handed on in the very turn in which those who would have it are cancelled.
    done.set()
    for task in gone:
        with suppress(asyncio.CancelledError):
            await task
    await first
    await asyncio.wait_for(held(places, done, order, 2), 1)
    assert order[-1] == 2


async def test_a_password_check_that_nobody_waits_for_keeps_its_place_until_it_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the place is given back with the waiter, clients that leave start any number of checks at once."""
    may_end = threading.Event()

    def held(password: str, stored: str | None) -> bool:
        may_end.wait(20)
        return verify_password(password, stored)

    monkeypatch.setattr(grants, "verify_password", held)
    checks = PasswordChecks(at_once=1, waiting=0)
    before = verifications()
    left = asyncio.create_task(checks.fits("x", None))
    await turns()
    left.cancel()
    with suppress(asyncio.CancelledError):
        await left
    with pytest.raises(GrantRefused) as full:
        await checks.fits("x", None)
    assert full.value.error == "temporarily_unavailable"
    may_end.set()
    async with asyncio.timeout(20):
        while True:
            with suppress(GrantRefused):
                await checks.fits("x", None)
                break
            # Asked again until it is so: the thread that keeps the place tells nobody when it ends.
            await asyncio.sleep(0.01)
    assert verifications() - before == 2


async def test_a_crowd_of_one_session_is_one_question(store_url: str) -> None:
    recorder = CommandRecorder()
    settings = StoreSettings(store_url, own("crowd"))
    store = await open_store(settings, [Account, *BOOKKEEPING], listeners=[recorder])
    try:
        sessions = Sessions(store)
        with recorder.capturing() as sent:
            asked = (sessions.is_open("a" * 24, now=utc_now()) for _ in range(50))
            assert set(await asyncio.gather(*asked)) == {False}
        assert len(sent.of("sessions")) == 1
        # Whoever gives up takes the answer from nobody else.
        first, second = (asyncio.ensure_future(sessions.is_open("b" * 24, now=utc_now())) for _ in range(2))
        await turns(1)
        first.cancel()
        assert await second is False
    finally:
        await store.drop()
        await store.close()
