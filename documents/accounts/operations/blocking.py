"""Operations of the administrator on people's accounts: block, unblock, end all sessions (III.6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from documents.accounts.administrators import refuse_the_last
from documents.accounts.checks import REASON_LIMIT, blocked, not_blocked_yet, not_own, text_given
from documents.accounts.document import PERSON, Account
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import operation

ACCOUNTS = "accounts"

BLOCKED = event("account.blocked", ACCOUNTS, "Учётная запись заблокирована")
UNBLOCKED = event("account.unblocked", ACCOUNTS, "Учётная запись разблокирована")
SESSIONS_ENDED = event("account.sessions_ended", ACCOUNTS, "Все сеансы завершены администратором")


def blocked_fields(account: Account, reason: str, now: datetime) -> dict[str, Any]:
    """Return what leaves an account no way in: no sign-in, no session, no invitation. The reason is kept, never told."""
    return {
        "is_active": False,
        "blocked_at": now,
        "block_reason": reason,
        "invitation_digest": None,
        "invitation_ends_at": None,
        "session_epoch": account.session_epoch + 1,
    }


UNBLOCKED_FIELDS: Mapping[str, Any] = {"is_active": True, "blocked_at": None, "block_reason": None}
"""What gives the old way in back; sessions from before the block stay ended."""


@operation(
    title="Заблокировать учётную запись",
    action=Action.ACCOUNT_MANAGE,
    record=Account,
    kinds=(PERSON,),
    read=Action.ACCOUNT_MANAGE,
    guards=(not_own, not_blocked_yet),
    checks=(text_given("reason", REASON_LIMIT),),
)
async def block_account(change: Change, account: Account, *, reason: str) -> Account:
    """Block an account: all its tokens stop within two seconds. Nobody blocks himself, or the last administrator."""
    await refuse_the_last(change, account)
    return await change.save(account, BLOCKED, **blocked_fields(account, reason, change.now))


@operation(
    title="Разблокировать учётную запись",
    action=Action.ACCOUNT_MANAGE,
    record=Account,
    kinds=(PERSON,),
    read=Action.ACCOUNT_MANAGE,
    guards=(blocked,),
)
async def unblock_account(change: Change, account: Account) -> Account:
    """Let in again who was blocked, with the password he had."""
    return await change.save(account, UNBLOCKED, **UNBLOCKED_FIELDS)


@operation(
    title="Завершить все сеансы",
    action=Action.ACCOUNT_MANAGE,
    record=Account,
    kinds=(PERSON,),
    read=Action.ACCOUNT_MANAGE,
)
async def end_sessions(change: Change, account: Account) -> Account:
    """End all sessions of an account: its tokens stop within two seconds, and its person signs in again."""
    return await change.save(account, SESSIONS_ENDED, session_epoch=account.session_epoch + 1)
