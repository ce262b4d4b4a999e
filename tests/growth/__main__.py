"""`make growth`: what screens cost Pult and its store when there are three and fifteen times as many cases as in the demo.

One server process over one embedded store that grows between the measurements: rows are loaded first and indexed after, as
a restored backup is. The CPU of both processes is told apart; that of the server may grow by half at the most.
"""

import argparse
import asyncio
import itertools
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pymongo
from rich.console import Console
from rich.progress import track

from api.dev.embedded import EmbeddedStore
from documents.aggregates import STORED
from documents.cases.document import Case
from documents.kernel.store.connection import StoreSettings, open_store
from tests.bench.client import ask_once, request, take
from tests.bench.servers import ROOT, Running, running, wait_for
from tests.growth.page import Figures, print_table, write_page
from tests.growth.rows import Grower, indexes_at
from tests.growth.work import QUESTIONS, SOME_CASES, Asked
from tests.support import web
from tests.support.prepared import demo_passwords, prepared_store
from tests.support.store import temporary_store

SIZES = (10_000, 50_000)
KINDS = ("MESSAGE", "APPEAL")
CACHE = "4G"
BATCH_ROWS = 500
SEED = 1_802
"""Another one than that of the demo, whose ids are drawn alike."""
WARM, ASKED, ROUNDS = 2, 10, 3


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="so many submissions, ascending")
    parser.add_argument(
        "--no-page", action="store_true", help="print the table, leave docs/growth.md as it is"
    )
    return parser.parse_args()


class Growing:
    """The store that grows, and the server that is asked in between."""

    def __init__(self, store: EmbeddedStore, server: Running, console: Console) -> None:
        client = pymongo.MongoClient[dict[str, Any]](store.url)
        self._cases = client.get_default_database()[Case.collection_name()]
        self._store = Running("store", store.port, store.process)
        self._server = server
        self._console = console
        self._tokens: dict[str, str] = {}
        self._case_id = ""
        rows = list(self._cases.find({"kind": {"$in": KINDS}}))
        self.submissions = len(rows)
        self._grower = Grower(rows, seed=SEED)

    def grow(self, size: int) -> None:
        """Load so many submissions as are missing, then make the indexes again."""
        missing = size - self.submissions
        self._cases.drop_indexes()
        made = self._grower.more(missing)
        for _ in track(range(0, missing, BATCH_ROWS), f"{size:,} submissions", console=self._console):
            self._cases.insert_many(list(itertools.islice(made, BATCH_ROWS)), ordered=False)
        # One by one: an index over lists of words takes longer than all others together.
        for index in track(indexes_at(size), "its indexes", console=self._console):
            self._cases.create_indexes([index])
        self.submissions = self._cases.count_documents({"kind": {"$in": KINDS}})

    async def measure(self) -> Mapping[Asked, Figures]:
        """Ask every question; medians of the rounds."""
        found: dict[Asked, list[Figures]] = {asked: [] for asked in QUESTIONS}
        for round_ in range(ROUNDS):
            for asked in QUESTIONS:
                wanted = await self._wanted(asked)
                if round_ == 0:
                    await take(self._server, [wanted] * WARM, connections=1)
                before = self._store.cpu_seconds()
                taken = await take(self._server, [wanted] * ASKED, connections=1)
                spent = (self._store.cpu_seconds() - before) * 1_000 / ASKED
                found[asked].append(Figures(taken.cpu_ms, spent, statistics.median(taken.wall_ms)))
        return {asked: Figures.median(figures) for asked, figures in found.items()}

    async def _wanted(self, asked: Asked) -> bytes:
        variables = dict(asked.variables)
        if asked.of_a_case:
            variables["id"] = await self._a_case(asked.login)
        return request("/graphql", self._token(asked.login), {"query": asked.query, "variables": variables})

    async def _a_case(self, login: str) -> str:
        """The id of a case, the same one at every size."""
        if not self._case_id:
            asked = request("/graphql", self._token(login), {"query": SOME_CASES})
            nodes = orjson.loads(await ask_once(self._server, asked))["data"]["messages"]["nodes"]
            self._case_id = next(one["id"] for one in nodes if not one["isSensitive"])
        return self._case_id

    def _token(self, login: str) -> str:
        if login not in self._tokens:
            form = {"grant_type": "password", "username": login, "password": demo_passwords()[login]}
            url = f"http://127.0.0.1:{self._server.port}/auth/token"
            answer = web.post(url, data=form, timeout=30).raise_for_status()
            self._tokens[login] = answer.json()["access_token"]
        return self._tokens[login]


async def measured(sizes: Sequence[int], console: Console) -> Mapping[int, Mapping[Asked, Figures]]:
    """The figures by the number of submissions, the demo's first."""
    with ExitStack() as stack:
        store = stack.enter_context(temporary_store("growth", prepared=prepared_store(), cache=CACHE))
        var_dir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pult-growth-")))
        server = stack.enter_context(running("pult", store.url, var_dir))
        wait_for(server)
        declared = await open_store(StoreSettings(store.url), STORED)
        try:
            growing = Growing(store, server, console)
            found = {growing.submissions: await growing.measure()}
            for size in sizes:
                began = time.monotonic()
                growing.grow(size)
                console.print(f"loaded and indexed in {time.monotonic() - began:.0f} s")
                found[growing.submissions] = await growing.measure()
        finally:
            await declared.close()
        return found


def main() -> int:
    """Measure, print, and write the page; 1 where the server's CPU grew by more than it may."""
    given = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    console = Console(width=150)
    found = asyncio.run(measured(given.sizes, Console(stderr=True)))
    is_kept = print_table(console, found)
    if not given.no_page:
        write_page(ROOT / "docs", found)
        console.print("docs/growth.md is written")
    return 0 if is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
