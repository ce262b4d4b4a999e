"""Operations of the administrator on partners' clients: register, draw a new secret, block, unblock (III.6)."""

from collections.abc import Iterable, Sequence

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
    text_given,
)
from documents.accounts.clients import OFFERED
from documents.accounts.document import CLIENT, Account
from documents.accounts.operations.blocking import UNBLOCKED_FIELDS, blocked_fields
from documents.accounts.operations.inviting import refuse_taken
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation

ACCOUNTS = "accounts"

REGISTERED = event("client.registered", ACCOUNTS, "Клиент партнёра зарегистрирован")
SECRET_ROTATED = event("client.secret_rotated", ACCOUNTS, "Секрет клиента заменён")
BLOCKED = event("client.blocked", ACCOUNTS, "Клиент партнёра заблокирован")
UNBLOCKED = event("client.unblocked", ACCOUNTS, "Клиент партнёра разблокирован")


def _gates(facts: Facts) -> Iterable[Problem]:
    if not SYSTEM.fullmatch(facts["system"]):
        yield Invalid("malformed_system", path=("system",))
    if not facts["actions"]:
        yield Invalid("required", path=("actions",))
    offered = {action.value for action in OFFERED}
    for index, action in enumerate(facts["actions"]):
        if action not in offered:
            yield Invalid("action_not_offered", path=("actions", str(index)))


@operation(
    title="Зарегистрировать клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    effect=Effect.CREATES,
    read=Action.CLIENT_MANAGE,
    checks=(login_named("clientId"), text_given("name", NAME_LIMIT), _gates),
)
async def register_client(
    change: Change, *, login: str, name: str, system: str, actions: Sequence[str], secret_hash: str
) -> Account:
    """Register a partner's client for one system and some actions; its secret is told once. Raises: INVALID."""
    await refuse_taken(change, login, path="clientId")
    account = Account(
        id=await change.new_id(),
        updated_at=change.now,
        login=login,
        client_name=name,
        client_system=system,
        client_actions=sorted(set(actions)),
        client_secret_hash=secret_hash,
    )
    return await change.create(account, REGISTERED)


@operation(
    title="Заменить секрет клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    kinds=(CLIENT,),
    read=Action.CLIENT_MANAGE,
    guards=(active,),
)
async def rotate_client_secret(change: Change, client: Account, *, secret_hash: str) -> Account:
    """Draw a new secret, told once; the old one and its tokens stop within two seconds."""
    return await change.save(
        client, SECRET_ROTATED, client_secret_hash=secret_hash, session_epoch=client.session_epoch + 1
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
