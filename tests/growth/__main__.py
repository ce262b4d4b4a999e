"""`make growth`: what screens cost Pult and its store when there are three and fifteen times as many cases as in the demo.

A house for each size: an embedded store that was grown to it, and a server of its own. They are asked in turn, so that a
machine that is shared is slow for all of them. The CPU of servers and stores is told apart; a server may spend half as much
again as that of the demo. What it does for a request is counted besides, on servers that are started for that.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from api.dev.embedded import EmbeddedStore
from tests.bench.servers import ROOT, Running, running, wait_for
from tests.growth.asking import Asker
from tests.growth.growing import AS_THE_DEMO, declare_rows, grown_store, submissions_in
from tests.growth.measuring import Counted, House, Timed, counted, measured
from tests.growth.page import Found, print_tables, write_page
from tests.growth.work import Asked

SIZES = (10_000, 50_000)
START_SECONDS = 180


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="so many submissions, ascending")
    parser.add_argument(
        "--no-page", action="store_true", help="print the tables, leave docs/growth.md as it is"
    )
    parser.add_argument(
        "--kept",
        type=Path,
        metavar="DIRECTORY",
        help="keep the grown stores there, and load none anew that is there",
    )
    parser.add_argument("--only-counts", action="store_true", help="count, and measure no time")
    return parser.parse_args()


async def run(given: argparse.Namespace, console: Console) -> Found:
    """Grow the stores, measure, count."""
    with ExitStack() as stack:
        stores: dict[int, EmbeddedStore] = {}
        for size in (AS_THE_DEMO, *given.sizes):
            store = stack.enter_context(grown_store(size, given.kept, console))
            if size == AS_THE_DEMO:
                await declare_rows(store)
            stores[submissions_in(store)] = store
        # A store knows the keys that it was served with, and is kept with them.
        var_dir = given.kept / "var" if given.kept else Path(stack.enter_context(_scratch()))
        case_id, works = await _counted(stores, var_dir, console)
        timed = None if given.only_counts else await _timed(stores, var_dir, case_id, console)
        return Found(tuple(stores), timed, works)


def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="pult-growth-")


async def _timed(stores: Mapping[int, EmbeddedStore], var_dir: Path, case_id: str, console: Console) -> Timed:
    with ExitStack() as stack:
        houses = []
        for submissions, store in stores.items():
            server = stack.enter_context(running("grown", store.url, var_dir))
            wait_for(server, seconds=START_SECONDS)
            at = Running("store", store.port, store.process)
            houses.append(House(submissions, at, server, Asker(server)))
        return await measured(houses, case_id, console)


async def _counted(
    stores: Mapping[int, EmbeddedStore], var_dir: Path, console: Console
) -> tuple[str, Mapping[int, Mapping[Asked, Counted]]]:
    """The case that is compared, chosen with the demo, and what was counted by size."""
    case_id, found = "", {}
    for submissions, store in stores.items():
        with running("counting", store.url, var_dir) as server:
            wait_for(server, seconds=START_SECONDS)
            asker = Asker(server)
            case_id = case_id or await asker.case_with_likenesses()
            found[submissions] = await counted(asker, case_id)
        console.print(f"counted with {submissions:,}")
    return case_id, found


def main() -> int:
    """Measure, print, and write the page; 1 where a server's CPU or work grew by more than it may, or it is not known."""
    given = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    console = Console(width=170)
    found = asyncio.run(run(given, Console(stderr=True)))
    is_kept = print_tables(console, found)
    if not given.no_page and not given.only_counts:
        write_page(ROOT / "docs", found)
        console.print("docs/growth.md is written")
    return 0 if is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
