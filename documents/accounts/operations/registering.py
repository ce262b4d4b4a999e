"""Operations of the administrator on partners' clients: register, change, draw a new secret, block, unblock (III.6)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.accounts.checks import (
    NAME_LIMIT,
    REASON_LIMIT,
    SYSTEM,
    Facts,
    active,
    blocked,
    login_named,
    not_blocked_yet,
    overlap_within,
    text_given,
)
from documents.accounts.clients import OFFERED, end_of_overlap
from documents.accounts.document import CLIENT, Account
from documents.accounts.networks import is_network
from documents.accounts.operations.blocking import UNBLOCKED_FIELDS, blocked_fields
from documents.accounts.operations.inviting import refuse_taken
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation

ACCOUNTS = "accounts"

REGISTERED = event("client.registered", ACCOUNTS, "Клиент партнёра зарегистрирован")
CHANGED = event("client.changed", ACCOUNTS, "Клиент партнёра изменён")
SECRET_ROTATED = event("client.secret_rotated", ACCOUNTS, "Секрет клиента заменён")
KEY_ROTATED = event("client.key_rotated", ACCOUNTS, "Ключ Open311 клиента заменён")
BLOCKED = event("client.blocked", ACCOUNTS, "Клиент партнёра заблокирован")
UNBLOCKED = event("client.unblocked", ACCOUNTS, "Клиент партнёра разблокирован")


STORED: Mapping[str, str] = {
    "name": "client_name",
    "owner": "client_owner",
    "actions": "client_actions",
    "expires_at": "client_expires_at",
    "addresses": "client_addresses",
    "rate": "client_rate",
    "sectors": "client_sectors",
    "organizations": "client_organizations",
}
"""Field of the input → where it is stored."""


def _registered(facts: Facts) -> Iterable[Problem]:
    if not SYSTEM.fullmatch(facts["system"]):
        yield Invalid("malformed_system", path=("system",))
    yield from _gates(facts["fields"])


def _changed(facts: Facts) -> Iterable[Problem]:
    if not facts["fields"]:
        yield Invalid("nothing_to_change", path=())
    yield from _gates(facts["fields"])


def _gates(fields: Facts) -> Iterable[Problem]:
    """What is wrong with what a client may do and from where, of that which is given."""
    if "name" in fields:
        yield from text_given("name", NAME_LIMIT)({"name": fields["name"] or ""})
    if "actions" in fields and not fields["actions"]:
        yield Invalid("required", path=("actions",))
    offered = {action.value for action in OFFERED}
    for index, action in enumerate(fields.get("actions") or ()):
        if action not in offered:
            yield Invalid("action_not_offered", path=("actions", str(index)))
    for index, network in enumerate(fields.get("addresses") or ()):
        if not is_network(network):
            yield Invalid("malformed_network", path=("addresses", str(index)))


def _stored(change: Change, fields: Facts) -> dict[str, Any]:
    """What is stored of the fields that are given. Raises: INVALID (`in_the_past`, `unknown_value`)."""
    expires_at = fields.get("expires_at")
    if expires_at is not None and expires_at <= change.now:
        raise Invalid("in_the_past", path=("expiresAt",))
    for name, path in (("sectors", "sectors"), ("organizations", "organizationIds")):
        for index, one in enumerate(fields.get(name) or ()):
            if change.reference.row(name, one) is None:
                raise Invalid("unknown_value", path=(path, str(index)))
    found = {STORED[name]: value for name, value in fields.items()}
    for name in ("client_actions", "client_addresses", "client_sectors", "client_organizations"):
        if name in found:
            found[name] = sorted(set(found[name] or ()))
    return found


@operation(
    title="Зарегистрировать клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    effect=Effect.CREATES,
    read=Action.CLIENT_MANAGE,
    checks=(login_named("clientId"), _registered),
)
async def register_client(
    change: Change, *, login: str, system: str, fields: Facts, secret_hash: str
) -> Account:
    """Register a partner's client for one system and some actions; its secret is told once. Raises: INVALID."""
    await refuse_taken(change, login, path="clientId")
    account = Account(
        id=await change.new_id(),
        updated_at=change.now,
        login=login,
        client_system=system,
        client_secret_hash=secret_hash,
        **_stored(change, fields),
    )
    return await change.create(account, REGISTERED)


@operation(
    title="Изменить клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    kinds=(CLIENT,),
    read=Action.CLIENT_MANAGE,
    checks=(_changed,),
)
async def update_client(change: Change, client: Account, *, fields: Facts) -> Account:
    """Change what a client may do, from where and until when; its system never. Its tokens follow within two seconds.

    Raises: INVALID.
    """
    return await change.save(client, CHANGED, **_stored(change, fields))


@operation(
    title="Заменить секрет клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    kinds=(CLIENT,),
    read=Action.CLIENT_MANAGE,
    guards=(active,),
    checks=(overlap_within,),
)
async def rotate_client_secret(
    change: Change, client: Account, *, secret_hash: str, mark: str, overlap_hours: int
) -> Account:
    """Draw a new secret, told once. The one before holds for some hours more; without any, it and all its tokens stop within
    two seconds. `mark` tells the new one from those before. Raises: INVALID."""
    return await change.save(
        client,
        SECRET_ROTATED,
        client_secret_hash=secret_hash,
        client_secret_mark=mark,
        client_previous_hash=client.client_secret_hash if overlap_hours else None,
        client_previous_until=end_of_overlap(change.now, overlap_hours) if overlap_hours else None,
        session_epoch=client.session_epoch + (0 if overlap_hours else 1),
    )


@operation(
    title="Заменить ключ Open311 клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    kinds=(CLIENT,),
    read=Action.CLIENT_MANAGE,
    guards=(active,),
    checks=(overlap_within,),
)
async def rotate_client_key(
    change: Change, client: Account, *, key_digest: str, overlap_hours: int
) -> Account:
    """Draw a new key for Open311, the first one too; it is told once. The one before holds for some hours more. Raises:
    INVALID."""
    previous = client.client_key_digests[:1] if overlap_hours else []
    return await change.save(
        client,
        KEY_ROTATED,
        client_key_digests=[key_digest, *previous],
        client_previous_key_until=end_of_overlap(change.now, overlap_hours) if previous else None,
    )


@operation(
    title="Заблокировать клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    kinds=(CLIENT,),
    read=Action.CLIENT_MANAGE,
    guards=(not_blocked_yet,),
    checks=(text_given("reason", REASON_LIMIT),),
)
async def block_client(change: Change, client: Account, *, reason: str) -> Account:
    """Block a client: its tokens stop within two seconds."""
    return await change.save(client, BLOCKED, **blocked_fields(client, reason, change.now))


@operation(
    title="Разблокировать клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    kinds=(CLIENT,),
    read=Action.CLIENT_MANAGE,
    guards=(blocked,),
)
async def unblock_client(change: Change, client: Account) -> Account:
    """Let in again a client that was blocked, with the secret it had."""
    return await change.save(client, UNBLOCKED, **UNBLOCKED_FIELDS)
