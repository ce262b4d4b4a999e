"""What a file of very many records costs: `python -m tests.growth.intake` takes 10 000 in each form, of both systems, twice.

It says how many a second were read, stored, and recognized when they came again; what CPU of this process and of the store
that took; and what memory beyond the process at rest.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console

from documents.intake.layouts import LAYOUTS
from tests.bench.report import Rows, machine, show
from tests.growth.records import FORMS, write_file
from tests.growth.taking import FileTaken, Pass, taken
from tests.support.store import temporary_store

ROWS = 10_000
CACHE = "1G"

Taken = Mapping[tuple[str, str], FileTaken]

HEAD = [
    "records", "MiB", "read, rows/s", "stored, rows/s", "own CPU, ms", "store CPU, ms", "again, rows/s", "own CPU, ms",
    "store CPU, ms", "most memory, MiB",
]  # fmt: skip


def measured(url: str, store_pid: int, kinds: Sequence[str], forms: Sequence[str], rows: int) -> Taken:
    """Take each form of each kind, each in a process of its own."""
    found = {}
    for kind in kinds:
        for form in forms:
            with (
                tempfile.TemporaryDirectory() as directory,
                ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes,
            ):
                path = str(Path(directory) / "file")
                processes.submit(write_file, path, kind, form, rows).result()
                found[kind, form] = processes.submit(taken, url, store_pid, kind, path).result()
            print(kind, form, found[kind, form], flush=True)  # noqa: T201
    return found


def table(found: Taken) -> Rows:
    """A line for each form of each kind."""
    return [
        [
            f"{kind}, {form}",
            f"{one.mebibytes:.1f}",
            f"{one.read_a_second:.0f}",
            *_told(one.first),
            *_told(one.again),
            f"{max(one.reading, one.first.mebibytes, one.again.mebibytes):.0f}",
        ]
        for (kind, form), one in found.items()
    ]


def _told(one: Pass) -> list[str]:
    return [f"{one.rows_a_second:.0f}", f"{one.own_ms:.2f}", f"{one.store_ms:.2f}"]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.growth.intake", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--forms", nargs="*", choices=FORMS, default=list(FORMS))
    parser.add_argument("--kinds", nargs="*", choices=LAYOUTS, default=list(LAYOUTS))
    given = parser.parse_args()
    with temporary_store("intake-growth", cache=CACHE) as store:
        found = measured(store.url, store.process.pid, given.kinds, given.forms, given.rows)
    console = Console(width=170)
    console.print(machine())
    show(console, f"Intake of {given.rows} records", HEAD, table(found))


if __name__ == "__main__":
    main()
