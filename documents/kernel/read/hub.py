"""The events of the log as they get their positions: one watcher a process, and any number of readers at their own pace.

The log itself is what is read. The change stream only says that there is something new, so nothing depends on its tokens:
whatever happened to the store meanwhile, reading goes on behind the last position that was read.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import structlog
from pymongo.errors import OperationFailure, PyMongoError

from documents.kernel.store.connection import Store, TokenLost
from documents.kernel.write.stamping import EVENTS, events_after, head

Row = Mapping[str, Any]

BATCH = 200
"""Rows that are read, or given to a reader, at once."""

KEPT = 2_000
"""Rows that are kept for readers that are a little behind; those further behind read the log."""

POLL_SECONDS = 0.25
"""How often the log is looked at where nobody says that it has grown."""

WAIT_MS = 1_000
RETRY_SECONDS = (0.1, 0.5, 2.0)
"""How long the store is left alone after it failed once, twice, and more often."""

STAMPED: Sequence[Mapping[str, Any]] = ({"$match": {"operationType": {"$in": ["update", "replace"]}}},)
"""Rows of the log never change but for the position that they are given."""

log = structlog.get_logger("documents")


class Hub:
    """The end of the log, as this process has read it. `position` is that of its last row."""

    def __init__(self, store: Store, *, kept: int = KEPT) -> None:
        self._store = store
        self._rows: deque[Row] = deque(maxlen=kept)
        self._grown = asyncio.Event()
        self._failures = 0
        self._has_feed = True
        self.position = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Hub"]:
        """Follow the log while the block runs, from its end on."""
        self.position = await head(self._store)
        task = asyncio.create_task(self._follow())
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def after(self, position: int) -> Sequence[Row]:
        """Return rows behind a position, in order, at most a batch of them; waits until there is one."""
        while True:
            grown = self._grown
            found = await self.behind(position)
            if found:
                return found
            await grown.wait()

    async def behind(self, position: int) -> Sequence[Row]:
        """Return rows behind a position likewise, but none where there are none yet."""
        if position >= self.position:
            return ()
        if self._rows and self._rows[0]["position"] <= position + 1:
            return [row for row in self._rows if row["position"] > position][:BATCH]
        return await self._read(position)

    async def reaches(self, position: int, *, seconds: float) -> bool:
        """Wait until the log has come to a position, as others may know before this process does; False where it has not."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.position < position:
                    await self._grown.wait()
        return self.position >= position

    def listen(self, *, after: int | None = None) -> AsyncIterator[Row]:
        """Give every row behind a position, in order, for ever; from now on where none is named."""
        return self._listen(self.position if after is None else after)

    async def _listen(self, position: int) -> AsyncIterator[Row]:
        while True:
            for row in await self.after(position):
                position = row["position"]
                yield row

    async def _follow(self) -> None:
        while True:
            try:
                await self._watch() if self._has_feed else await self._poll()
            except TokenLost:
                continue
            except PyMongoError as error:
                await self._pause(error)

    async def _watch(self) -> None:
        try:
            async with self._store.watch(EVENTS, stages=STAMPED, wait_ms=WAIT_MS) as feed:
                # What came while nobody watched.
                await self._catch_up()
                async for change in feed:
                    fields = change.get("updateDescription", {}).get("updatedFields", {})
                    if fields.get("position", self.position + 1) > self.position:
                        await self._catch_up()
        except OperationFailure as error:
            if self._failures:
                raise
            # It answers, and will not: it has no change streams, or none for this login.
            log.warning("no_change_streams", code=error.code, polls_every_seconds=POLL_SECONDS)
            self._has_feed = False

    async def _poll(self) -> None:
        await self._catch_up()
        # By the clock, where the store cannot tell of changes.
        await asyncio.sleep(POLL_SECONDS)

    async def _catch_up(self) -> None:
        while found := await self._read(self.position):
            self._rows.extend(found)
            self.position = found[-1]["position"]
            self._wake()
        if self._failures:
            log.info("events_followed_again", position=self.position)
            self._failures = 0

    async def _read(self, position: int) -> list[dict[str, Any]]:
        return await events_after(self._store, position, at_most=BATCH)

    async def _pause(self, error: PyMongoError) -> None:
        if not self._failures:
            log.warning("events_not_followed", error=type(error).__name__)
        # By the clock: a store that is away does not tell when it is back.
        await asyncio.sleep(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)])
        self._failures += 1

    def _wake(self) -> None:
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()
