"""The command line: which commands there are, and the module that each is loaded from when it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from api import VERSION

HELP = "Pult: the back office of a municipal control center."


@dataclass(frozen=True)
class Offered:
    """A command as the list of commands shows it; its own help says more."""

    module: str
    """Under `api.cli`; it is imported when the command is called, and its `app` is run."""

    words: str
    """How the command's own help begins, by test."""


COMMANDS: Mapping[str, Offered] = {
    "dev": Offered(
        "dev", "Start the embedded store, load the demo municipality on first start, and serve it."
    ),
    "serve": Offered("serving", "Serve the API over the database in MONGODB_URL until SIGTERM."),
    "worker": Offered("working", "Run the jobs that are due over the database in MONGODB_URL until SIGTERM."),
    "jobs": Offered("jobs", "What happens by itself: background jobs."),
    "init": Offered(
        "installing",
        "Make an installation: load the decree into an empty database, invite the first administrator.",
    ),
    "load-directory": Offered(
        "loading", "Load organizations, officials, topics or settlements from a table."
    ),
    "import-pos": Offered("importing_pos", "Import records of ПОС from a file: JSON, NDJSON, CSV or XLSX."),
    "import-incidents": Offered(
        "importing_incidents", "Import incidents from a file: JSON, NDJSON, CSV or XLSX."
    ),
    "export-pos": Offered(
        "exporting_pos", "Write states and answers of the messages of ПОС into a file for ПОС."
    ),
    "migrate": Offered("migrating", "Rewrite stored data of an earlier release for this one, step by step."),
    "appoint-head": Offered("appointing", "Appoint the first head of the center, as of now."),
    "reseal": Offered("resealing", "Seal all personal data again under the newest key."),
    "check": Offered("checking", "Check an installation with its own data, without writing."),
    "backup": Offered("backing_up", "Write everything that is stored, as of one moment, into a sealed file."),
    "backup-key": Offered(
        "backup_keys", "Draw a key that opens backups, and print the recipient that seals them."
    ),
    "restore": Offered(
        "restoring", "Restore a backup into an empty database, read every row again, and compare."
    ),
    "doctor": Offered(
        "doctoring",
        "Look whether an installation is sound: store, clocks, disks, indexes, keys, backups, and the data itself.",
    ),
    "seed": Offered("seed", "The demo municipality."),
    "export-policy": Offered(
        "policy",
        "Write the policy (rules, roles, scopes, limits, withheld fields) as data, in a stable order, with its version.",
    ),
    "sdl": Offered("sdl", "Print the schema in the schema definition language."),
    "docs": Offered("docs", "Write the pages of docs/ that are generated from the code."),
}
"""Name → where it stands. Most commands need little of the application, and the list of them nothing."""


def module_app(**options: Any) -> typer.Typer:
    """Make what a module puts its command into, or its group of commands."""
    return typer.Typer(add_completion=False, **options)


def loaded(name: str) -> Any:
    """Import the module of a command; the command, or the group of commands."""
    return get_command(import_module(f"{__package__}.{COMMANDS[name].module}").app)


class Commands(TyperGroup):
    """The table as a group of commands: told from their words, loaded where one is called."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        # What the list shows of each; Typer also looks here for names like a mistyped one.
        self.commands = {
            name: TyperCommand(name=name, help=offered.words) for name, offered in COMMANDS.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that is called, with what is given to it. Raises: UsageError where there is none."""
        name, _, given = super().resolve_command(ctx, args)
        return name, loaded(str(name)), given


app = module_app(cls=Commands, help=HELP, no_args_is_help=True, pretty_exceptions_show_locals=False)


def _tell_version(asked: bool) -> None:  # noqa: FBT001  # Typer calls it with the value of the option
    if asked:
        typer.echo(f"pult {VERSION}")
        raise typer.Exit


@app.callback(help=HELP)
def _commands(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Nothing of its own but the version: the options of a command are given to it."""
