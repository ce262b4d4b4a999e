"""How many requests are worked on at once: some more wait for their turn, and all others are told to come again."""

import asyncio
from collections import deque

from api.http.answers import RETRY_AFTER_SECONDS
from auth.errors import RateLimited


class OverCapacity(RateLimited):
    """There is too much to do for everybody, not for this caller alone."""

    def __init__(self) -> None:
        super().__init__(RETRY_AFTER_SECONDS)


class Admission:
    """Places for requests. Who waits is let in in the order of coming, and waits only so long that an answer is worth it."""

    def __init__(self, *, at_once: int, waiting: int, seconds: float) -> None:
        self._free = self._at_once = at_once
        self._most_waiting = waiting
        self._seconds = seconds
        self._queue: deque[asyncio.Future[None]] = deque()
        self.refused = 0

    @property
    def working(self) -> int:
        """How many places are taken."""
        return self._at_once - self._free

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._queue)

    async def enter(self) -> None:
        """Take a place, which `leave` gives back. Raises: OverCapacity where none becomes free in time."""
        if self._free:
            self._free -= 1
            return
        try:
            await self._turn()
        except OverCapacity:
            self.refused += 1
            raise

    def leave(self) -> None:
        """Give a place back, or hand it to who has waited longest."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def dismiss(self) -> None:
        """Tell everybody who waits to come again: what they wait for is known not to be there."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_exception(OverCapacity())

    async def _turn(self) -> None:
        if len(self._queue) >= self._most_waiting:
            raise OverCapacity
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except BaseException as error:
            if turn in self._queue:
                self._queue.remove(turn)
            elif turn.done() and not turn.cancelled() and turn.exception() is None:
                # It came at the very moment of giving up: the next one has it.
                self.leave()
            if isinstance(error, TimeoutError):
                raise OverCapacity from None
            raise
