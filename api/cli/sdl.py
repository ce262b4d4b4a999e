"""The command `sdl`: the schema as text, and what in it may break callers since the last release."""

import sys
from typing import Annotated

import typer

from api.cli.commands import module_app
from api.dev.sdl_changes import present_schema, released_schema, to_announce
from schema.build import sdl

app = module_app()
command = app.command

OnlyBreaking = Annotated[
    bool,
    typer.Option(
        "--changes", help="Only the lines that announce what may break callers of the last release."
    ),
]


@command(name="sdl")
def sdl_command(*, only_changes: OnlyBreaking = False) -> None:
    """Print the schema in the schema definition language."""
    if only_changes:
        sys.stdout.writelines(f"- {one}\n" for one in to_announce(released_schema(), present_schema()))
        return
    sys.stdout.write(sdl())
