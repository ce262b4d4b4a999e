"""Serves: builds the application over an open process, and runs it under the server program until it is told to stop."""

import asyncio
import resource
import socket
from collections.abc import Callable
from typing import cast

import structlog
import uvicorn
from starlette.types import ASGIApp
from strawberry import Schema

from api.heap import settle_heap
from api.http.app import Application, create_app
from api.http.bounded_heads import HeadLimits, bounded_heads
from api.http.contexts import contexts_of
from api.http.grants import password_checks
from api.http.live.protocol import LiveSocket
from api.http.phases import CommandTimes
from api.keyring import cursor_key
from api.process import Process, run_process
from api.scanning import scanner_at
from api.settings import Settings
from documents.kernel.store.connection import Store
from schema.cursors import Cursors

KEEP_ALIVE_SECONDS = 30
SHUTDOWN_SECONDS = 10
PING_SECONDS = 20.0
"""How often a WebSocket is asked for a sign of life, and how long that may take."""
MOST_DESCRIPTORS = 65_536
SPARE_DESCRIPTORS = 256
"""Left for the store's connections, files and logs: nobody's connection may take the last one."""

log = structlog.get_logger("api.serving")


def serve(
    settings: Settings,
    schema: Schema,
    *,
    on_open: Callable[[Store], None] | None = None,
    on_ready: Callable[[int], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; `on_open` is called with the open store, and `on_ready` with the port once it accepts
    connections. With port 0 in the settings the system chooses one.

    Raises: CannotListen, NoStore, StoreUnsuitable, KeysUnsafe before anything is served.
    """
    refuse_taken_address(settings)

    async def work(process: Process) -> None:
        _take_descriptors()
        if on_open is not None:
            on_open(process.store)
        app = create_served_app(process, schema)
        await Server(server_config(app, settings), on_ready, app.stop).serve()

    run_process(settings, work, timer=CommandTimes(), is_prompt=True)


def create_served_app(process: Process, schema: Schema) -> Application:
    """Build the application of a server over what its process has open."""
    settings, container = process.settings, process.container
    checks = password_checks(settings)
    cursors = Cursors(cursor_key(settings))
    return create_app(
        settings,
        process.store,
        schema,
        context_factory=contexts_of(container, cursors, checks),
        container=container,
        checks=checks,
        cursors=cursors,
        scanner=scanner_at(settings.clamd_url),
    )


class CannotListen(RuntimeError):
    """The address of the settings is not to be had."""


def refuse_taken_address(settings: Settings) -> None:
    """Refuse an address at which another program listens, or that this machine does not have. Raises: CannotListen."""
    place = f"{settings.host}:{settings.port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as looking:
            # As the server itself: what a former one left behind stands in nobody's way.
            looking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            looking.bind(address)
            looking.listen()
    except OSError as error:
        raise CannotListen(f"HOST and PORT: nothing can listen at {place}: {error.strerror}.") from error


class Server(uvicorn.Server):
    """The server program, with a word when it is ready, and one before it waits for what is under way."""

    def __init__(
        self,
        config: uvicorn.Config,
        on_ready: Callable[[int], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_end = on_end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind, then say where."""
        await super().startup(sockets=sockets)
        if self.started:
            settle_heap()
            port = self.servers[0].sockets[0].getsockname()[1]
            log.info("listening", host=self.config.host, port=port)
            if self._on_ready is not None:
                self._on_ready(port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what would not end by itself, then as the server program does."""
        if self._on_end is not None:
            self._on_end()
        await super().shutdown(sockets)


def _take_descriptors() -> None:
    """Take as many descriptors as the system lets the process have: what it starts with is meant for other programs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def head_limits(settings: Settings) -> HeadLimits:
    """Return the bounds of a connection, with as many at once as the process has descriptors for."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = settings.connections if most == resource.RLIM_INFINITY else max(1, most - SPARE_DESCRIPTORS)
    return HeadLimits(
        head_bytes=settings.head_bytes,
        fields=settings.head_fields,
        seconds=settings.receive_seconds,
        connections=min(settings.connections, free),
    )


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Set the server program up: no banner, no access log of its own, bounded waiting."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # Called to make a protocol, as a class would be.
        http=cast("type[asyncio.Protocol]", bounded_heads(head_limits(settings))),
        ws=LiveSocket,
        ws_max_size=settings.graphql_body_bytes,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        # What is small is not worth the memory, and what was compressed may be large.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
