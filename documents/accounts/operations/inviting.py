"""Operations on invitations: an account for a person, a new one-time token for it, and the password that answers it."""

from datetime import datetime, timedelta

from auth.actions import Action
from auth.errors import InactiveTarget, Invalid
from documents.accounts.checks import active, login_named
from documents.accounts.document import PERSON, Account
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.kernel.write.uniqueness import UNIQUE_PROBLEMS

ACCOUNTS = "accounts"
INVITATION_HOURS = 72

INVITED = event("account.invited", ACCOUNTS, "Учётная запись создана, приглашение выдано")
INVITED_AGAIN = event("account.invited_again", ACCOUNTS, "Приглашение выдано повторно")
PASSWORD_SET = event("account.password_set", ACCOUNTS, "Пароль задан по приглашению")

# Two at once meet in the index; who comes second is told what he would have been told a moment later.
UNIQUE_PROBLEMS["login_unique"] = lambda: Invalid("login_taken", path=("login",))


def ends_at(now: datetime) -> datetime:
    """Return until when an invitation of `now` holds."""
    return now + timedelta(hours=INVITATION_HOURS)


async def refuse_taken(change: Change, login: str, *, path: str) -> None:
    """Refuse with INVALID (`login_taken`) what is taken: logins and client ids are of one kind."""
    if await change.find(Account, {"login": login}, at_most=1):
        raise Invalid("login_taken", path=(path,))


@operation(
    title="Пригласить в систему",
    action=Action.ACCOUNT_MANAGE,
    record=Account,
    effect=Effect.CREATES,
    read=Action.ACCOUNT_MANAGE,
    checks=(login_named("login"),),
)
async def invite_account(change: Change, *, person_id: str, login: str, invitation_digest: str) -> Account:
    """Make an account for a person and invite to it: the one-time token sets the password, and the account has none
    before. Raises: INVALID (`unknown_person`, `has_account`, `login_taken`), INACTIVE_TARGET."""
    person = change.reference.row("persons", person_id)
    if person is None:
        raise Invalid("unknown_person", path=("personId",))
    if not person["is_active"]:
        raise InactiveTarget(path=("personId",))
    if await change.find(Account, {"person_id": person_id}, at_most=1):
        raise Invalid("has_account", path=("personId",))
    await refuse_taken(change, login, path="login")
    return await invited(change, person_id, login=login, invitation_digest=invitation_digest)


async def invited(change: Change, person_id: str, *, login: str, invitation_digest: str) -> Account:
    """Store an account without a password, and the invitation to it."""
    account = Account(
        id=await change.new_id(),
        updated_at=change.now,
        login=login,
        person_id=person_id,
        invitation_digest=invitation_digest,
        invitation_ends_at=ends_at(change.now),
    )
    return await change.create(account, INVITED)


@operation(
    title="Выдать приглашение повторно",
    action=Action.ACCOUNT_MANAGE,
    record=Account,
    kinds=(PERSON,),
    read=Action.ACCOUNT_MANAGE,
    guards=(active,),
)
async def renew_invitation(change: Change, account: Account, *, invitation_digest: str) -> Account:
    """Invite again, for who lost the token or forgot the password; what held before holds until the token is used,
    and an earlier token holds no longer."""
    return await change.save(
        account,
        INVITED_AGAIN,
        invitation_digest=invitation_digest,
        invitation_ends_at=ends_at(change.now),
    )


@operation(
    title="Задать пароль по приглашению", action=Action.DIRECTORY_READ, record=Account, effect=Effect.CREATES
)
async def accept_invitation(
    change: Change, *, account_id: str, invitation_digest: str, password_hash: str
) -> Account:
    """Set the password that a one-time token allows, once; all sessions of the account end. Raises: INVALID."""
    account = await change.get(Account, account_id)
    if account is None or not invitation_holds(account, invitation_digest, change.now):
        raise Invalid("required", path=("token",))
    return await change.save(
        account,
        PASSWORD_SET,
        password_hash=password_hash,
        invitation_digest=None,
        invitation_ends_at=None,
        session_epoch=account.session_epoch + 1,
    )


def invitation_holds(account: Account, digest: str, now: datetime) -> bool:
    """Return whether this token invites to the account now."""
    ends = account.invitation_ends_at
    return account.is_active and account.invitation_digest == digest and ends is not None and now < ends
