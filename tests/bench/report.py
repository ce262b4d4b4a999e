"""What was measured, as tables in the terminal and as the page docs/performance.md."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.clock import utc_now
from tests.bench.curves import drawing
from tests.bench.measuring import GROWTH, SIXTEEN, Bench, Measured, Spread
from tests.bench.servers import BEFORE
from tests.bench.work import ROUTE, Work

PACKAGES = ("strawberry-graphql", "graphql-core", "starlette", "uvicorn", "pymongo", "orjson")
Rows = list[list[str]]

MOST_GROWTH = 1.2
"""CPU of a read at sixteen connections to that at one; writes meet each other, and run again."""

CPU_HEAD = ["work", "pult", "floor", "stock", "pult : floor", "allowed", "stock : floor", "stock : pult"]
MANY_HEAD = [
    "work",
    "pult",
    "floor",
    "stock",
    "pult : floor",
    "pult, 16 : 1",
    "allowed",
    "floor, 16 : 1",
    "stock, 16 : 1",
]
CEILING_HEAD = [
    "work",
    "floor",
    "rows of access",
    "rights compiled",
    "rows : floor",
    "compiled : floor",
    "allowed",
]
BEFORE_HEAD = [
    "work",
    "before, 1",
    "pult, 1",
    "pult : before, 1",
    "before, 16",
    "pult, 16",
    "pult : before, 16",
]
WALL_HEAD = ["work", "server", "p50, 1", "p99, 1", "per second, 1", "p50, 16", "p99, 16", "per second, 16"]


def spread(found: Spread | None, digits: int = 2) -> str:
    """A median with least and most."""
    if found is None:
        return "—"
    return f"{found.median:.{digits}f} ({found.low:.{digits}f}–{found.high:.{digits}f})"


def all_works(bench: Bench) -> Sequence[Work]:
    """The lines of the table in its order."""
    return sorted((*bench.works, ROUTE), key=lambda work: work.name)


def cpu_rows(bench: Bench) -> Rows:
    """CPU per request and ratios, at one connection."""
    measured = bench.measured
    return [
        [
            f"{work.name}: {work.title}",
            *(spread(measured.cpu(work.name, server)) for server in ("pult", "floor", "stock")),
            spread(measured.ratio(work.name, "pult", "floor")),
            f"≤ {work.at_most}" if work.at_most else "",
            spread(measured.ratio(work.name, "stock", "floor")),
            spread(measured.ratio(work.name, "stock", "pult")),
        ]
        for work in all_works(bench)
    ]


def many_rows(bench: Bench) -> Rows:
    """The same at sixteen connections, held against one connection on the same server."""
    measured = bench.measured
    return [
        [
            work.name,
            *(spread(measured.cpu(work.name, server, SIXTEEN)) for server in ("pult", "floor", "stock")),
            spread(measured.ratio(work.name, "pult", "floor", connections=SIXTEEN)),
            spread(measured.growth_with_connections(work.name, "pult")),
            f"≤ {MOST_GROWTH}" if work is not ROUTE else "",
            *(spread(measured.growth_with_connections(work.name, server)) for server in ("floor", "stock")),
        ]
        for work in all_works(bench)
    ]


def before_rows(bench: Bench) -> Rows:
    """Pult beside the other checkout, at one connection and at sixteen."""
    measured = bench.measured
    return [
        [
            work.name,
            *(
                spread(told)
                for connections in (1, SIXTEEN)
                for told in (
                    measured.cpu(work.name, BEFORE, connections),
                    measured.cpu(work.name, "pult", connections),
                    measured.ratio(work.name, "pult", BEFORE, connections=connections),
                )
            ),
        ]
        for work in all_works(bench)
    ]


def retries(measured: Measured) -> str:
    """How often W5 meets itself, in words."""
    share = measured.run_again / measured.transactions
    return (
        f"W5 at {SIXTEEN} connections: of {measured.transactions} transactions, counted in a server of its own, "
        f"{measured.run_again} attempts met a conflict and were run again ({share:.2f} for each transaction)."
    )


def ceiling_rows(bench: Bench) -> Rows:
    """What could be reached."""
    measured = bench.measured
    return [
        [
            work.name,
            *(spread(measured.cpu(work.name, server)) for server in ("floor", "ceiling", "compiled")),
            spread(measured.ratio(work.name, "ceiling", "floor")),
            spread(measured.ratio(work.name, "compiled", "floor")),
            f"≤ {work.at_most}" if work.at_most else "",
        ]
        for work in bench.works
        if work.has_ceiling
    ]


def other_viewers(measured: Measured) -> str:
    """W6 is held against W2 as head, on the same server."""
    told = []
    for name in ("W6 lead", "W6 two roles"):
        found = {
            server: measured.ratio(name, server, server, base_work="W2")
            for server in ("pult", "ceiling", "compiled")
        }
        told.append(f"{name}: " + ", ".join(f"{server} {spread(one)}" for server, one in found.items()))
    return "W6 to W2 as head, CPU on the same server (allowed ≤ 1.15): " + "; ".join(told) + "."


def reach(bench: Bench) -> str:
    """Which allowed ratios the ceiling keeps, in words."""
    told = []
    for work in bench.works:
        for server, words in (("ceiling", "on the rows of access"), ("compiled", "with rights compiled")):
            found = bench.measured.ratio(work.name, server, "floor")
            if work.at_most is not None and found is not None:
                can = "can" if found.median <= work.at_most else "cannot"
                told.append(f"{work.name} ≤ {work.at_most} {can} be reached {words} ({found.median:.2f})")
    return "; ".join(told) + "."


def wall_rows(bench: Bench) -> Rows:
    """Percentiles of wall time in ms, and requests a second."""
    rows = []
    for work in all_works(bench):
        for server in ("pult", "floor", "stock"):
            told = []
            for connections in (1, SIXTEEN):
                walls = bench.measured.walls(work.name, server, connections)
                rate = bench.measured.rate(work.name, server, connections)
                if walls and rate is not None:
                    told += [f"{_at(walls, 0.5):.1f}", f"{_at(walls, 0.99):.1f}", f"{rate:.0f}"]
            rows.append([work.name, server, *told])
    return rows


def _at(walls: Sequence[float], part: float) -> float:
    return walls[min(len(walls) - 1, int(len(walls) * part))]


def growth_rows(measured: Measured) -> Rows:
    """CPU of W2 by rows."""
    servers = list(dict.fromkeys(server for server, _ in measured.growth))
    return [
        [server, *(spread(Spread.of(measured.growth[server, rows])) for rows in GROWTH)] for server in servers
    ]


def process_rows(measured: Measured) -> Rows:
    """Start-up and memory."""
    return [
        [
            server,
            f"{measured.start_seconds[server]:.2f}",
            f"{measured.idle_mib[server]:.0f}",
            f"{measured.worked_mib[server]:.0f}" if server in measured.worked_mib else "—",
        ]
        for server in measured.start_seconds
    ]


def core_rows(measured: Measured) -> Rows:
    """Requests a second of all cores."""
    return [
        [work, str(measured.processes), spread(Spread.of(rates), 0)]
        for work, rates in measured.every_core.items()
    ]


def sections(bench: Bench) -> Iterable[tuple[str, list[str], Rows]]:
    """Title, heads and rows of every table."""
    measured = bench.measured
    yield "CPU of the server process in ms a request, 1 connection", CPU_HEAD, cpu_rows(bench)
    yield "CPU of the server process in ms a request, 16 connections", MANY_HEAD, many_rows(bench)
    if BEFORE in bench.servers:
        yield (
            "Beside the release before: CPU of the server process in ms a request",
            BEFORE_HEAD,
            before_rows(bench),
        )
    yield "What could be reached: the ceiling, CPU in ms", CEILING_HEAD, ceiling_rows(bench)
    yield "Wall time in ms and requests a second, at 1 and 16 connections", WALL_HEAD, wall_rows(bench)
    yield "CPU of W2 in ms by rows of the page", ["server", *map(str, GROWTH)], growth_rows(measured)
    head = ["server", "s from start to first answer", "MiB idle", f"MiB after {measured.worked} × W3"]
    yield "Start-up on a warm store, resident memory", head, process_rows(measured)
    words = (
        "Requests a second of `serve` on all cores, 16 connections each (client and store on the same cores)"
    )
    yield words, ["work", "processes", "per second"], core_rows(measured)


def print_reads(console: Console, bench: Bench) -> None:
    """Show what is known once all reads are measured, so that nothing of it is lost to what comes after."""
    show(console, "CPU in ms a request, 1 connection", CPU_HEAD, cpu_rows(bench))
    if BEFORE in bench.servers:
        show(console, "Beside the release before", BEFORE_HEAD, before_rows(bench))


def show(console: Console, title: str, head: Sequence[str], rows: Rows) -> None:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in head:
        table.add_column(name, justify="left" if name in {"work", "server"} else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def print_tables(console: Console, bench: Bench) -> None:
    """Show all tables."""
    for title, head, rows in sections(bench):
        show(console, title, head, rows)
    console.print(retries(bench.measured))
    console.print(reach(bench))
    console.print(other_viewers(bench.measured))


def machine() -> str:
    """What it was measured on."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    model = next(
        (
            line.partition(":")[2].strip()
            for line in _lines(Path("/proc/cpuinfo"))
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}, "
        f"{versions}; load of the machine at the end {load}"
    )


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def write_page(docs: Path, bench: Bench, *, rounds: int) -> None:
    """Write docs/performance.md and its drawing."""
    (docs / "performance.svg").write_text(drawing(bench.measured), encoding="utf-8")
    measured_on = utc_now().date().isoformat()
    rounded = f"{rounds} alternating rounds, medians with least and most."
    parts = [
        "# Performance, as measured\n",
        f"Written by `make bench` on {measured_on}; do not edit. {rounded}\n",
        f"Measured on {machine()}. Client, servers and store share the cores: read the ratios, not the times.\n",
        INTRODUCTION,
    ]
    for title, head, rows in sections(bench):
        parts.append(f"## {title}\n")
        parts.append(markdown(head, rows))
        if head is MANY_HEAD:
            parts.append(f"{retries(bench.measured)}\n")
        if head is CEILING_HEAD:
            parts += [CEILING_WORDS, f"{reach(bench)}\n", f"{other_viewers(bench.measured)}\n"]
    parts.append("## Curves\n\n![CPU by rows and requests a second by connections](performance.svg)")
    (docs / "performance.md").write_text("\n".join(parts) + "\n", encoding="utf-8")


def markdown(head: Sequence[str], rows: Rows) -> str:
    """A table of a page."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


INTRODUCTION = """\
Four processes serve one embedded store with the prepared demo, side by side:

- **pult**: `python -m api serve`.
- **floor**: routes written by hand (`tests/bench/floor.py`): the same bearer check, the same commands through the driver's
  helpers with the projections that the answer needs, relations from memory, orjson; no middleware, no GraphQL. Of W5 it
  writes the case and the event by a helper each, and no lock row; Pult sends all three in one command.
- **stock**: our schema on Strawberry's own ASGI application and executor (`tests/bench/stock.py`).
- **ceiling**: see below.

Before the rounds the bench compares the answers, and after a routing (W5) the stored case and its event; it fails where
they differ. CPU is user and system time of the server process with all its threads; ratios are taken round by round, in
each of which the servers take turns after every five requests, each time in another order: who always follows the same
neighbour finds in the caches what that one left there.
One process serves on one core.
"""

CEILING_WORDS = """
What an engine could generate for these operations, written by hand behind Pult's own middleware, bearer check, body and
encoder (`tests/bench/ceiling.py`). «Rows of access»: plain functions turn what `access` returns into the answer.
«Rights compiled»: the answer is built from the stored row, and rights are asked once for each kind, status, mark and set
of matched keys (`tests/bench/ceiling_rows.py`). The floor of W3 leaves out `hiddenFields` and `allowedActions`.
"""
