"""What every program does at its start, done once beforehand: what Python, Beanie and the other libraries keep of it is in
whatever divides from this process. Servers took a third of their start for it."""

import asyncio
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from api.clock import monotonic
from api.process import Process, new_id
from api.serving import create_served_app, server_config
from api.settings import Settings
from documents.aggregates import RECORDS, STORED
from documents.container import container_over
from documents.kernel.read.reference import Reference
from documents.kernel.store import connection
from documents.kernel.store.connection import Store
from schema.build import schema

READ_LATE = (
    "_strptime",
    "cryptography.hazmat.backends.openssl.backend",
    "cryptography.hazmat.bindings.openssl.binding",
    "encodings.ascii",
    "encodings.cp437",
    "encodings.utf_8_sig",
    "typer._adapters",
    "typer._click.decorators",
    "uvicorn.lifespan.off",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.auto",
)
"""Modules that programs read when they come to them; where another release of a library has one no more, it is left out."""

BUILD = {"version": "7.0.0"}
"""What Beanie is told of a server, of which there is none."""


class _Nowhere:
    """A database that is never asked for anything."""

    command: Any = None

    @property
    def client(self) -> "_Nowhere":
        """The next release of Beanie tells a client its name, and asks which collections there are."""
        return self

    def append_metadata(self, info: Any) -> None:
        """Take the name, and keep it for nobody."""

    async def list_collection_names(self, **more: Any) -> list[str]:
        """Name none."""
        return []

    def __getitem__(self, name: str) -> "_Nowhere":
        return self


def rehearse() -> None:
    """Read what is read late, let Beanie know all that is stored, and build an application over no store at all."""
    for name in READ_LATE:
        try:
            import_module(name)
        except ModuleNotFoundError:
            continue
    asyncio.run(_rehearsed())


async def _rehearsed() -> None:
    await connection._known_to_beanie(_Nowhere(), STORED, (), BUILD)
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(connect=False)
    store = Store(client, "nowhere")
    container = container_over(store, Reference(store, RECORDS, monotonic), new_id=new_id)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(var_dir=Path(folder))
        server_config(create_served_app(Process(settings, store, container), schema), settings)
    await store.close()
