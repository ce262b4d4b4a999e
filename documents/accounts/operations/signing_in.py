"""Operations on one's own way in: change the password, end sessions. They act on the account of who asks, whatever role
he holds or none: whoever can sign in must be able to keep others out."""

from auth.actions import Action
from auth.errors import Invalid
from documents.accounts.document import Account
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation

ACCOUNTS = "accounts"

PASSWORD_CHANGED = event("account.password_changed", ACCOUNTS, "Пароль изменён, другие сеансы завершены")
SESSION_REVOKED = event("account.session_revoked", ACCOUNTS, "Сеанс завершён владельцем")
OTHERS_REVOKED = event("account.other_sessions_revoked", ACCOUNTS, "Другие сеансы завершены владельцем")


async def _own(change: Change) -> Account:
    account = await change.get(Account, change.who.account_id) if change.who else None
    if account is None:
        raise Invalid("no_session", path=())
    return account


@operation(
    title="Сменить пароль",
    action=Action.DIRECTORY_READ,
    record=Account,
    effect=Effect.CREATES,
    of_oneself=True,
)
async def change_password(change: Change, *, present_hash: str, password_hash: str) -> Account:
    """Change one's own password: the present one is asked for, and all other sessions end.

    `present_hash` is what the present password was held against: of two changes at once, the second is refused.
    Raises: INVALID (`wrong_password`).
    """
    account = await _own(change)
    if account.password_hash != present_hash:
        raise Invalid("wrong_password", path=("presentPassword",))
    return await change.save(
        account,
        PASSWORD_CHANGED,
        password_hash=password_hash,
        invitation_digest=None,
        invitation_ends_at=None,
        session_epoch=account.session_epoch + 1,
    )


@operation(
    title="Завершить сеанс",
    action=Action.DIRECTORY_READ,
    record=Account,
    effect=Effect.CREATES,
    of_oneself=True,
)
async def revoke_session(change: Change) -> Account:
    """End one of one's own sessions: its tokens stop within two seconds."""
    return await change.save(await _own(change), SESSION_REVOKED)


@operation(
    title="Завершить остальные сеансы",
    action=Action.DIRECTORY_READ,
    record=Account,
    effect=Effect.CREATES,
    of_oneself=True,
)
async def revoke_other_sessions(change: Change) -> Account:
    """End all of one's own sessions but this one: their tokens stop within two seconds."""
    account = await _own(change)
    return await change.save(account, OTHERS_REVOKED, session_epoch=account.session_epoch + 1)
