"""The installation under check, opened without writing: its database, its keys, and the application in this process."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from api.clock import utc_now
from api.http.app import Application, create_app
from api.http.authentication import Sessions
from api.http.contexts import contexts_of
from api.http.grants import password_checks
from api.keyring import KEY_DIRECTORY, cursor_key, known_vault, load_key_ring
from api.leaks.asgi import AsgiClient
from api.leaks.people import Asker
from api.leaks.pipelines import row_count
from api.process import open_process
from api.settings import Settings
from auth.crypto.sealing import Vault
from auth.crypto.tokens import KeyRing
from documents.container import Container
from documents.kernel.read.reference import Versions
from documents.kernel.store.connection import Store
from schema.build import schema
from schema.cursors import Cursors
from schema.engine.prepared import PreparedDocuments

SESSION = "leak-check"
"""The session of the tokens that the check signs; it stands in no database, and holds in this process alone."""

CACHED_DOCUMENTS, CACHED_BYTES = 4_000, 256 * 2**20
"""What the documents of the check may take: more than a server keeps, since all roles ask the same ones."""

TOKEN_SECONDS = 3_600


class CannotRun(RuntimeError):
    """The check could not be made; the sentence says why."""


class OwnSession(Sessions):
    """The sessions of the database, and beside them the one of this check."""

    writes: bool = False
    """Whether it may write, as tests on a town of their own do; the command's may not, whatever is asked."""

    async def is_open(self, session_id: str, *, now: datetime) -> bool:
        """Return whether a session is open; that of the check always is."""
        return session_id == SESSION or await super().is_open(session_id, now=now)

    async def still_open(self, session_ids: Collection[str], *, now: datetime) -> frozenset[str]:
        """Return those that are open; that of the check always is."""
        others = await super().still_open([one for one in session_ids if one != SESSION], now=now)
        return others.union({SESSION}.intersection(session_ids))

    async def is_open_as_of(self, versions: Versions, session_id: str, *, now: datetime) -> bool:
        """Return whether a session is open for a write: that of the check is in tests alone."""
        if session_id == SESSION:
            return self.writes
        return await super().is_open_as_of(versions, session_id, now=now)


@dataclass(frozen=True)
class Installation:
    """What is under check."""

    store: Store
    app: Application
    client: AsgiClient
    keys: KeyRing
    vault: Vault | None
    container: Container
    operations: PreparedDocuments
    now: Callable[[], datetime]
    cursors: Cursors

    def let_in(self, asker: Asker) -> None:
        """Sign an access token for an asker, with the installation's own key."""
        asker.token = self.keys.issue_access(
            asker.account_id, SESSION, now=self.now(), ttl_seconds=TOKEN_SECONDS
        )

    async def log_lines(self) -> int:
        """Count the lines of the log of access to personal data."""
        return await row_count(self.store, "personal_data_accesses")


def documents() -> PreparedDocuments:
    """Make the keeper of prepared documents, which installations opened one after another can share."""
    return PreparedDocuments(
        schema._schema,  # noqa: SLF001  # graphql-core's view of it
        cached=CACHED_DOCUMENTS,
        cached_bytes=CACHED_BYTES,
    )


@asynccontextmanager
async def opened(
    settings: Settings,
    operations: PreparedDocuments,
    *,
    now: Callable[[], datetime] = utc_now,
    new_id: Callable[[], str] | None = None,
) -> AsyncIterator[Installation]:
    """Open the installation that the settings name; no index is made and no row written. Raises: CannotRun.

    With `new_id` it can be written to: tests call mutations on a town of their own.
    """
    if settings.mongodb_url is None:
        raise CannotRun("Не задан MONGODB_URL: непонятно, какую установку проверять.")
    if not any((settings.var_dir / KEY_DIRECTORY).glob("*.pem")):
        raise CannotRun(f"В {settings.var_dir / KEY_DIRECTORY} нет ключей установки: укажите её VAR_DIR.")
    async with open_process(
        settings, keys=known_vault, new_id=new_id or _no_new_ids, reads_only=new_id is None
    ) as process:
        store, container = process.store, process.container
        sessions = OwnSession(store)
        sessions.writes = new_id is not None
        cursors = Cursors(cursor_key(settings))
        app = create_app(
            # It asks more as each person than anybody may, and spends nothing of theirs.
            settings.model_copy(update={"member_points": 0, "client_points": 0}),
            store,
            schema,
            context_factory=contexts_of(container, cursors),
            cursors=cursors,
            sessions=sessions,
            container=container,
            checks=password_checks(settings),
            operations=operations,
            clock=now,
        )
        client, keys = AsgiClient(app, _host(settings)), load_key_ring(settings)
        # What runs beside the doors only reads.
        async with app.running():
            yield Installation(store, app, client, keys, container.vault, container, operations, now, cursors)


def _no_new_ids() -> str:
    raise CannotRun("Проверка ничего не пишет.")


def _host(settings: Settings) -> str:
    return next((one for one in settings.allowed_hosts if "*" not in one), "localhost")
