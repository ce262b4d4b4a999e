"""A real server on a real socket, in a thread of the test process, over a schema and accounts of the test's choice."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvicorn
from strawberry import Schema

from api.clock import utc_now
from api.http.app import Application, create_app
from api.http.graphql import ContextFactory
from api.serving import Server, server_config
from api.settings import Settings
from documents.accounts.document import BOOKKEEPING, Account
from documents.kernel.store.connection import Store, StoreSettings, open_store
from tests.support import web
from tests.support.passwords import hashed
from tests.support.store import database_url

T = TypeVar("T")
PASSWORD = "correct horse battery"
START_SECONDS = 20


@dataclass
class LiveServer:
    """A running server: its address, its settings, and a way to its store."""

    settings: Settings
    port: int = 0
    store: Store | None = None
    loop: asyncio.AbstractEventLoop | None = None
    ready: threading.Event = field(default_factory=threading.Event)
    server: uvicorn.Server | None = None
    app: Application | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def listens(self, port: int) -> None:
        """Note where, and let those who wait go on; called by the server."""
        self.port = port
        self.ready.set()

    def client(self, **options: Any) -> httpx.Client:
        """A client of its own connection."""
        return httpx.Client(verify=web.NO_AUTHORITIES, base_url=self.url, timeout=20, **options)

    def do(self, action: Callable[[Store], Awaitable[T]]) -> T:
        """Run something with the store, in the loop it belongs to."""
        assert self.loop is not None
        assert self.store is not None

        async def run(store: Store) -> T:
            return await action(store)

        return asyncio.run_coroutine_threadsafe(run(self.store), self.loop).result(START_SECONDS)

    def sign_in(self, login: str = "anna", password: str = PASSWORD) -> dict[str, Any]:
        """Tokens for a login."""
        form = {"grant_type": "password", "username": login, "password": password}
        with self.client() as client:
            answer = client.post("/auth/token", data=form)
        answer.raise_for_status()
        return dict(answer.json())

    def bearer(self, login: str = "anna") -> dict[str, str]:
        """The header of a signed-in caller."""
        return {"Authorization": f"Bearer {self.sign_in(login)['access_token']}"}


def account_row(login: str, **fields: Any) -> dict[str, Any]:
    """An account as it is stored."""
    fields.setdefault("password_hash", hashed(PASSWORD))
    account = Account(id=f"account-{login}", login=login, updated_at=utc_now(), **fields)
    return account.to_row()


async def put_accounts(store: Store, accounts: Mapping[str, Mapping[str, Any]]) -> None:
    """Have a store hold these accounts (login → fields), and nothing else."""
    for name in await store.collection_names():
        await store.collection(name).delete_many({})
    for login, fields in accounts.items():
        await store.collection("accounts").insert_one(account_row(login, **fields))


@contextlib.contextmanager
def live_server(
    store_url: str,
    database: str,
    var_dir: Path,
    schema: Schema,
    context_factory: ContextFactory,
    *,
    accounts: Mapping[str, Mapping[str, Any]],
    **settings: Any,
) -> Iterator[LiveServer]:
    """Run a server over an empty database with these accounts (login → fields)."""
    url = database_url(store_url, database)
    chosen = Settings(port=0, var_dir=var_dir, mongodb_url=url, database=database, **settings)
    live = LiveServer(chosen)
    main = _serve(live, schema, context_factory, accounts)
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(asyncio.run, main)
        # A server that fails to start ends the wait too, and its reason is raised here.
        ended.add_done_callback(lambda _: live.ready.set())
        try:
            assert live.ready.wait(START_SECONDS), "the server did not start"
            if ended.done():
                ended.result()
            yield live
        finally:
            if live.server is not None:
                live.server.should_exit = True


async def _serve(
    live: LiveServer,
    schema: Schema,
    context_factory: ContextFactory,
    accounts: Mapping[str, Mapping[str, Any]],
) -> None:
    settings = live.settings
    assert settings.mongodb_url is not None
    address = StoreSettings(settings.mongodb_url.get_secret_value(), settings.database)
    store = await open_store(address, [Account, *BOOKKEEPING])
    await put_accounts(store, accounts)
    app = create_app(settings, store, schema, context_factory=context_factory)
    live.server = server = Server(server_config(app, settings), live.listens)
    live.store, live.loop, live.app = store, asyncio.get_running_loop(), app
    try:
        await server.serve()
    finally:
        await store.drop()
        await store.close()
