"""The stored shapes of accounts (a login, what proves it, whose it is) and of signing in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel

from documents.kernel.record import EmbeddedDocument, Record

PERSON, CLIENT = "PERSON", "CLIENT"


class ClientDocument(EmbeddedDocument):
    """What is shown of an operation that a client may ask for by its hash: SHA-256 of its text, and its name."""

    hash: str
    name: str


class Account(Record):
    """A way to sign in. `person_id` is null for a partner's client, the client fields are null for people.

    `session_epoch` counts up to end all sessions at once. Secrets are stored only as hashes, and never told.
    `client_actions` are the codes of the actions that a client was registered for: the first of its two gates. The secret
    before the present one holds until `client_previous_until`; `client_secret_mark` tells which of the two is presented.
    `client_key_digests` are those of its key for Open311, and of the one before it, which holds until
    `client_previous_key_until`. `client_texts` are the texts of `client_documents`, in their order: apart, since lists of
    clients show none. Of its system a client sees what lies in `client_sectors` and `client_organizations`, all where
    neither is named.
    """

    login: str
    kind: str = "PERSON"
    password_hash: str | None = None
    person_id: str | None = None
    client_name: str | None = None
    client_system: str | None = None
    client_actions: list[str] = []
    client_secret_hash: str | None = None
    client_previous_hash: str | None = None
    client_secret_mark: str | None = None
    client_previous_until: datetime | None = None
    client_owner: str | None = None
    client_expires_at: datetime | None = None
    client_addresses: list[str] = []
    client_rate: str = "STANDARD"
    client_used_on: str | None = None
    client_sectors: list[str] = []
    client_organizations: list[str] = []
    client_key_digests: list[str] = []
    client_previous_key_until: datetime | None = None
    client_documents: list[ClientDocument] = []
    client_texts: list[str] = []
    client_documents_only: bool = False
    is_active: bool = True
    is_demo: bool = False
    session_epoch: int = 0
    invitation_digest: str | None = None
    invitation_ends_at: datetime | None = None
    blocked_at: datetime | None = None
    block_reason: str | None = None

    #: Not kept in memory, yet principals rest on it: a change makes every process build them again.
    raises_version: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {"person_id", "is_active", "session_epoch", "client_system", "client_actions", "blocked_at"}
        | {
            "invitation_ends_at",
            "client_previous_until",
            "client_previous_key_until",
            "client_sectors",
            "client_organizations",
            "client_expires_at",
            "client_addresses",
            "client_rate",
            "client_documents_only",
        }
    )
    texts: ClassVar[frozenset[str]] = frozenset(
        {"login", "client_name", "client_owner", "block_reason", "client_documents"}
    )
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "kind", "is_demo", "invitation_digest"}
        | {
            "password_hash",
            "client_secret_hash",
            "client_previous_hash",
            "client_secret_mark",
            "client_used_on",
            "client_key_digests",
            "client_texts",
        }
    )

    hashes: ClassVar[frozenset[str]] = frozenset(
        {"password_hash", "client_secret_hash", "client_previous_hash"}
    )
    noted: ClassVar[frozenset[str]] = frozenset({"client_used_on"})

    class Settings:
        name = "accounts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("login", ASCENDING)], name="login_unique", unique=True),
            IndexModel([("person_id", ASCENDING)], name="person"),
            IndexModel([("invitation_digest", ASCENDING)], name="invitation", sparse=True),
            IndexModel([("client_key_digests", ASCENDING)], name="client_key"),
            IndexModel([("kind", ASCENDING), ("login", ASCENDING)], name="list"),
        ]

    @classmethod
    def type_name(cls, row: Mapping[str, Any]) -> str:
        """Tell people's accounts from partners' clients: they are kept together and shown as two types."""
        return "Client" if row["kind"] == CLIENT else "UserAccount"

    def derive(self) -> None:
        """Fill the kind, by whether there is a person behind it."""
        self.kind = PERSON if self.person_id is not None else CLIENT


class RetiredToken(EmbeddedDocument):
    """A refresh token replaced a moment ago: its digest, the salt that led to its successor, when."""

    digest: str
    salt: str
    at: datetime


class Session(Document):
    """One sign-in. Only digests of its tokens are stored; at `expires_at` it ends and is removed.

    Of where it was opened only words are kept: browser and system by name, the class of the address.
    """

    id: str  # type: ignore[assignment]  # Beanie's own default is an ObjectId
    account_id: str
    epoch: int
    family_digest: str
    current_digest: str
    retired: list[RetiredToken] = []
    opened_at: datetime
    used_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    revoked_for: str | None = None
    agent: str | None = None
    address_class: str | None = None

    class Settings:
        name = "sessions"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("account_id", ASCENDING)], name="account"),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ]


class Lockout(Document):
    """Failed attempts of one login at one address, both only as a digest; forgotten at `expires_at`."""

    id: str  # type: ignore[assignment]  # the digest
    failures: int
    locked_until: datetime
    expires_at: datetime

    class Settings:
        name = "lockouts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ]


BOOKKEEPING: tuple[type[Document], ...] = (Session, Lockout)
"""Rows that are no documents of the domain; their indexes are created beside those of the registry."""
