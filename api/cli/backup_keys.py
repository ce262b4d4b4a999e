"""The command `backup-key`: what opens backups, and who they are sealed for."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.backups.sealing import FOR_ITS_OWNER, new_identity
from api.cli.commands import module_app
from api.cli.settings import EXIT_UNFIT

app = module_app()
command = app.command


@command(name="backup-key")
def backup_key_command(
    file: Annotated[Path, typer.Argument(help="The file for the key; nothing may be there yet.")],
) -> None:
    """Draw a key that opens backups, and print the recipient that seals them.

    The key belongs where the backups are not, and not on this machine: whoever has both can read everything but what is
    sealed as personal data. Exit code 2: the file is there already, or cannot be written.
    """
    identity, recipient = new_identity()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FOR_ITS_OWNER)
    except OSError as error:
        sys.stderr.write(f"{file} cannot be written: {error.strerror}.\n")
        raise typer.Exit(EXIT_UNFIT) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        target.write(f"# recipient: {recipient}\n{identity}\n")
    sys.stdout.write(f"{recipient}\n")
