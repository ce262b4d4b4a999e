"""The command `doctor`: what is sound in an installation, what is not, and what to do about it."""

import sys

import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings
from api.dev.reaching import existing_store
from api.doctor import Noticed, examine
from api.keyring import known_vault
from api.process import Process, run_process

app = module_app()
command = app.command

EXIT_AMISS = 1
"""Something is amiss; each line that begins with a cross says what."""


@command(name="doctor")
def doctor_command() -> None:
    """Look whether an installation is sound: store, clocks, disks, indexes, keys, backups, and the data itself.

    In the database of MONGODB_URL, or in the embedded store under VAR_DIR, even while the application is running. Nothing is
    written. Exit code 0: all is sound; 1: something is amiss; 2: settings, keys or database do not allow a look.
    """
    settings = read_settings()
    _say(Noticed("settings", f"fit for {settings.mode}"))

    async def work(process: Process) -> bool:
        sound = True
        async for finding in examine(process):
            _say(finding)
            sound = sound and finding.is_sound
        return sound

    with ended_in_words(), existing_store(settings) as prepared:
        is_sound = run_process(prepared, work, keys=known_vault, reads_only=True)
    if not is_sound:
        raise typer.Exit(EXIT_AMISS)


def _say(finding: Noticed) -> None:
    sys.stdout.write(f"{'✓' if finding.is_sound else '✗'} {finding.check}: {finding.words}\n")
    sys.stdout.flush()
