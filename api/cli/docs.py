"""The command `docs`: writes the generated pages under docs/, or says which of them are stale."""

import sys
from typing import Annotated

import typer

from api.cli.commands import module_app
from api.dev.docs.folder import FOLDER
from api.dev.docs.pages import stale, write

app = module_app()
command = app.command

EXIT_STALE = 1
"""With `--check`: a page is not what the code says."""

OnlyCheck = Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a page is stale.")]


@command(name="docs")
def docs_command(*, check: OnlyCheck = False) -> None:
    """Write the pages of docs/ that are generated from the code."""
    names = stale(FOLDER) if check else write(FOLDER)
    for name in names:
        sys.stdout.write(f"docs/{name} {'is stale: run `make docs`' if check else 'written'}\n")
    if check and names:
        raise typer.Exit(EXIT_STALE)
