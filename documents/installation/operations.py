"""Operations of the first hour: the first administrator, whom the command line invites since nobody else is there yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, Invalid, Problem
from auth.roles import Role
from documents.accounts.administrators import ADMINISTRATORS_LOCK, signs_in
from documents.accounts.checks import login_named
from documents.accounts.document import Account
from documents.accounts.operations.inviting import invited, refuse_taken, renew_invitation
from documents.directory.fields import fields_within
from documents.directory.operations.people import PERSON, create_person
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation
from documents.members.document import Membership
from documents.members.operations.granting import grant_role

Facts = Mapping[str, Any]

PERSON_FIELDS = fields_within(PERSON, creates=True)


def _person_named(facts: Facts) -> Iterable[Problem]:
    return PERSON_FIELDS({"fields": {"full_name": facts["full_name"]}})


@operation(
    title="Пригласить первого администратора",
    action=Action.ACCOUNT_MANAGE,
    record=Account,
    effect=Effect.CREATES,
    checks=(login_named("login"), _person_named),
)
async def invite_first_administrator(
    change: Change, *, full_name: str, login: str, invitation_digest: str
) -> Account:
    """Record an official, let him administer from now on, and invite him to an account, where nobody administers yet.

    Only for the command line. Raises: FORBIDDEN; INVALID (`administrator_appointed`, `login_taken`).
    """
    _refuse_callers(change)
    change.touch_lock_row(ADMINISTRATORS_LOCK)
    if await change.find(Membership, {"role": Role.SYSTEM_ADMINISTRATOR.value}, at_most=1):
        raise Invalid("administrator_appointed", path=("login",))
    await refuse_taken(change, login, path="login")
    person = await create_person.body(change, fields={"full_name": full_name})
    await grant_role.body(change, person_id=person.id, role=Role.SYSTEM_ADMINISTRATOR.value)
    return await invited(change, person.id, login=login, invitation_digest=invitation_digest)


@operation(
    title="Пригласить первого администратора повторно",
    action=Action.ACCOUNT_MANAGE,
    record=Account,
    effect=Effect.CREATES,
)
async def invite_first_administrator_again(change: Change, *, invitation_digest: str) -> Account:
    """Issue another token where the first one was lost before anybody who administers had a password.

    Only for the command line. Raises: FORBIDDEN; INVALID (`administrator_appointed`; `unknown_person` where nobody
    was invited).
    """
    _refuse_callers(change)
    change.touch_lock_row(ADMINISTRATORS_LOCK)
    held = await change.find(Membership, {"role": Role.SYSTEM_ADMINISTRATOR.value})
    for one in held:
        if await signs_in(change, one.person_id):
            raise Invalid("administrator_appointed", path=("login",))
    people = {"$in": sorted({one.person_id for one in held})}
    accounts = await change.find(Account, {"person_id": people}, at_most=1)
    if not accounts:
        raise Invalid("unknown_person", path=("login",))
    renewed: Account = await renew_invitation.body(change, accounts[0], invitation_digest=invitation_digest)
    return renewed


def _refuse_callers(change: Change) -> None:
    if change.who is not None:
        raise Forbidden(action=change.operation.action.value)
