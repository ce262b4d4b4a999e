"""Looks every second whether sessions and rights still hold, for all connections of a process in a few commands."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Protocol

import structlog

from api.http.authentication import UNKNOWN, Sessions
from documents.kernel.read.reference import Reference, Versions
from schema.live.broadcast import Broadcaster

LOOK_SECONDS = 1.0
"""A session that was revoked, and a right that was taken, end within two seconds."""

log = structlog.get_logger("api.http.live")


class Watched(Protocol):
    """A connection that stands on a session."""

    @property
    def session_id(self) -> str | None:
        """The session."""

    def end_session(self) -> None:
        """End because the session has ended."""


class RightsWatch:
    """One a process."""

    def __init__(
        self,
        sessions: Sessions,
        reference: Reference,
        broadcaster: Broadcaster,
        clock: Callable[[], datetime],
    ) -> None:
        self._sessions = sessions
        self._reference = reference
        self._broadcaster = broadcaster
        self._clock = clock
        self._watched: set[Watched] = set()
        self._new: set[Watched] = set()
        self._known: Versions = UNKNOWN

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["RightsWatch"]:
        """Look while the block runs."""
        task = asyncio.create_task(self._look_on())
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @property
    def connections(self) -> int:
        """How many are watched."""
        return len(self._watched)

    def add(self, one: Watched) -> None:
        """Take a connection to look at. It is looked at next time whatever happened: its session was believed to be open."""
        self._watched.add(one)
        self._new.add(one)

    def remove(self, one: Watched) -> None:
        """Look at it no more."""
        self._watched.discard(one)
        self._new.discard(one)

    async def _look_on(self) -> None:
        while True:
            # By the clock: a session that ends in another process tells nobody here.
            await asyncio.sleep(LOOK_SECONDS)
            if not self._watched:
                continue
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001  # it goes on looking, whatever it met
                # Nothing is told while the store is away: whatever is told is read from it.
                log.warning("rights_not_looked_at", error=type(error).__name__)

    async def _look(self) -> None:
        versions = await self._reference.stored_versions()
        has_moved = versions != self._known
        looked_at = set(self._watched if has_moved else self._new)
        if looked_at:
            ids = {one.session_id for one in looked_at if one.session_id is not None}
            still_open = await self._sessions.still_open(ids, now=self._clock())
            for one in looked_at:
                if one.session_id not in still_open:
                    one.end_session()
        if versions.reference != self._known.reference:
            await self._reference.at_least(versions.reference)
        await self._broadcaster.recheck(have_rights_changed=versions.reference != self._known.reference)
        self._new -= looked_at
        self._known = versions
