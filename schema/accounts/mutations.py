"""Mutations on people's accounts and one's own sessions; one-time tokens are drawn here and told once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import strawberry

from auth.actions import Action
from auth.crypto.password_rules import LONGEST_CHARACTERS, SHORTEST_CHARACTERS
from auth.crypto.tokens import new_one_time_token, refresh_digest
from documents.accounts.operations import blocking, inviting
from documents.accounts.resource import ACCOUNTS
from documents.kernel.read.resource import Resource
from documents.kernel.write.operation import Operation
from schema.accounts.inputs import (
    AccountInput,
    BlockAccountInput,
    ChangePasswordInput,
    InviteAccountInput,
    RevokeOtherSessionsInput,
    RevokeSessionInput,
)
from schema.accounts.own import answered, changed_password, ended_others, ended_session
from schema.accounts.types import Session, UserAccount
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run

PASSWORD_RULES = f"{SHORTEST_CHARACTERS} to {LONGEST_CHARACTERS} characters, not made up of common words or your own names."

ONCE = "Also null in a repeat under the same idempotency key, since secrets are shown once:"
"""What a repeat answers; followed by what to do."""

Answered = Callable[[Any, Any], Any]
"""Makes what a payload shows of the row and of what the operation answered."""


@strawberry.type(description="The result of a mutation on an account.")
class AccountPayload:
    account: UserAccount | None = strawberry.field(
        description="Its current state; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="An invitation, shown once: its token can never be read again.")
class Invitation:
    account: UserAccount = strawberry.field(description="The account that it opens.")
    token: str = strawberry.field(
        description="The one-time token: the invited person sends it to `POST /auth/invitation` with a new password."
    )
    ends_at: datetime = strawberry.field(description="When the token expires: after 72 hours.")


@strawberry.type(description="The result of an invitation.")
class InvitationPayload:
    invitation: Invitation | None = strawberry.field(
        description=f"The invitation; null if the mutation was refused. {ONCE} `renewInvitation` issues another one."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on your own sessions.")
class SessionPayload:
    session: Session | None = strawberry.field(
        description="The session that goes on, or the one that was ended; null if the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class AccountMutations:
    @mutation(
        Action.ACCOUNT_MANAGE,
        InvitationPayload,
        "Create an account for a person, with a one-time token to open it.",
    )
    async def invite_account(self, info: GraphInfo, input: InviteAccountInput) -> Any:
        ids, token = Ids(), new_one_time_token()
        facts = {
            "person_id": ids.one(input.person_id, "Person", path="personId"),
            "login": input.login,
            "invitation_digest": refresh_digest(token),
        }
        return await run(
            info,
            inviting.invite_account,
            ACCOUNTS,
            shown_as="invitation",
            within="account",
            answered=_invited(token),
            ids=ids,
            facts=facts,
        )

    @mutation(
        Action.ACCOUNT_MANAGE, InvitationPayload, "Issue a new one-time token; an earlier one stops working."
    )
    async def renew_invitation(self, info: GraphInfo, input: AccountInput) -> Any:
        token = new_one_time_token()
        facts = {"invitation_digest": refresh_digest(token)}
        return await run_on(
            info,
            inviting.renew_invitation,
            ACCOUNTS,
            input,
            facts,
            type_name="UserAccount",
            shown_as="invitation",
            within="account",
            answered=_invited(token),
        )

    @mutation(
        Action.ACCOUNT_MANAGE,
        AccountPayload,
        "Block an account: its tokens stop working within two seconds. You cannot block yourself or the "
        "last administrator.",
    )
    async def block_account(self, info: GraphInfo, input: BlockAccountInput) -> Any:
        return await _on_account(info, blocking.block_account, input, {"reason": input.reason})

    @mutation(Action.ACCOUNT_MANAGE, AccountPayload, "Unblock an account.")
    async def unblock_account(self, info: GraphInfo, input: AccountInput) -> Any:
        return await _on_account(info, blocking.unblock_account, input, {})

    @mutation(
        Action.ACCOUNT_MANAGE,
        AccountPayload,
        "End all sessions of an account: its tokens stop working within two seconds.",
    )
    async def end_sessions(self, info: GraphInfo, input: AccountInput) -> Any:
        return await _on_account(info, blocking.end_sessions, input, {})

    @mutation(
        None,
        SessionPayload,
        f"Change your own password: {PASSWORD_RULES} Your other sessions end. `RATE_LIMITED` after wrong attempts.",
    )
    async def change_password(self, info: GraphInfo, input: ChangePasswordInput) -> Any:
        return await answered(info, lambda: changed_password(info, input))

    @mutation(None, SessionPayload, "End one of your sessions: its tokens stop working within two seconds.")
    async def revoke_session(self, info: GraphInfo, input: RevokeSessionInput) -> Any:
        return await answered(info, lambda: ended_session(info, input.handle))

    @mutation(
        None,
        SessionPayload,
        "End all your sessions except this one: their tokens stop working within two seconds.",
    )
    async def revoke_other_sessions(self, info: GraphInfo, input: RevokeOtherSessionsInput) -> Any:
        return await answered(info, lambda: ended_others(info, input.keep_handle))


async def _on_account(
    info: GraphInfo, operation: Operation, input: Any, facts: dict[str, Any]
) -> dict[str, Any]:
    return await run_on(info, operation, ACCOUNTS, input, facts, type_name="UserAccount", shown_as="account")


async def run_on(
    info: GraphInfo,
    operation: Operation,
    resource: Resource,
    input: Any,
    facts: dict[str, Any],
    *,
    type_name: str,
    shown_as: str,
    within: str | None = None,
    answered: Answered | None = None,
    ids: Ids | None = None,
) -> dict[str, Any]:
    """Run an operation on an account of a person, or on a client; the payload. `ids` were read of the input already."""
    ids = ids if ids is not None else Ids()
    payload = await run(
        info,
        operation,
        resource,
        shown_as=shown_as,
        ids=ids,
        target_id=ids.one(input.id, type_name, path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
        within=within,
        answered=answered,
    )
    row = payload[shown_as] if within is None or payload[shown_as] is None else payload[shown_as][within]
    # Accounts and clients are kept together: what was named as the one must not be shown as the other.
    is_meant = row is not None and row["__type"] == type_name
    return payload if is_meant else payload | {shown_as: None}


def _invited(token: str) -> Answered:
    return lambda row, account: {"account": row, "token": token, "ends_at": account.invitation_ends_at}
