"""The command `backup`: everything that is stored, into a sealed file, while the application goes on."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.backups.sealing import BackupUnfit, recipients_of
from api.backups.writing import Written, write_backup
from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.progress import told_by_collection
from api.cli.settings import read_settings
from api.clock import monotonic, utc_now
from api.dev.reaching import existing_store
from api.process import Process, no_keys, run_process

app = module_app()
command = app.command

NewFile = Annotated[Path, typer.Argument(help="The file to write; nothing may be there yet.")]
Recipients = Annotated[
    list[str] | None,
    typer.Option(
        "--recipient", help="Who may open it (age1…); again for each. BACKUP_RECIPIENTS when absent."
    ),
]


@command(name="backup")
def backup_command(file: NewFile, *, recipient: Recipients = None) -> None:
    """Write everything that is stored, as of one moment, into a sealed file.

    From the database of MONGODB_URL, or the embedded store under VAR_DIR, while the application goes on. Sessions are left
    out: after a restore everybody signs in again. The keys of personal data are not in it either: keep them elsewhere.

    Exit code 0: the file is whole; 2: settings, file or database do not allow it, and no file is left.
    """
    settings = read_settings()
    began = monotonic()
    with ended_in_words(BackupUnfit, gone="No file was left: run this again."):
        recipients = recipients_of(recipient or settings.backup_recipients)

        async def work(process: Process) -> Written:
            about = {"database": process.store.database_name, "startedAt": f"{utc_now().isoformat()}Z"}
            with told_by_collection() as told:
                return await write_backup(process.store, file, recipients, about, utc_now(), told)

        with existing_store(settings) as prepared:
            written = run_process(prepared, work, keys=no_keys, reads_only=True, any_release=True)
    sys.stdout.write(
        f"{file}: {written.rows} rows of {len(written.tallies)} collections, {file.stat().st_size} bytes, "
        f"{monotonic() - began:.1f} s\n"
    )
