"""Whoever lost a conflict waits in line with the others that lost over the same thing.

Left to pauses of their own, two hundred who want the same row mostly abort each other: one of them commits, and all others
have read what no longer holds. In line each runs alone among those that lost before, and meets only newcomers.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class WaitingLines:
    """One line by name, first come, first served; of this process alone."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, line: str | None) -> AsyncIterator[None]:
        """Wait until those who came before are through, and let the next come when the block ends; None: do not wait."""
        if line is None:
            yield
            return
        async with self._lines[line]:
            yield
