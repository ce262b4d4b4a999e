"""Runs a reference server the way `python -m api serve` runs Pult: same loop, same server program, same store."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp

from api.http.authentication import Authentication, Sessions
from api.keyring import cursor_key, load_key_ring
from api.process import Process, no_keys, run_process
from api.serving import Server, server_config
from api.settings import Settings
from documents.container import Container
from documents.kernel.store.connection import Store
from schema.cursors import Cursors


@dataclass(frozen=True)
class Premises:
    """What a reference server is built on."""

    settings: Settings
    store: Store
    container: Container
    authentication: Authentication
    cursors: Cursors


def host(build: Callable[[Premises], ASGIApp]) -> None:
    """Serve what `build` gives until SIGTERM."""
    settings = Settings()

    async def work(process: Process) -> None:
        authentication = Authentication(load_key_ring(settings), Sessions(process.store))
        cursors = Cursors(cursor_key(settings))
        premises = Premises(settings, process.store, process.container, authentication, cursors)
        await Server(server_config(build(premises), settings)).serve()

    run_process(settings, work, keys=no_keys)
