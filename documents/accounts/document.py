"""The stored shape of an account: a login, what proves it, and whose it is."""

from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from documents.kernel.record import Record


class Account(Record):
    """A way to sign in. `person_id` is null for a partner's client, the client fields are null for people.

    `session_epoch` counts up to end all sessions at once. Secrets are stored only as hashes, and never told.
    """

    login: str
    password_hash: str | None = None
    person_id: str | None = None
    client_name: str | None = None
    client_system: str | None = None
    client_secret_hash: str | None = None
    is_active: bool = True
    is_demo: bool = False
    session_epoch: int = 0

    #: Not kept in memory, yet principals rest on it: a change makes every process build them again.
    raises_version: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"person_id", "is_active", "session_epoch"})

    class Settings:
        name = "accounts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("login", ASCENDING)], name="login_unique", unique=True),
            IndexModel([("person_id", ASCENDING)], name="person"),
        ]
