"""Takes one file of records in a process of its own, so that nothing that another left in memory hides what it needs."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from api.intake.reporting import counts_of, told_result
from api.intake.spooling import spool_records, spooled_batches
from documents.intake.layouts import LAYOUTS
from documents.intake.taking import BATCH, Intake, IntakeResult
from tests.bench.servers import cpu_seconds
from tests.support.keys import VAULT
from tests.support.town import NOW, Town, open_town

KIBIBYTES = 1_024
"""Of a mebibyte; the system tells memory in kibibytes."""

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
LOGINS = {"pos": "pos", "incidents": "incident"}


@dataclass(frozen=True)
class Pass:
    """One way of a file through intake: rows a second, CPU of the process and of the store in ms a row, MiB over rest."""

    counts: dict[str, int]
    rows_a_second: float
    own_ms: float
    store_ms: float
    mebibytes: float


@dataclass(frozen=True)
class FileTaken:
    """What a file took: to be read, to be stored, and to be recognized when it came again."""

    mebibytes: float
    rows: int
    read_a_second: float
    reading: float
    first: Pass
    again: Pass


def highest() -> float:
    """The most memory that was resident since it was asked for last, in MiB; and begin anew."""
    words = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")).split()
    with suppress(OSError):
        RESET.write_text("5")
    return int(words[1]) / KIBIBYTES


def taken(url: str, store_pid: int, kind: str, path: str) -> FileTaken:
    """Take a file twice in a town that is founded anew, and return what that took."""
    with Path(path).open("rb") as sent:
        return asyncio.run(_taken(url, store_pid, kind, sent))


async def _taken(url: str, store_pid: int, kind: str, sent: BinaryIO) -> FileTaken:
    town = await open_town(url, "intake_growth")
    with tempfile.TemporaryFile() as records:
        highest()
        idle = highest()
        started = time.perf_counter()
        rows = spool_records(sent, records, LAYOUTS[kind])
        read, reading = time.perf_counter() - started, highest() - idle
        first, again = [await _passed(town, kind, records, rows, store_pid, idle) for _ in range(2)]
    await town.store.drop()
    await town.store.close()
    return FileTaken(sent.seek(0, 2) / 2**20, rows, rows / read, reading, first, again)


async def _passed(town: Town, kind: str, records: BinaryIO, rows: int, store_pid: int, idle: float) -> Pass:
    container, layout = town.container, LAYOUTS[kind]
    who = await town.who(LOGINS[kind])
    intake = Intake(container.runner, container.store, container.reference, VAULT, layout, who)
    counts: Counter[str] = Counter()
    results: list[dict[str, Any]] = []

    def told(batch: Sequence[IntakeResult]) -> None:
        counts.update(counts_of(batch))
        results.extend(told_result(one, "ru") for one in batch)

    own, store, started = time.process_time(), cpu_seconds(store_pid), time.perf_counter()
    await intake.take_each(spooled_batches(records, BATCH), lambda: NOW, told)
    took = time.perf_counter() - started
    return Pass(
        {name: count for name, count in counts.items() if count},
        rows / took,
        (time.process_time() - own) * 1_000 / rows,
        (cpu_seconds(store_pid) - store) * 1_000 / rows,
        highest() - idle,
    )
