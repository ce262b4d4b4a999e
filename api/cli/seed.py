"""The commands `seed …`: `seed check` judges what is stored, the demo or an installation that is used."""

import sys

import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings
from api.dev.reaching import reachable_store
from api.process import Process, no_keys, run_process
from documents.invariants import broken

EXIT_BROKEN = 1
"""Something that must hold does not; each line on stderr says what."""

app = module_app(no_args_is_help=True)
command = app.command


@app.callback()
def _seed() -> None:
    """The demo municipality."""


@command(name="check")
def seed_check_command() -> None:
    """Check the invariants of the domain on the data in MONGODB_URL, or in the embedded store under VAR_DIR."""
    settings = read_settings()
    with ended_in_words(), reachable_store(settings) as prepared:
        found, looked_at = run_process(prepared, _checked, keys=no_keys, reads_only=True)
    for line in found:
        sys.stderr.write(f"{line}\n")
    sys.stdout.write(f"{looked_at} objects looked at, {len(found)} broken\n")
    if found:
        raise typer.Exit(EXIT_BROKEN)


async def _checked(process: Process) -> tuple[list[str], int]:
    """What is broken in the loaded data, in words, and how many objects were looked at."""
    return await broken(process.store, process.container.reference.snapshot)
