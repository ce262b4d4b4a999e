"""Measures the servers of several houses in turn, and what each of them spends while nobody asks.

A server that waits two seconds for its store turns its loop and watches its store meanwhile. That is no part of the request,
and is as much in a minute of waiting as in a minute of rest: so it is measured at rest, before and after, and taken off.
"""

import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from rich.console import Console

from tests.bench.client import PATIENCE_SECONDS, ask_once, connect, request, take
from tests.bench.servers import Running
from tests.growth.asking import Asker
from tests.growth.server import TOLD_AT, Work
from tests.growth.work import QUESTIONS, Asked

WARM, IN_A_ROW, ROUNDS, MOST_ROUNDS = 2, 5, 3, 5
LEAST_SECONDS = 2.0
"""What is quickly answered is asked again until so much time is over: it is known better than by ten requests."""

TAIL_SECONDS = 0.005
"""What a server does once it has answered is part of the request; so long it is waited for."""

REST_SECONDS = 20.0
AGREEING_MS, AGREEING_SHARE = 0.5, 0.2
"""What a server spends at rest in a second is the same before and after a round: within so much, or within such a share."""

COUNTED, CALLS_SHARE = 3, 0.01


@dataclass(frozen=True)
class House:
    """A store with so many submissions, and the server over it."""

    submissions: int
    store: Running
    server: Running
    asker: Asker


@dataclass(frozen=True)
class Figures:
    """One question, in ms a request: CPU of the server without what it spends by itself, that part, by how much it may be
    another, CPU of the store, and how long the asker waits."""

    server: float
    by_itself: float
    doubt: float
    store: float
    wall: float

    @classmethod
    def median(cls, rounds: Sequence["Figures"]) -> "Figures":
        """Of each the median."""
        return cls(
            *(
                statistics.median(getattr(one, name) for one in rounds)
                for name in ("server", "by_itself", "doubt", "store", "wall")
            )
        )


@dataclass(frozen=True)
class Batch:
    """The same question some times in a row, in ms: medians of the requests."""

    server: float
    store: float
    wall: float
    elapsed: float
    """Until what comes after the answer is done."""

    def figures(self, before: float, after: float) -> Figures:
        """Return the figures, by what the server spent at rest before and after, in ms a second."""
        by_itself = (before + after) / 2 * self.elapsed / 1_000
        doubt = abs(before - after) / 2 * self.elapsed / 1_000
        return Figures(self.server - by_itself, by_itself, doubt, self.store, self.wall)


@dataclass(frozen=True)
class Round:
    """Every question once in each house, and what the servers spent at rest before and after, in ms a second."""

    before: Mapping[int, float]
    batches: Mapping[tuple[int, Asked], Batch]
    after: Mapping[int, float]

    @property
    def agrees(self) -> bool:
        """Whether each server spent as much at rest after the round as before it."""
        return all(is_as_much(one, self.after[size]) for size, one in self.before.items())


@dataclass
class Timed:
    """All rounds; those of which the times at rest agree count."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def agreeing(self) -> Sequence[Round]:
        """The rounds before and after which the servers spent as much at rest."""
        return [one for one in self.rounds if one.agrees]

    @property
    def is_steady(self) -> bool:
        """Whether so many rounds agree as are wanted."""
        return len(self.agreeing) >= ROUNDS

    def figures(self, size: int, asked: Asked) -> Figures:
        """Return the medians of the rounds that agree; of all, where too few do."""
        counted = self.agreeing if self.is_steady else self.rounds
        return Figures.median(
            [one.batches[size, asked].figures(one.before[size], one.after[size]) for one in counted]
        )

    def at_rest(self, size: int) -> Sequence[float]:
        """Return what the server spent at rest, in ms a second, window by window."""
        return [self.rounds[0].before[size], *(one.after[size] for one in self.rounds)]


def is_as_much(one: float, other: float) -> bool:
    """Tell whether a server spent as much at rest the one time as the other, in ms a second."""
    return abs(one - other) <= max(AGREEING_MS, AGREEING_SHARE * max(one, other))


async def measured(houses: Sequence[House], case_id: str, console: Console) -> Timed:
    """Ask every question of every house, in rounds, until enough of them agree or it is no use."""
    for house in houses:
        for asked in QUESTIONS:
            await take(house.server, [house.asker.wanted(asked, case_id)] * WARM, connections=1)
    timed = Timed()
    before = await _at_rest(houses)
    while not timed.is_steady and len(timed.rounds) < MOST_ROUNDS:
        batches = {
            (house.submissions, asked): await _batch(house, asked, case_id)
            for asked in QUESTIONS
            for house in houses
        }
        after = await _at_rest(houses)
        timed.rounds.append(Round(before, batches, after))
        words = ", ".join(f"{size}: {one:.1f}, {after[size]:.1f}" for size, one in before.items())
        console.print(f"round {len(timed.rounds)}; at rest before and after, ms a second: {words}")
        before = after
    return timed


async def _at_rest(houses: Sequence[House]) -> Mapping[int, float]:
    """What each server spends while nobody asks, in ms of CPU a second."""
    before, began = [one.server.cpu_seconds() for one in houses], time.monotonic()
    await asyncio.sleep(REST_SECONDS)
    elapsed = time.monotonic() - began
    return {
        one.submissions: (one.server.cpu_seconds() - spent) * 1_000 / elapsed
        for one, spent in zip(houses, before, strict=True)
    }


async def _batch(house: House, asked: Asked, case_id: str) -> Batch:
    wanted, beforehand = house.asker.wanted(asked, case_id), house.asker.beforehand(asked)
    spent: list[tuple[float, float, float, float]] = []
    until = time.monotonic() + LEAST_SECONDS
    connection = await connect(house.server.port)
    while len(spent) < IN_A_ROW or time.monotonic() < until:
        await connection.ask(beforehand)
        await asyncio.sleep(TAIL_SECONDS)
        server, store, began = house.server.cpu_seconds(), house.store.cpu_seconds(), time.monotonic()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await connection.ask(wanted)
        wall = time.monotonic() - began
        await asyncio.sleep(TAIL_SECONDS)
        ended = (house.server.cpu_seconds() - server, house.store.cpu_seconds() - store)
        spent.append((*ended, wall, time.monotonic() - began))
    connection.close()
    return Batch(*(statistics.median(one) * 1_000 for one in zip(*spent, strict=True)))


@dataclass(frozen=True)
class Counted:
    """What one question is to the server in numbers of no clock: see `Work`; and bytes of the answer."""

    work: Work
    answered: int
    is_same: bool
    """Whether most of the requests were as much but for one call in a hundred: every some requests one carries what is noted
    of its member besides."""


async def counted(asker: Asker, case_id: str) -> Mapping[Asked, Counted]:
    """Ask every question of a server that counts."""
    return {asked: await _counted(asker, asked, case_id) for asked in QUESTIONS}


async def _counted(asker: Asker, asked: Asked, case_id: str) -> Counted:
    wanted, told = asker.wanted(asked, case_id), request(TOLD_AT, "", {})
    answers = [await ask_once(asker.server, wanted) for _ in range(WARM)]
    works = []
    for _ in range(COUNTED):
        await ask_once(asker.server, asker.beforehand(asked))
        answers.append(await ask_once(asker.server, wanted))
        works.append(Work(**orjson.loads(await ask_once(asker.server, told))))
    works.sort(key=lambda one: one.calls)
    is_same = works[COUNTED // 2].calls <= works[0].calls * (1 + CALLS_SHARE)
    return Counted(works[0], len(answers[-1]), is_same)
