"""How the administrator reads people's accounts and partners' clients: by login; secrets never leave the store."""

from auth.actions import Action
from documents.accounts.document import CLIENT, PERSON, Account
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Finish, Relation, Resource, Row, StoredKeys

SECRETS = (
    *("password_hash", "client_secret_hash", "client_previous_hash", "client_secret_mark"),
    "invitation_digest",
    "client_key_digests",
)


def _without_secrets(_keys: StoredKeys) -> Finish:
    def finish(row: Row, _who: object) -> None:
        # Where nobody asks for the whole row or for this field, the secrets have not been read at all.
        row["has_password"] = row.get("password_hash") is not None
        row["has_key"] = bool(row.get("client_key_digests"))
        for name in SECRETS:
            row.pop(name, None)

    return finish


ACCOUNTS = Resource(
    name="account",
    record=Account,
    read=Action.ACCOUNT_MANAGE,
    orders={"LOGIN": "login"},
    default_order=("LOGIN", Direction.ASC),
    relations={"person": Relation("persons", "person_id")},
    paths=dict.fromkeys(
        (
            *("client_name", "client_system", "client_actions", "client_owner", "client_expires_at"),
            *("client_addresses", "client_rate", "client_previous_until", "session_epoch"),
            *("client_documents", "client_documents_only", "client_previous_key_until"),
            *("client_sectors", "client_organizations"),
        )
    ),
    needs={"has_password": frozenset({"password_hash"})},
    always=frozenset({"kind"}),
    finisher=_without_secrets,
    finishes=frozenset({"has_password"}),
    has_actions=True,
)
"""Accounts of people; filter by `kind` PERSON."""

CLIENTS = Resource(
    name="client",
    record=Account,
    read=Action.CLIENT_MANAGE,
    orders={"LOGIN": "login"},
    default_order=("LOGIN", Direction.ASC),
    relations={
        "sectors": Relation("sectors", "client_sectors", many=True),
        "organizations": Relation("organizations", "client_organizations", many=True),
    },
    paths={
        "login": "client_id",
        "client_name": "name",
        "client_system": "system",
        "client_actions": "actions",
        "client_owner": "owner",
        "client_expires_at": "expires_at",
        "client_addresses": "addresses",
        "client_rate": "rate",
        "client_previous_until": "previous_secret_ends_at",
        "client_previous_key_until": "previous_key_ends_at",
        "client_documents": "documents",
        "client_documents_only": "documents_only",
        **dict.fromkeys(("invitation_ends_at", "person_id", "session_epoch")),
    },
    needs={
        "client_id": frozenset({"login"}),
        "name": frozenset({"client_name"}),
        "system": frozenset({"client_system"}),
        "actions": frozenset({"client_actions"}),
        "owner": frozenset({"client_owner"}),
        "expires_at": frozenset({"client_expires_at"}),
        "addresses": frozenset({"client_addresses"}),
        "rate": frozenset({"client_rate"}),
        "previous_secret_ends_at": frozenset({"client_previous_until"}),
        "previous_key_ends_at": frozenset({"client_previous_key_until"}),
        "has_key": frozenset({"client_key_digests"}),
        "last_used_on": frozenset({"client_used_on"}),
        "documents": frozenset({"client_documents"}),
        "documents_only": frozenset({"client_documents_only"}),
    },
    always=frozenset({"kind"}),
    finisher=_without_secrets,
    finishes=frozenset({"has_password", "has_key"}),
    has_actions=True,
)
"""Partners' clients; filter by `kind` CLIENT."""

OF_PEOPLE, OF_PARTNERS = {"kind": PERSON}, {"kind": CLIENT}
