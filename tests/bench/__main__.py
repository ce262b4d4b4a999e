"""`make bench`: Pult beside a floor, a ceiling and stock Strawberry, in one run on the same data."""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tests.bench.checking import Different
from tests.bench.measuring import Bench
from tests.bench.preparing import Preparation, prepare
from tests.bench.report import print_reads, print_tables, write_page
from tests.bench.servers import (
    BEFORE,
    COMPARED,
    ROOT,
    KnownCases,
    Running,
    cases_known,
    release_known,
    running,
    wait_for,
)
from tests.support.prepared import prepared_store
from tests.support.store import temporary_store

ROUNDS, QUICK_ROUNDS = 5, 2
MANY, SOME = 20_000, 2_000


def _checkout(text: str) -> Path:
    return Path(text).resolve(strict=True)


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two rounds, to try something")
    parser.add_argument(
        "--long", action="store_true", help=f"{MANY} requests before memory is read, not {SOME}"
    )
    parser.add_argument(
        "--before", type=_checkout, metavar="CHECKOUT", help="measure Pult as this checkout has it, too"
    )
    parser.add_argument("--no-page", action="store_true", help="print the tables, leave docs/ as it is")
    return parser.parse_args()


async def run(
    store_url: str, servers: dict[str, Running], stack: ExitStack, given: argparse.Namespace
) -> Bench:
    """Start the servers, check them against each other, measure."""
    console = Console(stderr=True)
    rounds = QUICK_ROUNDS if given.quick else ROUNDS
    preparation = await prepare(store_url)
    try:
        await preparation.give_second_role()
        known, known_before = await _known(preparation, given.before)
        bench = Bench(servers, preparation, await preparation.incident_id())
        var_dir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pult-bench-")))
        await _started(bench, servers, stack, store_url, var_dir, given.before)
        console.print("the answers are compared")
        await bench.check()
        for number in range(rounds):
            console.print(f"round {number + 1} of {rounds}")
            await bench.round(number)
            await bench.curves()
        print_reads(console, bench)
        console.print("memory")
        await bench.endurance(MANY if given.long else SOME)
        console.print("every core")
        others = [
            stack.enter_context(running("pult", store_url, var_dir)) for _ in range((os.cpu_count() or 1) - 1)
        ]
        for one in others:
            wait_for(one)
        await bench.every_core([servers["pult"], *others], rounds)
        console.print("messages are routed")
        await bench.route(rounds, known, known_before)
        counted = stack.enter_context(running("counted", store_url, var_dir))
        wait_for(counted)
        await bench.count_again(counted, rounds)
        return bench
    finally:
        await preparation.close()


async def _known(preparation: Preparation, before: Path | None) -> tuple[KnownCases, KnownCases]:
    """What this checkout knows of cases and what the one before does; what is stored is cut to what both know."""
    known = cases_known(ROOT)
    if before is None:
        return known, known
    known_before = cases_known(before)
    await preparation.take_back(known_before)
    return known, known_before


async def _started(
    bench: Bench,
    servers: dict[str, Running],
    stack: ExitStack,
    store_url: str,
    var_dir: Path,
    before: Path | None,
) -> None:
    """Start the servers one after another, each up to its first answer; last the checkout to be measured beside ours."""
    for name in COMPARED:
        started_at = time.monotonic()
        servers[name] = stack.enter_context(running(name, store_url, var_dir))
        wait_for(servers[name])
        if name == "pult":
            began = time.monotonic()
            bench.token(bench.works[0].login)
            started_at += time.monotonic() - began  # a password is checked slowly on purpose
        if name != "ceiling":
            await bench.first_answer(servers[name], started_at)
    if before is not None:
        async with bench.preparation.as_release(release_known(before)):
            servers[BEFORE] = stack.enter_context(running(BEFORE, store_url, var_dir, before))
            wait_for(servers[BEFORE])


def main() -> int:
    """Measure, print, and write the page."""
    given = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers end with the bench
    console = Console(width=150)
    with ExitStack() as stack:
        store = stack.enter_context(temporary_store("bench", prepared=prepared_store()))
        try:
            bench = asyncio.run(run(store.url, {}, stack, given))
        except Different as error:
            console.print(f"[red]The servers differ:[/red] {error}", markup=True)
            return 1
    print_tables(console, bench)
    if not given.no_page:
        write_page(ROOT / "docs", bench, rounds=QUICK_ROUNDS if given.quick else ROUNDS)
        console.print("docs/performance.md and docs/performance.svg are written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
