"""Accounts of people, partners' clients and sessions as types; no secret is a field of any of them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import strawberry

from documents.accounts.resource import ACCOUNTS, CLIENTS
from documents.accounts.vocabulary import ClientRate
from schema.actions import AllowedAction
from schema.context import GraphInfo
from schema.directory.types import Organization, Person, Sector
from schema.lives import OFFERED, history_field
from schema.memory import related
from schema.nodes import Node
from schema.terms import described

Row = Mapping[str, Any]


@described(
    "Откуда вход: the class of the address from which a session was opened.",
    LOCAL="С этого же сервера",
    PRIVATE="Из внутренней сети",
    PUBLIC="Из интернета",
)
class AddressClass(StrEnum):
    LOCAL = "LOCAL"
    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


@strawberry.type(
    description="Учётная запись: how a person signs in. Rights come from roles, never from the account."
)
class UserAccount(Node):
    login: str = strawberry.field(description="The name used to sign in; unique among accounts and clients.")
    is_active: bool = strawberry.field(description="False while blocked.")
    has_password: bool = strawberry.field(description="False until the invitation is accepted.")
    invitation_ends_at: datetime | None = strawberry.field(
        description="When the one-time token expires; null if none is open."
    )
    blocked_at: datetime | None = strawberry.field(description="When it was blocked; null while active.")
    block_reason: str | None = strawberry.field(description="Why it was blocked; null while active.")
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )

    @strawberry.field(description="Whose account it is.", graphql_type=Person | None)
    def person(self, info: GraphInfo, account: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", account["person_id"])

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(ACCOUNTS)


@strawberry.type(description="Зарегистрированная операция: one that a client may send by its hash alone.")
class ClientDocument:
    hash: str = strawberry.field(
        description="SHA-256 of its text, in hexadecimal digits: sent as `documentId`, after `sha256:`."
    )
    name: str = strawberry.field(description="The name of its operation.")


@strawberry.type(
    description="Клиент партнёра: a partner's system that calls the API in the role INTEGRATION."
)
class Client(Node):
    is_active: bool = strawberry.field(description="False while blocked.")
    blocked_at: datetime | None = strawberry.field(description="When it was blocked; null while active.")
    block_reason: str | None = strawberry.field(description="Why it was blocked; null while active.")
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )

    @strawberry.field(description="What it presents at `/auth/token`; unique among accounts and clients.")
    def client_id(self, client: strawberry.Parent[Row]) -> str:
        return str(client["login"])

    @strawberry.field(description="Its display name.")
    def name(self, client: strawberry.Parent[Row]) -> str:
        return str(client["client_name"])

    @strawberry.field(description="The system whose cases it registers and reads.")
    def system(self, client: strawberry.Parent[Row]) -> str:
        return str(client["client_system"])

    @strawberry.field(
        description="Codes of the permissions it was registered for, out of those of its role; sorted."
    )
    def actions(self, client: strawberry.Parent[Row]) -> list[str]:
        return list(client["client_actions"])

    @strawberry.field(
        description="The organization that answers for it; null if none is named.", graphql_type=str | None
    )
    def owner(self, client: strawberry.Parent[Row]) -> Any:
        return client.get("client_owner")

    @strawberry.field(
        description="When it stops working by itself; null: never.", graphql_type=datetime | None
    )
    def expires_at(self, client: strawberry.Parent[Row]) -> Any:
        return client.get("client_expires_at")

    @strawberry.field(
        description="The only addresses and networks that it may come from; any if empty.",
        graphql_type=list[str],
    )
    def addresses(self, client: strawberry.Parent[Row]) -> Any:
        return list(client.get("client_addresses") or ())

    @strawberry.field(description="How much it may ask for.")
    def rate(self, client: strawberry.Parent[Row]) -> ClientRate:
        return ClientRate(client.get("client_rate") or ClientRate.STANDARD)

    @strawberry.field(
        description="The sectors whose cases it sees; all cases, if empty.",
        graphql_type=list[Sector],
    )
    def sectors(self, info: GraphInfo, client: strawberry.Parent[Row]) -> Any:
        return _known(info, "sectors", client.get("client_sectors"))

    @strawberry.field(
        description="The organizations whose cases it sees, with those below them; all cases, if empty.",
        graphql_type=list[Organization],
    )
    def organizations(self, info: GraphInfo, client: strawberry.Parent[Row]) -> Any:
        return _known(info, "organizations", client.get("client_organizations"))

    @strawberry.field(
        description="Until when the secret before the present one works as well; null or past if it does not.",
        graphql_type=datetime | None,
    )
    def previous_secret_ends_at(self, client: strawberry.Parent[Row]) -> Any:
        return client.get("client_previous_until")

    @strawberry.field(description="Whether it has a key for Open311.")
    def has_key(self, client: strawberry.Parent[Row]) -> bool:
        return bool(client["has_key"])

    @strawberry.field(
        description="Until when the key before the present one opens Open311 as well; null or past if it does not.",
        graphql_type=datetime | None,
    )
    def previous_key_ends_at(self, client: strawberry.Parent[Row]) -> Any:
        return client.get("client_previous_key_until")

    @strawberry.field(
        description=(
            "The day on which it was last given a token or came to Open311, in UTC; null if never. No history tells it."
        )
    )
    def last_used_on(self, client: strawberry.Parent[Row]) -> date | None:
        used_on = client.get("client_used_on")
        return date.fromisoformat(used_on) if used_on is not None else None

    @strawberry.field(
        description="The operations that it may send by their hashes, in the order in which they were registered.",
        graphql_type=list[ClientDocument],
    )
    def documents(self, client: strawberry.Parent[Row]) -> Any:
        return list(client.get("client_documents") or ())

    @strawberry.field(description="Whether it may send nothing but hashes of these.")
    def documents_only(self, client: strawberry.Parent[Row]) -> bool:
        return bool(client.get("client_documents_only"))

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(CLIENTS)


def _known(info: GraphInfo, collection: str, ids: Any) -> list[Any]:
    found = (related(info, collection, one) for one in ids or ())
    return [row for row in found if row is not None]


@strawberry.type(description="Сеанс: one sign-in of the viewer that is still open.")
class Session:
    handle: str = strawberry.field(description="Identifies the session in `revokeSession`; gives no access.")
    opened_at: datetime = strawberry.field(description="When the viewer signed in.")
    used_at: datetime = strawberry.field(
        description=(
            "When its tokens were last renewed: at most 10 minutes, the lifetime of an access token, "
            "before its last use."
        )
    )
    expires_at: datetime = strawberry.field(description="When it expires.")
    agent: str | None = strawberry.field(
        description="Browser and system by name, e.g. `Firefox, Linux`; null if unknown."
    )
    address_class: AddressClass | None = strawberry.field(
        description="Where it was opened; the address itself is not stored. Null if unknown."
    )
    is_current: bool = strawberry.field(description="Whether this request belongs to it.")


def shown_session(row: Row, *, current_id: str | None) -> Session:
    """Return a stored session as its type."""
    return Session(
        handle=row["_id"],
        opened_at=row["opened_at"],
        used_at=row["used_at"],
        expires_at=row["expires_at"],
        agent=row.get("agent"),
        address_class=AddressClass(row["address_class"]) if row.get("address_class") else None,
        is_current=row["_id"] == current_id,
    )
