"""The command `serve`: the API over a database that is already there."""

import sys

import typer

from api.cli.commands import module_app
from api.cli.settings import EXIT_UNFIT, read_settings
from api.keyring import KeysUnsafe
from api.process import NoStore
from api.serving import CannotListen, serve
from documents.kernel.store.connection import StoreUnsuitable
from schema.build import schema

app = module_app()
command = app.command


@command(name="serve")
def serve_command() -> None:
    """Serve the API over the database in MONGODB_URL until SIGTERM."""
    settings = read_settings()
    try:
        serve(settings, schema)
    except (CannotListen, KeysUnsafe, NoStore, StoreUnsuitable) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error
