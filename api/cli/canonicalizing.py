"""The command `canonicalize`: text that was stored before there was one form of it is rewritten in that form."""

import sys
from collections.abc import Sequence

import typer
from pymongo.errors import PyMongoError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.commands import module_app
from api.cli.settings import EXIT_UNFIT, read_settings
from api.dev.embedded import StoreUnavailable
from api.dev.reaching import existing_store
from api.keyring import KeysUnsafe
from api.process import Process, run_process
from documents.aggregates import RECORDS
from documents.canonicalizing import KEPT, Canonicalized, canonicalize
from documents.kernel.store.connection import StoreUnsuitable

app = module_app()
command = app.command

EXIT_LEFT = 1
"""Rows are left as they were; each line on stderr says of which kind, how many and why."""


@command(name="canonicalize")
def canonicalize_command() -> None:
    """Rewrite all stored text in its canonical form.

    With it what text is found and shown by: search terms, sort values, masks and marks. In the database of MONGODB_URL, or
    in the embedded store under VAR_DIR, even while the application is running. It may be stopped at any moment: run again,
    it goes on with the rest. Events and signed protocols stay as they were written.

    Exit code 0: every text is in its form; 1: some rows are left; 2: settings, keys or database do not allow it.
    """
    settings = read_settings()
    try:
        with existing_store(settings) as prepared:
            results = run_process(prepared, _canonicalized)
    except (KeysUnsafe, StoreUnavailable, StoreUnsuitable) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error
    except PyMongoError as error:
        sys.stderr.write("The database stopped responding. What has been rewritten stays: run this again.\n")
        raise typer.Exit(EXIT_UNFIT) from error
    for one in results:
        sys.stdout.write(f"{one.collection}: {one.looked_at} rows looked at, {one.rewritten} rewritten\n")
        sys.stderr.writelines(f"{line}\n" for line in _complaints(one))
    if not all(one.is_complete for one in results):
        raise typer.Exit(EXIT_LEFT)


async def _canonicalized(process: Process) -> Sequence[Canonicalized]:
    vault = process.container.vault
    assert vault is not None
    columns = (TextColumn("{task.description}: {task.completed}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        names = [one.collection_name() for one in RECORDS if one.collection_name() not in KEPT]
        tasks = {name: bar.add_task(name, total=None) for name in names}
        return await canonicalize(
            process.store, vault, RECORDS, told=lambda name, done: bar.update(tasks[name], completed=done)
        )


def _complaints(one: Canonicalized) -> Sequence[str]:
    """What is left of one kind and why, a line each."""
    told = (
        (one.odd, "are no documents of their kind: `python -m api seed check` names them"),
        (
            one.doubled,
            "would become a second one under a number that must be unique: mend one of each two by hand",
        ),
        (one.sealed, "hold values that cannot be opened where they are stored"),
    )
    return [
        f"{one.collection}: {count} rows are left as they were; they {why}." for count, why in told if count
    ]
