"""The command `serve`: the API over a database that is already there."""

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings
from api.process import NoStore
from api.serving import CannotListen, serve
from schema.build import schema

app = module_app()
command = app.command


@command(name="serve")
def serve_command() -> None:
    """Serve the API over the database in MONGODB_URL until SIGTERM."""
    settings = read_settings()
    with ended_in_words(CannotListen, NoStore):
        serve(settings, schema)
