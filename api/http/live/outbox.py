"""What waits to be sent on one connection: bounded, so that who reads slowly costs no memory."""

import asyncio
from collections import deque

MOST_MESSAGES = 1_000
MOST_BYTES = 4 * 2**20
"""What may wait on one connection; whoever is behind further than that is cut off."""


class Outbox:
    """Messages in their order. Who puts them in never waits."""

    def __init__(self) -> None:
        self._messages: deque[str] = deque()
        self._bytes = 0
        self._has_news = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self.is_closed = False

    @property
    def is_full(self) -> bool:
        """Whether more waits than may."""
        return len(self._messages) > MOST_MESSAGES or self._bytes > MOST_BYTES

    def put(self, message: str) -> None:
        """Put a message in, unless it is closed."""
        if self.is_closed:
            return
        self._messages.append(message)
        self._bytes += len(message)
        self._has_news.set()
        if len(self._messages) > MOST_MESSAGES // 2 or self._bytes > MOST_BYTES // 2:
            self._has_room.clear()

    def close(self, *, drops: bool = False) -> None:
        """Take nothing more; with `drops` what waits is not sent either."""
        self.is_closed = True
        if drops:
            self._messages.clear()
        self._has_news.set()
        self._has_room.set()

    async def get(self) -> str | None:
        """Wait for the next message; None once it is closed and empty."""
        while not self._messages:
            if self.is_closed:
                return None
            self._has_news.clear()
            await self._has_news.wait()
        message = self._messages.popleft()
        self._bytes -= len(message)
        if len(self._messages) < MOST_MESSAGES // 4 and self._bytes < MOST_BYTES // 4:
            self._has_room.set()
        return message

    async def room(self) -> None:
        """Wait until less than half of what may wait does."""
        await self._has_room.wait()
