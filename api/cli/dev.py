"""The command `dev`: everything that development needs, started together."""

import sys

import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import EXIT_UNFIT, read_settings
from api.dev.demo import run_dev
from api.serving import CannotListen
from seed.loading import NotEmpty

app = module_app()
command = app.command


@command(name="dev")
def dev_command() -> None:
    """Start the embedded store, load the demo municipality on first start, and serve it."""
    settings = read_settings()
    if settings.is_production:
        sys.stderr.write("`dev` loads demo accounts; production mode refuses them. Use `serve`.\n")
        raise typer.Exit(EXIT_UNFIT)
    with ended_in_words(CannotListen, NotEmpty):
        run_dev(settings)
