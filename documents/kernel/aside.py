"""Work that would hold the event loop: what is worked out of long texts goes aside, and the loop serves others meanwhile."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LONG = 4_000
"""Characters from which on a text is long: a few milliseconds of work at most are done on the loop."""


async def aside(work: Callable[[], T], *, characters: int) -> T:
    """Return what some work on texts of so many characters gives; in a thread where they are long.

    It must touch nothing that others change meanwhile.
    """
    return await asyncio.to_thread(work) if characters > LONG else work()
