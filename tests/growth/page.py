"""What growth costs, as tables in the terminal and as the page docs/growth.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from api.clock import utc_now
from tests.bench.report import Rows, machine, markdown, show
from tests.growth.measuring import (
    AGREEING_MS,
    AGREEING_SHARE,
    COUNTED,
    IN_A_ROW,
    REST_SECONDS,
    ROUNDS,
    Counted,
    Timed,
)
from tests.growth.rows import MOST_WITH_WORDS
from tests.growth.work import BEFOREHAND, QUESTIONS, Asked

MOST = 1.5
"""CPU of the server at any size to that with the demo."""

MOST_WORK = 1.25
"""Calls that are made for a request at any size to those with the demo: what differs are the rows of the page."""

NOISE_MS = 0.3
"""What is quickly done is told apart by no clock of a process that shares its core."""

WITHIN = "All are within it."

TIMES_HEAD = [
    "question",
    "as",
    "submissions",
    "server",
    "±",
    "taken off",
    "ratio",
    "allowed",
    "store",
    "wall",
]
WORK_HEAD = [
    "question",
    "as",
    "submissions",
    "calls",
    "ratio",
    "allowed",
    "replies",
    "KiB read",
    "KiB answered",
]
KIBIBYTE = 1_024


@dataclass(frozen=True)
class Found:
    """What was measured and counted with so many submissions, the demo's first; without times where only was counted."""

    sizes: Sequence[int]
    timed: Timed | None
    works: Mapping[int, Mapping[Asked, Counted]]


def time_rows(found: Found) -> Rows:
    """Return each question by size: CPU of server and store, and the wall."""
    return (
        [_time_row(found.timed, asked, size, found.sizes[0]) for asked, size in _lines(found)]
        if found.timed
        else []
    )


def _time_row(timed: Timed, asked: Asked, size: int, first: int) -> list[str]:
    now, base = timed.figures(size, asked), timed.figures(first, asked)
    ratio = ["", ""] if size == first else [f"{now.server / base.server:.2f}", f"≤ {MOST}"]
    return [
        *(
            asked.title,
            asked.login,
            str(size),
            f"{now.server:.1f}",
            f"{now.doubt:.1f}",
            f"{now.by_itself:.1f}",
        ),
        *(*ratio, f"{now.store:.0f}", f"{now.wall:.0f}"),
    ]


def work_rows(found: Found) -> Rows:
    """Return each question by size: what was done for it."""
    return [_work_row(found.works, asked, size, found.sizes[0]) for asked, size in _lines(found)]


def _work_row(works: Mapping[int, Mapping[Asked, Counted]], asked: Asked, size: int, first: int) -> list[str]:
    now, base = works[size][asked], works[first][asked]
    ratio = ["", ""] if size == first else [f"{now.work.calls / base.work.calls:.2f}", f"≤ {MOST_WORK}"]
    return [
        *(asked.title, asked.login, str(size), f"{now.work.calls}{'' if now.is_same else ' *'}", *ratio),
        *(str(now.work.replies), f"{now.work.read / KIBIBYTE:.1f}", f"{now.answered / KIBIBYTE:.1f}"),
    ]


def _lines(found: Found) -> Iterator[tuple[Asked, int]]:
    return ((asked, size) for asked in QUESTIONS for size in found.sizes)


def above(found: Found) -> list[str]:
    """Return what costs the server more CPU than it may, in words: by more than may be the server's own."""
    timed, first = found.timed, found.sizes[0]
    if timed is None:
        return []
    return [
        f"{asked.title} as {asked.login} at {size}"
        for asked, size in _lines(found)
        if _least(timed, size, asked) > MOST * timed.figures(first, asked).server + NOISE_MS
    ]


def unknown(found: Found) -> list[str]:
    """Return of what it is not known whether it costs more CPU than it may, in words."""
    timed, first = found.timed, found.sizes[0]
    if timed is None:
        return []
    bars = {asked: MOST * timed.figures(first, asked).server + NOISE_MS for asked in QUESTIONS}
    return [
        f"{asked.title} as {asked.login} at {size}"
        for asked, size in _lines(found)
        if size != first and _least(timed, size, asked) <= bars[asked] < _most(timed, size, asked)
    ]


def _least(timed: Timed, size: int, asked: Asked) -> float:
    now = timed.figures(size, asked)
    return now.server - now.doubt


def _most(timed: Timed, size: int, asked: Asked) -> float:
    now = timed.figures(size, asked)
    return now.server + now.doubt


def grown(found: Found) -> list[str]:
    """Return for what more is done than may be, in words."""
    first = found.sizes[0]
    return [
        f"{asked.title} as {asked.login} at {size}"
        for asked, size in _lines(found)
        if found.works[size][asked].work.calls > MOST_WORK * found.works[first][asked].work.calls
    ]


def verdicts(found: Found) -> list[str]:
    """Return what follows from the tables, a sentence each."""
    slow, more = above(found), grown(found)
    told = []
    if found.timed is not None:
        kept = "None is known to be above it." if unknown(found) else WITHIN
        told.append(_told(f"The CPU of a server may be {MOST} times that with the demo.", slow, kept))
    told.append(_told(f"The calls for a request may be {MOST_WORK} times those with the demo.", more))
    told += _contradictions(found, slow, more)
    return told


def _told(bar: str, broken: Sequence[str], kept: str = WITHIN) -> str:
    return f"{bar} Above it: {', '.join(broken)}." if broken else f"{bar} {kept}"


def _contradictions(found: Found, slow: Sequence[str], more: Sequence[str]) -> Iterator[str]:
    alone = [one for one in slow if one not in more]
    if alone:
        yield f"More CPU for as much work is the machine's, or is in code that is not counted: {', '.join(alone)}."
    doubtful = unknown(found)
    if doubtful:
        yield f"Not known, as the doubt reaches over the bar: {', '.join(doubtful)}."
    if found.timed is not None and not found.timed.is_steady:
        yield (
            f"**This run contradicts itself**: at rest the servers spent another time before than after "
            f"{len(found.timed.rounds) - len(found.timed.agreeing)} of {len(found.timed.rounds)} rounds, so that what was "
            "taken off is not known well enough; the medians of all rounds are told."
        )
    if any(not one.is_same for works in found.works.values() for one in works.values()):
        yield "Calls with a star were others each time; the least are told."


def is_kept(found: Found) -> bool:
    """Tell whether everything stays within its bar, and the run agrees with itself."""
    return not above(found) and not grown(found) and (found.timed is None or found.timed.is_steady)


def print_tables(console: Console, found: Found) -> bool:
    """Show the tables; whether everything stays within its bar."""
    if found.timed is not None:
        show(console, "Growth: CPU and wall in ms a request, one connection", TIMES_HEAD, time_rows(found))
        console.print(_at_rest(found, found.timed))
    show(console, "Growth: what is done for a request", WORK_HEAD, work_rows(found))
    for words in verdicts(found):
        console.print(words)
    return is_kept(found)


def _at_rest(found: Found, timed: Timed) -> str:
    told = (f"with {size} {', '.join(f'{one:.1f}' for one in timed.at_rest(size))}" for size in found.sizes)
    return f"At rest the servers spent, in ms of CPU a second, window by window: {'; '.join(told)}."


def write_page(docs: Path, found: Found) -> None:
    """Write docs/growth.md."""
    assert found.timed is not None
    parts = [
        "# Growth, as measured\n",
        f"Written by `make growth` on {utc_now().date().isoformat()}; do not edit. Measured on {machine()}.\n",
        INTRODUCTION,
        "## Time\n",
        OF_THE_TIMES,
        markdown(TIMES_HEAD, time_rows(found)),
        f"{_at_rest(found, found.timed)}\n",
        "## Work\n",
        OF_THE_WORK,
        markdown(WORK_HEAD, work_rows(found)),
        "## What follows\n",
        *(f"{words}\n" for words in verdicts(found)),
        OF_THE_STORE,
    ]
    (docs / "growth.md").write_text("\n".join(parts), encoding="utf-8")


INTRODUCTION = """\
A house for the demo and one for each number of submissions: an embedded store and a server process of its own. The stores
hold copies of the demo's submissions with other texts, places, times and applicants, so that as many are open, late and
alike as there, in proportion. Rows are loaded first and indexed after. The houses are asked in turn, question by question,
so that a machine that has other work is slow for all of them.
"""

OF_THE_TIMES = f"""\
ms a request at one connection, medians of {ROUNDS} rounds of {IN_A_ROW} requests, and more of what is quickly answered. The
CPU of each process is told by the system; the wall is what the asker waits for. Before each question goes `{BEFOREHAND}`,
which is not counted: a server looks once a second whether a session still stands, and whoever waits for longer than that
would pay for it each time, who asks quickly hardly ever. While a server waits for its store it turns its loop, watches the
store and follows its changes, as it does when nobody asks. What it spends at rest is measured for {REST_SECONDS:.0f} s
before and after each round, and **taken off** for as long as a request takes; ± is by how much that may be wrong, as the two
differ. A round before and after which they differ by more than {AGREEING_MS} ms a second and by more than
{AGREEING_SHARE:.0%} is measured again. What cannot be taken off: after a long wait the processor has forgotten the server,
which then works the slower for a moment.
"""

OF_THE_WORK = f"""\
What no clock and no other program changes, counted on servers that are started for it: calls of functions that Python makes
for one request, replies of the store and what they hold, and the answer; the least of {COUNTED} requests, since some of them
also note what their member has used. What a server does by itself is not among it. Work inside of C (reading what the store
sent, writing the answer) is no call: it goes with the KiB.
"""

OF_THE_STORE = f"""\
The store's share grows with the rows that match: the embedded server reads all of them before it gives the first page, and
a board counts every open case. A MongoDB stops at the limit of a page that an index orders; nothing here says what it costs
there. Above {MOST_WITH_WORDS} submissions its index over the words of cases is left out, which it is too long in making: a
search reads all cases there.
"""
