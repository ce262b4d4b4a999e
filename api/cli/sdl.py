"""The command `sdl`: the schema as text."""

import sys

from api.cli.commands import module_app
from schema.build import sdl

app = module_app()
command = app.command


@command(name="sdl")
def sdl_command() -> None:
    """Print the schema in the schema definition language."""
    sys.stdout.write(sdl())
