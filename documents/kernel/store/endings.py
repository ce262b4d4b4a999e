"""What is seen through though nobody waits for it any more: transactions that end, cursors that are closed."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from pymongo.errors import ConnectionFailure

T = TypeVar("T")


class Endings:
    """Runs each ending in a task of its own, so that a time-out of whoever waits neither tears it off nor waits for it.

    Every ending is bounded by itself, and `settle` waits for those that are left: none outlives its store.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, ending: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin an ending and return its task, which whoever does not care for the outcome may leave alone."""
        task = asyncio.get_running_loop().create_task(ending)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def seen_through(self, ending: Coroutine[Any, Any, T]) -> T:
        """Return what an ending gives, or raise what it raises; cancelled meanwhile, leave it to itself."""
        return await asyncio.shield(self.begin(ending))

    async def after(self, error: BaseException, ending: Coroutine[Any, Any, object]) -> None:
        """Begin what an error leaves to be done, and wait for it.

        Who was cancelled is out of time and does not wait, nor who found the store away: it would not hear of it.
        """
        task = self.begin(ending)
        if isinstance(error, Exception) and not isinstance(error, ConnectionFailure):
            await asyncio.shield(task)

    async def let_go(self, reading: Coroutine[Any, Any, T]) -> T:
        """Return what a reading gives; cancelled meanwhile, cancel it, and leave what it then has to put in order to it."""
        task = self.begin(reading)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.cancel()
            raise

    async def settle(self, *, within_seconds: float) -> None:
        """Wait until all endings are over; those that are not by then are cancelled."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(tuple(self._tasks), timeout=within_seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=within_seconds)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Looked at here, as nobody else may: the loop reports what nobody has looked at.
            task.exception()
