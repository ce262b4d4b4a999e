"""The broadcaster: gives the events of the log to all channels of a process, and what those say to whoever listens."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import structlog
from graphql import ExecutionResult
from pymongo.errors import PyMongoError

from auth.errors import Unauthenticated
from documents.kernel.read.access import Access
from documents.kernel.read.following import Objects
from documents.kernel.read.hub import Hub
from schema.live.following import LiveAnswer, LiveChannel, StoreSilent, Turn
from schema.live.interest import refuse_expired

Row = Mapping[str, Any]
Encode = Callable[[ExecutionResult], bytes]

MOST_MISSED = 10_000
"""Events that a subscription may be behind and still go on where it left off."""

REPLAYS_AT_ONCE = 8
"""Subscriptions that are told at once what they missed: after a restart all come back together."""

PATIENCE_SECONDS = 2.0
RETRY_SECONDS = 0.5

log = structlog.get_logger("schema")


class Subscriber(Protocol):
    """Whoever listens to a channel, on one connection."""

    def push(self, body: bytes) -> None:
        """Take what is told, without waiting."""

    def end(self, error: Exception) -> None:
        """Take that nothing more is told, and why."""

    async def ready(self) -> None:
        """Wait until more can be taken."""


@dataclass(eq=False)
class LiveLine:
    """A channel, how its words are written, and the place behind which each subscriber hears it."""

    channel: LiveChannel[Any]
    encode: Encode
    subscribers: dict[Subscriber, int] = field(default_factory=dict)

    def push(self, told: Sequence[LiveAnswer]) -> None:
        """Give what is told to all who have not heard it yet; it is written once."""
        for one in told:
            body = self.encode(one.result)
            for subscriber, since in [*self.subscribers.items()]:
                if one.position is None or one.position > since:
                    subscriber.push(body)


class Broadcaster:
    """One a process. Whoever follows the same operation as the same person shares a line."""

    def __init__(self, hub: Hub, access: Access, clock: Callable[[], datetime]) -> None:
        self._hub = hub
        self._access = access
        self._clock = clock
        self._lines: dict[Hashable, LiveLine] = {}
        self._keys: dict[Subscriber, Hashable] = {}
        self._turns = asyncio.Lock()
        self._replays = asyncio.Semaphore(REPLAYS_AT_ONCE)
        self._position = 0
        self._is_away = False

    @property
    def subscribers(self) -> int:
        """How many there are."""
        return len(self._keys)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Broadcaster"]:
        """Tell what happens while the block runs."""
        async with self._hub.running():
            self._position = self._hub.position
            task = asyncio.create_task(self._broadcast())
            try:
                yield self
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def join(
        self, subscriber: Subscriber, key: Hashable, make: Callable[[], LiveLine], *, after: int | None
    ) -> None:
        """Let a subscriber hear the line of this name: from now on, or first all behind a position.

        Raises: CursorExpired; Unauthenticated; StoreSilent or PyMongoError where the store does not answer.
        """
        own, position = make(), self._position
        if after is not None:
            # Another process may have told of it a moment before this one read it.
            await self._hub.reaches(after, seconds=PATIENCE_SECONDS)
            refuse_expired(after, last=self._hub.position, most=MOST_MISSED)
            position = await self._replayed(subscriber, own, after)
        async with self._turns:
            if after is not None:
                position = await self._replay_up_to(self._position, subscriber, own, position)
            own.channel.keep(await own.channel.recheck(self._clock()))
            line = self._lines.setdefault(key, own)
            line.channel.take_over(own.channel)
            line.subscribers[subscriber] = max(position, self._position)
            self._keys[subscriber] = key

    def leave(self, subscriber: Subscriber) -> None:
        """Let a subscriber hear nothing more; nothing happens where it hears nothing."""
        key = self._keys.pop(subscriber, None)
        line = self._lines.get(key)
        if line is not None:
            line.subscribers.pop(subscriber, None)
            if not line.subscribers:
                del self._lines[key]

    async def recheck(self, *, have_rights_changed: bool) -> None:
        """Tell what rights that ended take away: on all lines where rights have changed, else where time alone ends some."""
        async with self._turns:
            now = self._clock()
            lines = [
                one for one in self._lines.values() if have_rights_changed or one.channel.holds_until <= now
            ]
            await self._give(lines, lambda channel: channel.recheck(now))

    async def _broadcast(self) -> None:
        while True:
            events = await self._hub.after(self._position)
            async with self._turns:
                try:
                    await self._turn(events)
                except Exception as error:  # noqa: BLE001  # nobody may miss an event: it is tried again
                    await self._pause(error)
                else:
                    self._position = events[-1]["position"]
                    self._is_away = False

    async def _turn(self, events: Sequence[Row]) -> None:
        by_collection: dict[str, list[Row]] = {}
        for event in events:
            by_collection.setdefault(event["object_collection"], []).append(event)
        objects, now = Objects(self._access, events), self._clock()
        lines = [one for one in self._lines.values() if one.channel.collection in by_collection]
        await self._give(
            lines, lambda channel: channel.follow(by_collection[channel.collection], objects, now)
        )

    async def _give(self, lines: Sequence[LiveLine], take_turn: Callable[[LiveChannel[Any]], Any]) -> None:
        """Let all channels take a turn, then push: where the store fails in between, nobody has heard a thing."""
        turns: list[tuple[LiveLine, Turn]] = []
        ended: list[tuple[LiveLine, Exception]] = []
        for line in lines:
            try:
                turns.append((line, await take_turn(line.channel)))
            except (StoreSilent, PyMongoError):
                raise
            except Unauthenticated as error:
                ended.append((line, error))
            except Exception as error:  # one channel that fails silences no other
                log.exception("channel_failed", collection=line.channel.collection)
                ended.append((line, error))
            # Requests are answered meanwhile.
            await asyncio.sleep(0)
        for line, turn in turns:
            line.channel.keep(turn)
            line.push(turn.told)
        for line, reason in ended:
            for subscriber in [*line.subscribers]:
                self.leave(subscriber)
                subscriber.end(reason)

    async def _replayed(self, subscriber: Subscriber, own: LiveLine, position: int) -> int:
        """Tell a subscriber alone what it missed, at its own pace, until it is where all others are."""
        while position < self._position:
            await subscriber.ready()
            async with self._replays:
                events = await self._hub.behind(position)
                position = await self._replay(events, subscriber, own, position)
        return position

    async def _replay_up_to(self, last: int, subscriber: Subscriber, own: LiveLine, position: int) -> int:
        while position < last:
            events = [one for one in await self._hub.behind(position) if one["position"] <= last]
            position = await self._replay(events, subscriber, own, position)
        return position

    async def _replay(
        self, events: Sequence[Row], subscriber: Subscriber, own: LiveLine, position: int
    ) -> int:
        channel = own.channel
        mine = [event for event in events if event["object_collection"] == channel.collection]
        if mine:
            turn = await channel.follow(mine, Objects(self._access, mine), self._clock())
            channel.keep(turn)
            for one in turn.told:
                subscriber.push(own.encode(one.result))
        return max(position, events[-1]["position"]) if events else self._position

    async def _pause(self, error: Exception) -> None:
        if not self._is_away:
            log.warning("events_wait_for_the_store", error=type(error).__name__)
            self._is_away = True
        await asyncio.sleep(RETRY_SECONDS)
