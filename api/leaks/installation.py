"""The installation under check, opened without writing: its database, its keys, and the application in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from strawberry import Schema

from api.clock import utc_now
from api.http.app import Application, create_app
from api.http.authentication import Sessions
from api.http.contexts import contexts_of
from api.http.grants import password_checks
from api.keyring import KEY_DIRECTORY, cursor_key, known_vault, load_key_ring
from api.leaks.asgi import AsgiClient
from api.leaks.people import Asker
from api.process import open_process
from api.settings import Settings
from auth.crypto.sealing import Vault
from auth.crypto.tokens import KeyRing
from documents.kernel.store.connection import Store
from schema.cursors import Cursors

SESSION = "leak-check"
"""The session of the tokens that the check signs; it stands in no database, and holds in this process alone."""

TOKEN_SECONDS = 3_600


class CannotRun(RuntimeError):
    """The check could not be made; the sentence says why."""


class OwnSession(Sessions):
    """The sessions of the database, and beside them the one of this check."""

    async def is_open(self, session_id: str, *, now: datetime) -> bool:
        """Return whether a session is open; that of the check always is."""
        return session_id == SESSION or await super().is_open(session_id, now=now)


@dataclass(frozen=True)
class Installation:
    """What is under check."""

    store: Store
    app: Application
    client: AsgiClient
    keys: KeyRing
    vault: Vault | None

    def let_in(self, asker: Asker) -> None:
        """Sign an access token for an asker, with the installation's own key."""
        asker.token = self.keys.issue_access(
            asker.account_id, SESSION, now=utc_now(), ttl_seconds=TOKEN_SECONDS
        )


@asynccontextmanager
async def opened(settings: Settings, schema: Schema) -> AsyncIterator[Installation]:
    """Yield the installation that the settings name; no index is made and no row written. Raises: CannotRun."""
    if settings.mongodb_url is None:
        raise CannotRun("Не задан MONGODB_URL: непонятно, какую установку проверять.")
    if not any((settings.var_dir / KEY_DIRECTORY).glob("*.pem")):
        raise CannotRun(f"В {settings.var_dir / KEY_DIRECTORY} нет ключей установки: укажите её VAR_DIR.")
    async with open_process(settings, keys=known_vault, new_id=_no_new_ids, reads_only=True) as process:
        store, container = process.store, process.container
        app = create_app(
            settings,
            store,
            schema,
            context_factory=contexts_of(container, Cursors(cursor_key(settings))),
            sessions=OwnSession(store),
            container=container,
            checks=password_checks(settings),
        )
        client, keys = AsgiClient(app, _host(settings)), load_key_ring(settings)
        yield Installation(store, app, client, keys, container.vault)


def _no_new_ids() -> str:
    raise CannotRun("Проверка ничего не пишет.")


def _host(settings: Settings) -> str:
    return next((one for one in settings.allowed_hosts if "*" not in one), "localhost")
