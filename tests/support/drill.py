"""`make drill`: the demo is backed up while messages are registered, restored into an empty store, and both are compared.

Prints what each command said and how long it took; ends with 1 where anything is not as it was.
"""

import asyncio
import sys
import tempfile
import threading
import time
from pathlib import Path

from api.backups.restoring import tallies_of
from documents.kernel.store.connection import StoreSettings, open_store
from tests.support.demo import Demo
from tests.support.keys import ENVIRONMENT
from tests.support.prepared import demo_copy
from tests.support.programs import Ended, run
from tests.support.serving import serving
from tests.support.store import temporary_store

REGISTER = """mutation($input: RegisterSubmissionInput!) {
  registerSubmission(input: $input) { submission { id } errors { code path } } }"""


def told(title: str, ended: Ended, began: float) -> bool:
    """Print what a command said; whether it ended well."""
    sys.stdout.write(f"\n== {title}: exit code {ended.returncode}, {time.monotonic() - began:.1f} s\n")
    sys.stdout.write(ended.stdout + ended.stderr)
    return ended.returncode == 0


async def same_rows(one: str, other: str) -> bool:
    """Whether two databases hold the same rows; prints where they differ."""
    stores = [await open_store(StoreSettings(url), ()) for url in (one, other)]
    first, second = [
        {name: tally for name, tally in (await tallies_of(store)).items() if tally.rows} for store in stores
    ]
    for store in stores:
        await store.close()
    for name in sorted({*first, *second}):
        if first.get(name) != second.get(name):
            sys.stdout.write(f"{name}: {first.get(name)} became {second.get(name)}\n")
    return first == second


def worked_on(demo: Demo, over: threading.Event) -> threading.Thread:
    """Register messages one after another until it is over."""
    channels = demo.data("pos", "{ channels { id code } }")["channels"]
    channel = next(one["id"] for one in channels if one["code"] == "POST")
    given = {"regime": "MESSAGE", "channelId": channel, "text": "Яма у дома 5."}

    def work() -> None:
        while not over.is_set():
            demo.data("pos", REGISTER, input=given)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def main() -> int:
    """Run the drill; the exit code."""
    with tempfile.TemporaryDirectory(prefix="pult-drill-") as folder:
        return drilled(Path(folder))


def drilled(folder: Path) -> int:
    """Back up, restore, look, and compare, in an empty folder; the exit code."""
    key, file = folder / "backup.key", folder / "demo.age"
    recipient = run("api", "backup-key", str(key)).stdout.strip()
    with (
        demo_copy("drill") as copy,
        serving(copy.url, folder, PULT_DATABASE=copy.database, **ENVIRONMENT) as url,
        temporary_store("restored") as empty,
    ):
        demo = Demo(url, [])
        there = {"MONGODB_URL": empty.url, "VAR_DIR": str(folder), **ENVIRONMENT}
        here = {**there, "MONGODB_URL": copy.url, "PULT_DATABASE": copy.database}
        over = threading.Event()
        worker = worked_on(demo, over)
        began = time.monotonic()
        made = run("api", "backup", str(file), "--recipient", recipient, **here)
        over.set()
        worker.join()
        sound = told("backup, beside work", made, began)
        began = time.monotonic()
        sound &= told("restore", run("api", "restore", str(file), "--key", str(key), **there), began)
        began = time.monotonic()
        again = folder / "again.age"
        sound &= told("backup", run("api", "backup", str(again), "--recipient", recipient, **there), began)
        began = time.monotonic()
        # It looks for a sign that a worker works, of which no backup tells.
        sound &= told("job", run("api", "jobs", "run", "remove_expired_sessions", **there), began)
        began = time.monotonic()
        sound &= told("doctor", run("api", "doctor", **there), began)
        began = time.monotonic()
        with temporary_store("twice") as twice:
            given = {**there, "MONGODB_URL": twice.url}
            sound &= told(
                "restore of it", run("api", "restore", str(again), "--key", str(key), **given), began
            )
            sound &= asyncio.run(same_rows(empty.url, twice.url))
    sys.stdout.write("\nEverything is as it was.\n" if sound else "\nThe drill failed.\n")
    return 0 if sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
