"""The command `restore`: a backup into an empty database, read again and compared."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pymongo.errors import PyMongoError

from api.backups.archive import RowSum
from api.backups.restoring import RestoreRefused, make_empty, restore, verified
from api.backups.sealing import BackupUnfit, identities_in
from api.cli.commands import module_app
from api.cli.progress import told_by_collection
from api.cli.settings import EXIT_UNFIT, read_settings
from api.clock import monotonic, utc_now
from api.dev.embedded import StoreUnavailable
from api.dev.reaching import reachable_store
from api.process import Process, no_keys, run_process
from documents.kernel.store.connection import StoreUnsuitable

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
    settings = None if dry_run else read_settings()
    try:
        identities = identities_in(key)
        if settings is None:
            with told_by_collection() as told:
                about, tallies = verified(file, identities, told)
            sys.stdout.write(f"A backup of {about['database']}, begun at {about['startedAt']}.\n")
        else:

            async def work(process: Process) -> dict[str, RowSum]:
                with told_by_collection() as told:
                    return await restore(process.store, file, identities, utc_now(), told)

            with reachable_store(settings) as prepared:
                run_process(prepared, _emptied, keys=no_keys, reads_only=True)
                tallies = run_process(prepared, work, keys=no_keys, reads_only=True, makes_indexes=True)
    except RestoreRefused as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_REFUSED) from error
    except (BackupUnfit, StoreUnavailable, StoreUnsuitable) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error
    except PyMongoError as error:
        sys.stderr.write("The database stopped responding. Run this again: it begins anew.\n")
        raise typer.Exit(EXIT_UNFIT) from error
    for name, tally in sorted(tallies.items()):
        sys.stdout.write(f"{name}: {tally.rows} rows, digest {tally.shown()['digest'][:16]}…\n")
    rows = sum(one.rows for one in tallies.values())
    words = "read" if dry_run else "stored and read again"
    sys.stdout.write(f"{rows} rows {words}, all as they were; {monotonic() - began:.1f} s\n")


async def _emptied(process: Process) -> None:
    await make_empty(process.store)
