"""What a file of very many records costs: `python -m tests.growth.intake` takes 10 000 in each form, of both systems, twice.

It says how many a second were read, stored, and recognized when they came again; what CPU of this process and of the store
that took; and what memory beyond the process at rest. Written to docs/intake-figures.md where all is measured.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console

from api.clock import utc_now
from documents.intake.layouts import LAYOUTS
from tests.bench.report import Rows, machine, markdown, show
from tests.bench.servers import ROOT
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


def write_page(docs: Path, found: Taken, rows: int) -> None:
    """Write docs/intake-figures.md."""
    measured_on = utc_now().date().isoformat()
    parts = [
        "# Intake, as measured\n",
        f"Written by `python -m tests.growth.intake` on {measured_on}; do not edit. Measured on {machine()}.\n",
        INTRODUCTION.format(rows=f"{rows:,}".replace(",", " ")),
        markdown(HEAD, table(found)),
    ]
    (docs / "intake-figures.md").write_text("\n".join(parts), encoding="utf-8")


INTRODUCTION = """\
Files of {rows} records, all new, each of some 200 letters; incidents with a department that nobody knows. Each file is taken
by a process of its own over the embedded store, in an empty town: it is read and spooled, stored, and taken once more, when
all of it is known. CPU is told by the system, in ms a row. Memory is the peak beyond the process at rest, the report with a
line for each record included.
"""


def main() -> None:
    """Measure, print, and write the page where all was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.growth.intake", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--forms", nargs="*", choices=FORMS, default=list(FORMS))
    parser.add_argument("--kinds", nargs="*", choices=LAYOUTS, default=list(LAYOUTS))
    given = parser.parse_args()
    with temporary_store("intake-growth", cache=CACHE) as store:
        found = measured(store.url, store.process.pid, given.kinds, given.forms, given.rows)
    console = Console(width=170)
    show(console, f"Intake of {given.rows} records", HEAD, table(found))
    if len(found) == len(FORMS) * len(LAYOUTS) and given.rows >= ROWS:
        write_page(ROOT / "docs", found, given.rows)


if __name__ == "__main__":
    main()
