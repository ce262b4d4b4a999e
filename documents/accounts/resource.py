"""How the administrator reads people's accounts and partners' clients: by login; secrets never leave the store."""

from auth.actions import Action
from documents.accounts.document import CLIENT, PERSON, Account
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Finish, Relation, Resource, Row, StoredKeys

SECRETS = ("password_hash", "client_secret_hash", "invitation_digest")


def _without_secrets(_keys: StoredKeys) -> Finish:
    def finish(row: Row, _who: object) -> None:
        # Where nobody asks for the whole row or for this field, the secrets have not been read at all.
        row["has_password"] = row.get("password_hash") is not None
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
    paths=dict.fromkeys(("client_name", "client_system", "client_actions", "session_epoch")),
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
    paths={
        "login": "client_id",
        "client_name": "name",
        "client_system": "system",
        "client_actions": "actions",
        **dict.fromkeys(("invitation_ends_at", "person_id", "session_epoch")),
    },
    needs={
        "client_id": frozenset({"login"}),
        "name": frozenset({"client_name"}),
        "system": frozenset({"client_system"}),
        "actions": frozenset({"client_actions"}),
    },
    always=frozenset({"kind"}),
    finisher=_without_secrets,
    finishes=frozenset({"has_password"}),
    has_actions=True,
)
"""Partners' clients; filter by `kind` CLIENT."""

OF_PEOPLE, OF_PARTNERS = {"kind": PERSON}, {"kind": CLIENT}
