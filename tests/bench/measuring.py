"""The rounds: which server is asked what, how often, and what came of it."""

import asyncio
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from documents.kernel.ids import global_id
from tests.bench.checking import Different, same_answers, same_writes
from tests.bench.client import Taken, ask_once, joined, request, take
from tests.bench.preparing import Preparation
from tests.bench.servers import BEFORE, KnownCases, Running
from tests.bench.work import ROUTE, W2, W3, Work, works
from tests.support import web
from tests.support.prepared import demo_passwords

SIXTEEN = 16
WARM, AT_ONE, AT_SIXTEEN = 6, 40, 128
ROUTED_AT_ONE, ROUTED_AT_SIXTEEN = 16, 64
TURNS = {1: 8, SIXTEEN: 2}
"""In how many parts a batch is asked, by connections, in turn with those of the other servers: a machine that is shared is
slow for seconds, and then it is so for all of them. Each part has work for every connection."""

CURVE, CURVE_OF_RATES, ON_EVERY_CORE = 20, 48, 96
EVERYWHERE = ("W1", "W2", "W3")
GROWTH = (1, 10, 50, 100)
CONNECTIONS = (1, 2, 4, 8, 16, 32)
ATTEMPTS_TO_AGREE = 3

Key = tuple[str, str, int]


@dataclass(frozen=True)
class Spread:
    """A figure of several rounds."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Median, least and most."""
        return cls(statistics.median(values), min(values), max(values))


@dataclass
class Measured:
    """All batches: (work, server, connections) → one a round; the curves; memory and start-up."""

    taken: dict[Key, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    growth: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    rates: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    idle_mib: dict[str, float] = field(default_factory=dict)
    worked_mib: dict[str, float] = field(default_factory=dict)
    start_seconds: dict[str, float] = field(default_factory=dict)
    worked: int = 0
    #: Work → requests a second of as many processes as there are cores, together.
    every_core: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    processes: int = 1
    #: Of W5 at sixteen connections: transactions, and how often one of them was run again.
    transactions: int = 0
    run_again: int = 0

    def cpu(self, work: str, server: str, connections: int = 1) -> Spread | None:
        """CPU per request in ms; None where it was not measured."""
        found = self.taken.get((work, server, connections))
        return Spread.of([one.cpu_ms for one in found]) if found else None

    def ratio(
        self, work: str, server: str, base: str, *, base_work: str | None = None, connections: int = 1
    ) -> Spread | None:
        """The ratio of CPU, round by round, so that what slows a round slows both."""
        return self._against((work, server, connections), (base_work or work, base, connections))

    def growth_with_connections(self, work: str, server: str) -> Spread | None:
        """The ratio of CPU at sixteen connections to that at one, round by round."""
        return self._against((work, server, SIXTEEN), (work, server, 1))

    def _against(self, top: Key, bottom: Key) -> Spread | None:
        tops, bottoms = self.taken.get(top), self.taken.get(bottom)
        if not tops or not bottoms:
            return None
        return Spread.of([one.cpu_ms / other.cpu_ms for one, other in zip(tops, bottoms, strict=True)])

    def walls(self, work: str, server: str, connections: int) -> list[float]:
        """All wall times in ms, sorted."""
        return sorted(wall for one in self.taken.get((work, server, connections), ()) for wall in one.wall_ms)

    def rate(self, work: str, server: str, connections: int) -> float | None:
        """Requests a second, median."""
        found = self.taken.get((work, server, connections))
        return statistics.median(one.per_second for one in found) if found else None


class Bench:
    """One run over running servers."""

    def __init__(self, servers: Mapping[str, Running], preparation: Preparation, incident_id: str) -> None:
        self.servers = servers
        self.works = works(global_id("Incident", incident_id))
        self.measured = Measured()
        self.preparation = preparation
        self._incident_id = incident_id
        self._tokens: dict[str, str] = {}
        self._order = random.Random(0)

    def token(self, login: str) -> str:
        """An access token; every server takes it, since they share keys and sessions."""
        if login not in self._tokens:
            url = f"http://127.0.0.1:{self.servers['pult'].port}/auth/token"
            form = {"grant_type": "password", "username": login, "password": demo_passwords()[login]}
            answer = web.post(url, data=form, timeout=30).raise_for_status()
            self._tokens[login] = answer.json()["access_token"]
        return self._tokens[login]

    def candidates(self, work: Work) -> list[str]:
        """The servers that do this work; `compiled` is the ceiling's second path."""
        before = (BEFORE,) if BEFORE in self.servers else ()
        return ["pult", *before, "floor", "stock", *(("ceiling", "compiled") if work.has_ceiling else ())]

    def running(self, name: str) -> Running:
        """The process behind a candidate."""
        return self.servers["ceiling" if name == "compiled" else name]

    def request(self, name: str, work: Work, variables: Mapping[str, object]) -> bytes:
        """The same question in the words of each server."""
        token = self.token(work.login)
        if name == "floor":
            by_hand = {"_id": self._incident_id} if work.name == "W1" else variables
            return request(f"/{work.name[:2]}", token, by_hand)
        path = "/compiled" if name == "compiled" else "/graphql"
        return request(path, token, {"query": work.query, "variables": variables})

    async def check(self) -> None:
        """Compare all answers. Raises: Different. Hours of age may turn between two answers: asked again then."""
        for work in self.works:
            for attempt in range(ATTEMPTS_TO_AGREE):
                answers = {
                    name: await ask_once(self.running(name), self.request(name, work, work.variables))
                    for name in self.candidates(work)
                }
                try:
                    same_answers(work.name, answers, beyond_floor=work.beyond_floor)
                    break
                except Different:
                    if attempt == ATTEMPTS_TO_AGREE - 1:
                        raise

    async def round(self, number: int) -> None:
        """All reads once on each server."""
        for work in self.works:
            asked = {name: self.request(name, work, work.variables) for name in self.candidates(work)}
            if number == 0:
                for name, wanted in asked.items():
                    await take(self.running(name), [wanted] * WARM, connections=1)
            for connections, count in ((SIXTEEN, AT_SIXTEEN), (1, AT_ONE)):
                batches = {name: [wanted] * int(count * work.share) for name, wanted in asked.items()}
                await self._in_turns(work.name, batches, connections=connections)

    async def curves(self) -> None:
        """W2 by the number of rows, and by the number of connections."""
        page = next(work for work in self.works if work.query == W2)
        for name in self.candidates(page):
            server = self.running(name)
            for rows in GROWTH:
                wanted = self.request(name, page, {"first": rows})
                taken = await take(server, [wanted] * CURVE, connections=1)
                self.measured.growth[name, rows].append(taken.cpu_ms)
            for connections in CONNECTIONS if name in ("pult", "floor") else ():
                wanted = self.request(name, page, page.variables)
                taken = await take(server, [wanted] * CURVE_OF_RATES, connections=connections)
                self.measured.rates[name, connections].append(taken.per_second)

    async def route(self, rounds: int, known: KnownCases, known_before: KnownCases) -> None:
        """W5: every request routes a message of its own; the release before gets such as it knows.

        Raises: Different for another answer or other rows.
        """
        names = self.candidates(ROUTE)
        each = 1 + WARM + rounds * (ROUTED_AT_ONE + ROUTED_AT_SIXTEEN)
        found = await self.preparation.messages(each * len(names))
        messages = {name: found[at * each : (at + 1) * each] for at, name in enumerate(names)}
        if BEFORE in messages:
            await self.preparation.take_back(known_before, messages[BEFORE])
        self._tokens.pop(ROUTE.login, None)

        def wanted(name: str, count: int) -> list[bytes]:
            taken = [messages[name].pop() for _ in range(count)]
            return [
                self.request(name, ROUTE, one.by_hand() if name == "floor" else one.variables())
                for one in taken
            ]

        first = {name: messages[name].pop() for name in names}
        answers = {
            name: await ask_once(
                self.servers[name],
                self.request(name, ROUTE, one.by_hand() if name == "floor" else one.variables()),
            )
            for name, one in first.items()
        }
        same_answers("W5", answers, beyond_floor=frozenset())
        routed = {name: one.case_id for name, one in first.items()}
        unknown = known.names_beyond(known_before)
        await same_writes(self.preparation.store, routed, unknown_before=unknown)
        for name in names:
            await take(self.servers[name], wanted(name, WARM), connections=1)
        for _ in range(rounds):
            for connections, count in ((1, ROUTED_AT_ONE), (SIXTEEN, ROUTED_AT_SIXTEEN)):
                batches = {name: wanted(name, count) for name in names}
                await self._in_turns(ROUTE.name, batches, connections=connections)

    async def count_again(self, counted: Running, rounds: int) -> None:
        """Count how often W5 at sixteen connections has to run a transaction again, on a server that tells."""
        messages = await self.preparation.messages(rounds * ROUTED_AT_SIXTEEN)
        wanted = [self.request("pult", ROUTE, one.variables()) for one in messages]
        await take(counted, wanted, connections=SIXTEEN)
        async with httpx.AsyncClient(verify=web.NO_AUTHORITIES) as client:
            told = (await client.get(f"http://127.0.0.1:{counted.port}/figures")).raise_for_status().json()
        self.measured.transactions, self.measured.run_again = told["transactions"], told["run_again"]

    async def _in_turns(self, work: str, asked: Mapping[str, Sequence[bytes]], *, connections: int) -> None:
        """A batch for each server, part by part in turn, each time in another order: who always comes after the same
        neighbour finds in the caches what that one left there, or must do without."""
        parts: dict[str, list[Taken]] = defaultdict(list)
        turns = TURNS[connections]
        for turn in range(turns):
            for name in self._order.sample(list(asked), len(asked)):
                part = asked[name][turn::turns]
                if part:
                    taken = await take(self.running(name), part, connections=connections)
                    parts[name].append(taken)
        for name, taken_parts in parts.items():
            self.measured.taken[work, name, connections].append(joined(taken_parts))

    async def endurance(self, requests: int) -> None:
        """Resident memory of Pult after many pages of W3, which is mostly work of the process and not of the store."""
        work = next(work for work in self.works if work.query == W3)
        wanted = self.request("pult", work, work.variables)
        await take(self.servers["pult"], [wanted] * requests, connections=SIXTEEN)
        self.measured.worked_mib["pult"] = self.servers["pult"].resident_mib()
        self.measured.worked = requests

    async def every_core(self, processes: Sequence[Running], rounds: int) -> None:
        """Requests a second of several Pult processes over the one store, asked all at once."""
        self.measured.processes = len(processes)
        for work in self.works:
            if work.name not in EVERYWHERE:
                continue
            wanted = [self.request("pult", work, work.variables)] * ON_EVERY_CORE
            for _ in range(rounds):
                taken = await asyncio.gather(*(take(one, wanted, connections=SIXTEEN) for one in processes))
                self.measured.every_core[work.name].append(sum(one.per_second for one in taken))

    async def first_answer(self, server: Running, started_at: float) -> None:
        """Wait for the first answer with data of a server that was just started."""
        work = self.works[0]
        await ask_once(server, self.request(server.name, work, work.variables))
        self.measured.start_seconds[server.name] = time.monotonic() - started_at
        self.measured.idle_mib[server.name] = server.resident_mib()
