"""The command line; other modules add theirs with `command`."""

import sys

import typer
from pydantic import ValidationError

from api.keyring import KeysUnsafe
from api.process import NoStore
from api.serving import serve
from api.settings import Settings
from documents.kernel.store.connection import StoreUnsuitable
from schema.build import schema, sdl

EXIT_UNFIT = 2
"""Settings or surroundings do not allow a start; the last line on stderr says what to change."""

app = typer.Typer(
    help="Pult: the back office of a municipal control center.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


command = app.command
"""Adds a command; `command(name=…)` decorates a function."""


@app.callback()
def _commands() -> None:
    """Pult: the back office of a municipal control center."""


def read_settings() -> Settings:
    """Read the settings, or end the process with what is wrong with them (exit code 2)."""
    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            name = ".".join(str(part) for part in problem["loc"])
            sys.stderr.write(f"{name}: {problem['msg']}\n" if name else f"{problem['msg']}\n")
        raise typer.Exit(EXIT_UNFIT) from error


@command(name="serve")
def serve_command() -> None:
    """Serve the API over the database in MONGODB_URL until SIGTERM."""
    settings = read_settings()
    try:
        serve(settings, schema)
    except (KeysUnsafe, NoStore, StoreUnsuitable) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error


@command(name="sdl")
def sdl_command() -> None:
    """Print the schema in the schema definition language."""
    sys.stdout.write(sdl())
