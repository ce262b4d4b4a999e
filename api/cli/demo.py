"""Commands around the demo municipality: `dev` starts everything, `seed check` proves what the seed promised."""

import sys

import typer

from api.cli.commands import EXIT_UNFIT, app, command, read_settings
from api.dev.demo import check_demo, run_dev
from api.dev.embedded import StoreUnavailable
from api.keyring import KeysUnsafe
from documents.kernel.store.connection import StoreUnsuitable
from seed.loading import NotEmpty

seed = typer.Typer(help="The demo municipality.", no_args_is_help=True)
seed_command = seed.command
app.add_typer(seed, name="seed")

EXIT_BROKEN = 1
"""Something that must hold does not; each line on stderr says what."""


@command(name="dev")
def dev_command() -> None:
    """Start the embedded store, load the demo municipality on first start, and serve it."""
    settings = read_settings()
    if settings.is_production:
        sys.stderr.write("`dev` loads demo accounts; production mode refuses them. Use `serve`.\n")
        raise typer.Exit(EXIT_UNFIT)
    try:
        run_dev(settings)
    except (KeysUnsafe, NotEmpty, StoreUnavailable, StoreUnsuitable) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error


@seed.callback()
def _seed() -> None:
    """The demo municipality."""


@seed_command(name="check")
def seed_check_command() -> None:
    """Check the invariants of the domain on the data in MONGODB_URL, or in the embedded store under VAR_DIR."""
    settings = read_settings()
    try:
        found, looked_at = check_demo(settings)
    except (StoreUnavailable, StoreUnsuitable) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error
    for line in found:
        sys.stderr.write(f"{line}\n")
    sys.stdout.write(f"{looked_at} objects looked at, {len(found)} broken\n")
    if found:
        raise typer.Exit(EXIT_BROKEN)
