"""The installation under check, opened without writing: its database, its keys, and the application in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from strawberry import Schema

from api.clock import monotonic, utc_now
from api.http.app import Application, create_app
from api.http.authentication import Sessions
from api.http.contexts import office_contexts
from api.http.grants import password_checks
from api.keyring import (
    KEY_DIRECTORY,
    PERSONAL_KEYS,
    SEARCH_KEY,
    cursor_key,
    load_key_ring,
    load_vault,
)
from api.leaks.asgi import Client
from api.leaks.people import Asker
from api.settings import Settings
from auth.crypto.sealing import Vault
from auth.crypto.tokens import KeyRing
from documents.aggregates import RECORDS, WITHHOLDING
from documents.kernel.read.access import Access
from documents.kernel.read.reference import Reference
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.kernel.write.changes import Changes
from documents.members.principals import Principals
from documents.office import Office
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
    client: Client
    keys: KeyRing
    vault: Vault | None

    def let_in(self, asker: Asker) -> None:
        """Sign an access token for an asker, with the installation's own key."""
        asker.token = self.keys.issue_access(
            asker.account_id, SESSION, now=utc_now(), ttl_seconds=TOKEN_SECONDS
        )


@asynccontextmanager
async def opened(settings: Settings, schema: Schema) -> AsyncIterator[Installation]:
    """The installation that the settings name; no index is made and no row written. Raises: CannotRun."""
    if settings.mongodb_url is None:
        raise CannotRun("Не задан MONGODB_URL: непонятно, какую установку проверять.")
    if not any((settings.var_dir / KEY_DIRECTORY).glob("*.pem")):
        raise CannotRun(f"В {settings.var_dir / KEY_DIRECTORY} нет ключей установки: укажите её VAR_DIR.")
    address = StoreSettings(settings.mongodb_url.get_secret_value(), settings.database)
    store = await open_store(address, [])
    try:
        reference = Reference(store, RECORDS, monotonic)
        await reference.refresh()
        principals = Principals(store, reference)
        vault = _vault(settings)
        changes = Changes(store, reference, principals, _no_new_ids, vault)
        office = Office(
            store, reference, principals, Access(store, reference, WITHHOLDING), changes, vault=vault
        )
        app = create_app(
            settings,
            store,
            schema,
            context_factory=office_contexts(office, Cursors(cursor_key(settings))),
            sessions=OwnSession(store),
            office=office,
            checks=password_checks(settings),
        )
        yield Installation(store, app, Client(app, _host(settings)), load_key_ring(settings), vault)
    finally:
        await store.close()


def _no_new_ids() -> str:
    raise CannotRun("Проверка ничего не пишет.")


def _vault(settings: Settings) -> Vault | None:
    """The keys of personal data, for the judge alone; none are made where there are none."""
    directory = settings.var_dir / KEY_DIRECTORY
    has_files = any(directory.glob(PERSONAL_KEYS)) and (directory / SEARCH_KEY).exists()
    return load_vault(settings) if has_files or settings.personal_keys is not None else None


def _host(settings: Settings) -> str:
    return next((one for one in settings.allowed_hosts if "*" not in one), "localhost")
