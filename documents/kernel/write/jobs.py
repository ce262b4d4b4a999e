"""Jobs as declarations: what happens by itself, in whose name, how often, and what becomes of what fails.

A job finds what is due at a moment and does it one thing at a time, each in a transaction of its own that counts only while
the job's lease is held: killed at any place, it goes on with the rest, and nothing is done twice.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from auth.actions import Action
from auth.crypto.sealing import Vault
from auth.errors import Problem, Problems, Timeout
from documents.kernel.read.access import Access
from documents.kernel.read.reference import Reference
from documents.kernel.record import Record
from documents.kernel.store.connection import Session, Store, is_away
from documents.kernel.write.events import SYSTEM
from documents.kernel.write.leases import Fence, LeaseLost, under
from documents.kernel.write.letters import Post
from documents.kernel.write.lists import Lists
from documents.kernel.write.operation import Operation
from documents.kernel.write.outgoing import Outgoing, Selections
from documents.kernel.write.runner import Request, Runner
from documents.kernel.write.stamping import events_after

T = TypeVar("T")
Row = Mapping[str, Any]

EVENTS_AT_ONCE = 200

EPOCH = datetime(1970, 1, 1)


class Trigger(StrEnum):
    """What makes a job run."""

    PERIOD = "PERIOD"
    """The clock: once a period."""

    EVENTS = "EVENTS"
    """Events that have a position and that it has not gone through."""

    ALWAYS = "ALWAYS"
    """Nothing: it runs as long as a worker does, in one of them."""


@dataclass(frozen=True)
class Job:
    """One job. `title` says in Russian what it does; `actions` are those of the policy that its operations may use.

    Of a period, `offset` is when it begins, after midnight in UTC where it is a day. What fails is tried `attempts` times in
    all, later each time, and then parked.
    """

    name: str
    title: str
    run: "Callable[[JobRun], Awaitable[None]]"
    actions: frozenset[Action] = frozenset()
    trigger: Trigger = Trigger.PERIOD
    every: timedelta = timedelta(minutes=1)
    offset: timedelta = timedelta()
    attempts: int = 5

    def due_after(self, now: datetime) -> datetime:
        """Return when its next period begins: of those missed meanwhile, none is caught up more than once."""
        passed = (now - self.offset - EPOCH) // self.every
        return EPOCH + self.offset + (passed + 1) * self.every


_JOBS: dict[str, Job] = {}


def job(
    *,
    title: str,
    actions: Iterable[Action] = (),
    trigger: Trigger = Trigger.PERIOD,
    every: timedelta = timedelta(minutes=1),
    offset: timedelta = timedelta(),
    attempts: int = 5,
) -> Callable[[Callable[["JobRun"], Awaitable[None]]], Job]:
    """Declare the decorated coroutine as a job under its own name. Raises: ValueError when the name is taken."""

    def declare(run: Callable[["JobRun"], Awaitable[None]]) -> Job:
        name = run.__name__
        if name in _JOBS:
            raise ValueError(f"job {name} is declared twice")
        declared = Job(name, title, run, frozenset(actions), trigger, every, offset, attempts)
        _JOBS[name] = declared
        return declared

    return declare


def jobs() -> Mapping[str, Job]:
    """Return all declared jobs by name."""
    return _JOBS


RETRIED_FIRST, RETRIED_AT_MOST = timedelta(seconds=10), timedelta(hours=1)


def retried_after(failures: int, jitter: float) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time, less up to a half of it by
    `jitter` (0 to 1), so that what failed together does not come back together."""
    doublings = min(failures - 1, 20)
    longest = min(RETRIED_FIRST * (1 << doublings), RETRIED_AT_MOST)
    return longest * (1 - jitter / 2)


class InputRefused(Exception):
    """A job gave an operation what its checks refuse: a fault of ours. Left as if it were no longer as it was found, the
    thing would be done anew at each run, its letters too."""


class Notes(Protocol):
    """Where it is kept which things of a job failed, and where a follower of events has got to."""

    async def put_off(self, keys: Sequence[str], now: datetime) -> frozenset[str]:
        """Return those that are not to be tried at `now`: parked, or waiting for another attempt."""

    async def failed(self, key: str, error: BaseException, now: datetime) -> datetime | None:
        """Note that one thing failed, and return when it is tried again; None where it is parked now."""

    async def done(self, key: str) -> None:
        """Forget that it ever failed."""

    async def position(self) -> int:
        """Return up to where events were gone through."""

    async def advance(self, session: Session, position: int) -> None:
        """Note in a transaction that they were gone through up to there."""


OnItems = Callable[[int, int | None], object]
"""Is told how many things are done, and of how many, where that is known."""


@dataclass
class JobRun:
    """One run of a job: what it works with, and what it did."""

    job: Job
    store: Store
    runner: Runner
    reference: Reference
    access: Access
    fence: Fence
    now: datetime
    notes: Notes
    is_stopping: Callable[[], bool]
    """Whether it has been told to come to an end; asked between two things."""

    pause: Callable[[float], Awaitable[None]]
    """Waits for so many seconds, or for the end."""

    told: OnItems = lambda _done, _of: None
    noticed: Callable[[datetime], object] = lambda _moment: None
    """Is told the moment of what it has just gone through, where somebody waited for that."""

    post: Post | None = None
    """How letters leave; None where they do not."""

    lists: Lists | None = None
    """How lists are read in somebody's name; None in a process that cannot."""

    outgoing: Outgoing | None = None
    selections: Selections | None = None
    """How receivers of webhooks are spoken to, and what clients select is asked for; None in a process that cannot."""

    vault: Vault | None = None
    """The keys of personal data; None in a process that has none."""

    counts: dict[str, int] = field(default_factory=dict)
    again_at: datetime | None = None
    """When it is to run again, where that is not for its trigger to say."""

    async def apply(
        self, operation: Operation, target_id: str, *, expected_revision: int | None = None, **facts: Any
    ) -> Record | None:
        """Run an operation in the name of the system. Raises: Problem, LeaseLost, InputRefused; ValueError where the job may
        not."""
        if operation.action not in self.job.actions:
            raise ValueError(f"{self.job.name} may not {operation.action.value}")
        if refused := operation.refused_input(facts):
            raise InputRefused(f"{self.job.name} calls {operation.name}: {Problems(refused)}")
        outcomes = await self.runner.in_the_name_of(SYSTEM, self.fence).run_together(
            [Request(operation, None, self.now, target_id, expected_revision, facts)]
        )
        return outcomes[0].record

    async def write(self, body: Callable[[Session], Coroutine[Any, Any, T]]) -> T:
        """Run `body` in a transaction that counts only while the lease is held. Raises: LeaseLost."""
        return await under(self.store, self.fence, body)

    async def each(self, keys: Sequence[str], work: Callable[[str], Awaitable[object]]) -> None:
        """Do one thing after the other. What is refused is left, since it is no longer as it was when it was found; what
        fails is noted, tried again later and parked in the end; where the store is away the run ends."""
        put_off = await self.notes.put_off(keys, self.now)
        for number, key in enumerate(keys, 1):
            if self.is_stopping():
                return
            if key not in put_off:
                await self._attempt(key, work)
            self.told(number, len(keys))

    async def _attempt(self, key: str, work: Callable[[str], Awaitable[object]]) -> None:
        try:
            await work(key)
        except (LeaseLost, Timeout):
            raise
        except (Problem, Problems):
            self.count("left")
        except Exception as error:
            if is_away(error):
                raise
            again_at = await self.notes.failed(key, error, self.now)
            self.count("parked" if again_at is None else "failed")
        else:
            self.count("done")
            await self.notes.done(key)

    async def follow(self, handle: Callable[[Session, Row], Awaitable[object]]) -> None:
        """Go through the events that have a position and were not gone through, each in a transaction with what `handle`
        writes for it. One that fails holds the later ones back until it is parked; then it is passed over."""
        position = await self.notes.position()
        while rows := await events_after(self.store, position, at_most=EVENTS_AT_ONCE):
            if await self.notes.put_off([rows[0]["_id"]], self.now):
                return
            for row in rows:
                if self.is_stopping() or not await self._followed(row, handle):
                    return
                position = row["position"]

    async def _followed(self, row: Row, handle: Callable[[Session, Row], Awaitable[object]]) -> bool:
        async def body(session: Session) -> None:
            await handle(session, row)
            await self.notes.advance(session, row["position"])

        try:
            await self.write(body)
        except LeaseLost:
            raise
        except Exception as error:
            if is_away(error):
                raise
            self.again_at = await self.notes.failed(row["_id"], error, self.now)
            if self.again_at is not None:
                self.count("failed")
                return False
            self.count("parked")
            await self.write(lambda session: self.notes.advance(session, row["position"]))
            return True
        self.count("done")
        return True

    def count(self, word: str, by: int = 1) -> None:
        """Add to what the run did."""
        self.counts[word] = self.counts.get(word, 0) + by
