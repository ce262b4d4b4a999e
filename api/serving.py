"""Runs one process: opens the store and the office, builds the application, serves it until it is told to stop."""

import asyncio
import secrets
import socket
from collections.abc import Callable

import uvicorn
import uvloop
from starlette.types import ASGIApp
from strawberry import Schema

from api.clock import monotonic
from api.http.app import create_app
from api.http.contexts import office_contexts
from api.http.grants import password_checks
from api.http.joined_writes import JoinedWrites
from api.http.phases import CommandTimes
from api.keyring import cursor_key, load_vault
from api.logging import configure_logging
from api.settings import Settings
from documents.aggregates import STORED
from documents.kernel.store.connection import StoreSettings, open_store
from documents.office import open_office
from schema.cursors import Cursors

ID_BYTES = 12
KEEP_ALIVE_SECONDS = 30
SHUTDOWN_SECONDS = 10


class NoStore(RuntimeError):
    """No database was named."""


def new_id() -> str:
    """Draw the id of a new document."""
    return secrets.token_hex(ID_BYTES)


def serve(settings: Settings, schema: Schema, *, on_ready: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGTERM or SIGINT; `on_ready` is called once the port accepts connections.

    Raises: NoStore, StoreUnsuitable, KeysUnsafe before anything is served.
    """
    configure_logging(as_json=settings.is_production, level=settings.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, schema, on_ready))


async def _serve(settings: Settings, schema: Schema, on_ready: Callable[[], None]) -> None:
    if settings.mongodb_url is None:
        raise NoStore("MONGODB_URL is not set; `python -m api dev` starts an embedded server instead.")
    address = StoreSettings(
        settings.mongodb_url.get_secret_value(), settings.database, replace_indexes=settings.replace_indexes
    )
    vault = load_vault(settings)
    store = await open_store(address, STORED, timer=CommandTimes())
    try:
        office = await open_office(store, new_id=new_id, monotonic=monotonic, vault=vault)
        checks = password_checks(settings)
        contexts = office_contexts(office, Cursors(cursor_key(settings)), checks)
        app = create_app(settings, store, schema, context_factory=contexts, office=office, checks=checks)
        await Server(server_config(app, settings), on_ready).serve()
    finally:
        await store.close()


class Server(uvicorn.Server):
    """The server program, with a word when it is ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Set the server program up: no banner, no access log of its own, bounded waiting."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=JoinedWrites,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
