"""Ends of servers, sooner: the server program looks every tenth of a second whether it is to end, and gives connections as
long to go. Tests end hundreds, one after another, and wait for each."""

import asyncio
from types import ModuleType
from typing import Any

import uvicorn.server

TICK_SECONDS = 0.01


class _Hasty(ModuleType):
    """`asyncio` as the server program sees it, whose pauses are short."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        """Pause for a moment, however long was asked for."""
        await asyncio.sleep(min(seconds, TICK_SECONDS))


def end_promptly() -> None:
    """Have servers of this process, and of what divides from it, notice at once that they are to end."""
    uvicorn.server.asyncio = _Hasty("asyncio")  # type: ignore[attr-defined]
