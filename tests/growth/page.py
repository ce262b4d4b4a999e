"""What growth costs, as a table in the terminal and as the page docs/growth.md."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from api.clock import utc_now
from tests.bench.report import Rows, machine, markdown, show
from tests.growth.rows import MOST_WITH_WORDS
from tests.growth.work import QUESTIONS, Asked

MOST = 1.5
"""CPU of the server at any size to that with the demo."""

NOISE_MS = 0.3
"""What is quickly done is told apart by no clock of a process that shares its core."""


@dataclass(frozen=True)
class Figures:
    """One question: CPU of the server and of the store, and how long the asker waits, in ms."""

    server: float
    store: float
    wall: float

    @classmethod
    def median(cls, rounds: Sequence["Figures"]) -> "Figures":
        """Of each the median."""
        return cls(
            statistics.median(one.server for one in rounds),
            statistics.median(one.store for one in rounds),
            statistics.median(one.wall for one in rounds),
        )


Found = Mapping[int, Mapping[Asked, Figures]]


def table(found: Found) -> tuple[list[str], Rows]:
    """The head and the rows: each question, then by size the server, its ratio, the store and the wall."""
    first, *others = found
    head = ["question", "as", f"server, {first}", f"store, {first}", f"wall, {first}"]
    for size in others:
        head += [f"server, {size}", "ratio", "allowed", f"store, {size}", f"wall, {size}"]
    rows = []
    for asked in QUESTIONS:
        base = found[first][asked]
        row = [asked.title, asked.login, f"{base.server:.1f}", f"{base.store:.0f}", f"{base.wall:.0f}"]
        for size in others:
            now = found[size][asked]
            row += [f"{now.server:.1f}", f"{now.server / base.server:.2f}", f"≤ {MOST}"]
            row += [f"{now.store:.0f}", f"{now.wall:.0f}"]
        rows.append(row)
    return head, rows


def above(found: Found) -> list[str]:
    """What costs the server more than it may, in words."""
    first, *others = found
    return [
        f"{asked.title} as {asked.login} at {size}"
        for size in others
        for asked in QUESTIONS
        if found[size][asked].server > MOST * found[first][asked].server + NOISE_MS
    ]


def print_table(console: Console, found: Found) -> bool:
    """Show the table; whether everything stays within its bar."""
    show(console, "Growth: CPU and wall in ms a request, one connection", *table(found))
    broken = above(found)
    console.print(f"Above the bar: {', '.join(broken)}." if broken else "All within the bar.")
    return not broken


def write_page(docs: Path, found: Found) -> None:
    """Write docs/growth.md."""
    broken = above(found)
    kept = f"Above it: {', '.join(broken)}." if broken else "All are within it."
    parts = [
        "# Growth, as measured\n",
        f"Written by `make growth` on {utc_now().date().isoformat()}; do not edit. Measured on {machine()}.\n",
        INTRODUCTION,
        markdown(*table(found)),
        f"The server may cost {MOST} times what it costs with the demo. {kept}\n",
        OF_THE_STORE,
    ]
    (docs / "growth.md").write_text("\n".join(parts), encoding="utf-8")


INTRODUCTION = """\
One server process over the embedded store, with the submissions of the demo and with as many as the heads of the columns
say: copies of the demo's with other texts, places, times and applicants, so that as many are open, late and alike as there,
in proportion. Rows are loaded first and indexed after. ms a request at one connection, medians of three rounds of ten; CPU
of each process is told by the system, the wall is what the asker waits for.
"""

OF_THE_STORE = f"""\
The store's share grows with the rows that match: the embedded server reads all of them before it gives the first page, and
a board counts every open case. A MongoDB stops at the limit of a page that an index orders; nothing here says what it costs
there. Above {MOST_WITH_WORDS} submissions its index over the words of cases is left out, which it is too long in making: a
search reads all cases there.
"""
