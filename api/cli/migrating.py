"""The command `migrate`: the data are brought to the release of this program, in steps that are numbered and noted."""

import asyncio
import contextlib
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Annotated

import typer
from pymongo.errors import PyMongoError

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.progress import told_by_collection
from api.cli.settings import read_settings
from api.clock import utc_now
from api.dev.reaching import existing_store
from api.process import Process, run_process
from documents.installation.leases import (
    RENEWED_AFTER_SECONDS,
    give_lease_back,
    lease_ends,
    take_lease,
)
from documents.installation.releases import CURRENT, refuse_other_release, release_of
from documents.kernel.store.connection import Store
from documents.migrating import StepRun, StepSurroundings, go_through, steps_ahead

app = module_app()
command = app.command

EXIT_LEFT = 1
"""The data are not of this release yet: rows are left, or another process is at it; a line on stderr says which."""

LOOKS_AFTER_SECONDS = 0.5

OnlyCounts = Annotated[bool, typer.Option("--dry-run", help="Count what each step would do; write nothing.")]
LeaveRows = Annotated[
    bool,
    typer.Option(
        "--leave-rows", help="Go on where rows are left that cannot be brought over, once they are told."
    ),
]


class AnotherMigrates(RuntimeError):
    """Another process holds the lease, and renews it."""


@command(name="migrate")
def migrate_command(*, dry_run: OnlyCounts = False, leave_rows: LeaveRows = False) -> None:
    """Rewrite stored data of an earlier release for this one, step by step.

    In the database of MONGODB_URL, or in the embedded store under VAR_DIR. Stop what runs on it, and make a backup first.
    It may be stopped at any moment: run again, it goes on with the rest. Two at once: one does it, the other says so.

    Exit code 0: the data are of this release; 1: they are not yet; 2: settings, keys or database do not allow it.
    """
    settings = read_settings()
    try:
        with (
            ended_in_words(gone="What has been done stays: run this again."),
            existing_store(settings) as prepared,
        ):
            runs = run_process(
                prepared,
                partial(_migrated, is_dry=dry_run, leaves_rows=leave_rows),
                reads_only=dry_run,
                any_release=True,
            )
    except AnotherMigrates as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_LEFT) from error
    _tell(runs, is_dry=dry_run)
    if not leave_rows and any(one.result.left for one in runs):
        raise typer.Exit(EXIT_LEFT)


async def _migrated(process: Process, *, is_dry: bool, leaves_rows: bool) -> list[StepRun]:
    """Go through the steps ahead, up to one that leaves rows; what came of each."""
    if (await release_of(process.store) or 0) > CURRENT:
        await refuse_other_release(process.store)
    if is_dry:
        return await _gone_through(process, writes=False, leaves_rows=True)
    async with _leased(process.store):
        return await _gone_through(process, writes=True, leaves_rows=leaves_rows)


async def _gone_through(process: Process, *, writes: bool, leaves_rows: bool) -> list[StepRun]:
    vault = process.container.vault
    assert vault is not None
    runs: list[StepRun] = []
    with told_by_collection() as told:
        around = StepSurroundings(process.container, vault, told, utc_now(), writes=writes)
        for step in await steps_ahead(process.store):
            runs.append(await go_through(step, around, utc_now, leaves_rows=leaves_rows))
            if runs[-1].result.left and not leaves_rows:
                break
    return runs


@contextlib.asynccontextmanager
async def _leased(store: Store) -> AsyncIterator[None]:
    """Hold the lease while the block runs. Raises: AnotherMigrates."""
    holder = secrets.token_hex(8)
    first_seen = await lease_ends(store)
    while not await take_lease(store, holder, utc_now()):
        ends = await lease_ends(store)
        if ends is not None and first_seen is not None and ends > first_seen:
            raise AnotherMigrates("Another process is migrating this database: this one did nothing.")
        first_seen = first_seen or ends
        # The clock is what is waited for: a lease that nobody renews ends by it, and nobody tells when.
        await asyncio.sleep(LOOKS_AFTER_SECONDS)
    keeping = asyncio.create_task(_kept(store, holder))
    try:
        yield
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError, PyMongoError):
            await keeping
        with contextlib.suppress(PyMongoError):
            await give_lease_back(store, holder)


async def _kept(store: Store, holder: str) -> None:
    while True:
        # Renewing is by the clock, as the lease is; it ends with the task.
        await asyncio.sleep(RENEWED_AFTER_SECONDS)
        await take_lease(store, holder, utc_now())


def _tell(runs: Sequence[StepRun], *, is_dry: bool) -> None:
    if not runs:
        sys.stdout.write(f"Nothing to do: the data are of release {CURRENT}, that of this program.\n")
    for one in runs:
        counts = ", ".join(f"{name} {count}" for name, count in one.result.counts.items())
        verb = "would do" if is_dry else "done"
        sys.stdout.write(f"{one.step.number} {one.step.title}: {verb} in {one.seconds:.1f} s ({counts})\n")
        sys.stderr.writelines(f"{line}\n" for line in one.result.left)
