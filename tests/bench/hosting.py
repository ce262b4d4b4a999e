"""Runs a reference server the way `python -m api serve` runs Pult: same loop, same server program, same store."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import uvloop
from starlette.types import ASGIApp

from api.clock import monotonic
from api.http.authentication import Authentication, Sessions
from api.keyring import cursor_key, load_key_ring
from api.logging import configure_logging
from api.serving import Server, new_id, server_config
from api.settings import Settings
from documents.aggregates import STORED
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.office import Office, open_office
from schema.cursors import Cursors


@dataclass(frozen=True)
class Premises:
    """What a reference server is built on."""

    settings: Settings
    store: Store
    office: Office
    authentication: Authentication
    cursors: Cursors


def host(build: Callable[[Premises], ASGIApp]) -> None:
    """Serve what `build` gives until SIGTERM."""
    settings = Settings()
    configure_logging(as_json=settings.is_production, level=settings.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_host(settings, build))


async def _host(settings: Settings, build: Callable[[Premises], ASGIApp]) -> None:
    assert settings.mongodb_url is not None
    store = await open_store(
        StoreSettings(settings.mongodb_url.get_secret_value(), settings.database), STORED
    )
    try:
        office = await open_office(store, new_id=new_id, monotonic=monotonic)
        authentication = Authentication(load_key_ring(settings), Sessions(store))
        premises = Premises(settings, store, office, authentication, Cursors(cursor_key(settings)))
        await Server(server_config(build(premises), settings), lambda: None).serve()
    finally:
        await store.close()
