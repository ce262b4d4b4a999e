"""The command `restore`: a backup into an empty database, read again and compared."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from pyrage.x25519 import Identity

from api.backups.archive import RowSum
from api.backups.restoring import RestoreRefused, make_empty, restore, verified
from api.backups.sealing import BackupUnfit, identities_in
from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.progress import told_by_collection
from api.cli.settings import read_settings
from api.clock import monotonic, utc_now
from api.dev.reaching import reachable_store
from api.process import Process, no_keys, run_process

app = module_app()
command = app.command

EXIT_REFUSED = 1
"""The database was not empty, or holds other rows than it was given."""

Backup = Annotated[Path, typer.Argument(help="The backup.")]
KeyFile = Annotated[
    Path, typer.Option("--key", help="The file of the key that opens it, made by `backup-key`.")
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Read the backup whole and compare its digests; no database is asked."),
]


@command(name="restore")
def restore_command(file: Backup, *, key: KeyFile, dry_run: DryRun = False) -> None:
    """Restore a backup into an empty database, read every row again, and compare.

    Into the database of MONGODB_URL, or the embedded store under VAR_DIR. It may be stopped at any moment: run again, it
    begins anew, and nothing serves what is half restored. Start with the keys of personal data that were in use then.

    Exit code 0: every row is there as it was; 1: the database is not empty, or did not keep every row; 2: file, key,
    settings or database do not allow it.
    """
    began = monotonic()
    try:
        with ended_in_words(BackupUnfit, gone="Run this again: it begins anew."):
            identities = identities_in(key)
            tallies = _read(file, identities) if dry_run else _restored(file, identities)
    except RestoreRefused as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_REFUSED) from error
    for name, tally in sorted(tallies.items()):
        sys.stdout.write(f"{name}: {tally.rows} rows, digest {tally.shown()['digest'][:16]}…\n")
    rows = sum(one.rows for one in tallies.values())
    words = "read" if dry_run else "stored and read again"
    sys.stdout.write(f"{rows} rows {words}, all as they were; {monotonic() - began:.1f} s\n")


def _read(file: Path, identities: Sequence[Identity]) -> dict[str, RowSum]:
    with told_by_collection() as told:
        about, tallies = verified(file, identities, told)
    sys.stdout.write(f"A backup of {about['database']}, begun at {about['startedAt']}.\n")
    return tallies


def _restored(file: Path, identities: Sequence[Identity]) -> dict[str, RowSum]:
    async def work(process: Process) -> dict[str, RowSum]:
        with told_by_collection() as told:
            return await restore(process.store, file, identities, utc_now(), told)

    with reachable_store(read_settings()) as prepared:
        run_process(prepared, _emptied, keys=no_keys, reads_only=True)
        return run_process(prepared, work, keys=no_keys, reads_only=True, makes_indexes=True)


async def _emptied(process: Process) -> None:
    await make_empty(process.store)
