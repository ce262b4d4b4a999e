"""What one does about one's own way in: the password changed, sessions ended; refusals are told in the payload."""

from collections.abc import Awaitable, Callable
from typing import Any

from auth.crypto.password_rules import broken_rule
from auth.errors import Invalid, Problem, Problems, RequestError
from auth.principal import Principal
from documents.accounts.operations import signing_in
from documents.accounts.reading import account_by_id
from documents.accounts.sessions import carry_over, own_session, revoke_family
from documents.idempotency.calls import Earlier
from documents.kernel.write.operation import Operation
from schema.accounts.inputs import ChangePasswordInput
from schema.accounts.types import shown_session
from schema.context import Context, GraphInfo
from schema.memory import related
from schema.problems import shown_problem

Row = dict[str, Any]


SESSION = "session_id"
"""Under which name the session is kept for a repeat of the call."""


async def answered(info: GraphInfo, work: Callable[[], Awaitable[Row]]) -> dict[str, Any]:
    """Return the payload: the session that `work` is about, or why it was refused; of a repeat what there is of it today."""
    context = info.context
    try:
        session = await work() if context.earlier is None else await _again(context, context.earlier)
    except RequestError:
        raise  # a refusal of the request itself belongs beside `data`, not into the payload
    except (Problem, Problems) as refusal:
        problems = refusal.problems if isinstance(refusal, Problems) else [refusal]
        return {"session": None, "errors": [shown_problem(info, one) for one in problems]}
    shown = shown_session(session, current_id=context.session_id) if session is not None else None
    return {"session": shown, "errors": []}


async def _again(context: Context, earlier: Earlier) -> Row | None:
    who = await context.renewed()
    return await own_session(context.container.store, who.account_id, earlier.kept[SESSION])


async def changed_password(info: GraphInfo, given: ChangePasswordInput) -> dict[str, Any]:
    """Change the password and end the other sessions; the session that goes on. Raises: INVALID, RATE_LIMITED.

    The rules are asked before the present password: a refused new one costs no check, and counts as no attempt.
    """
    context = info.context
    who = await _admitted(info, signing_in.change_password)
    account = await account_by_id(context.container.store, who.account_id)
    stored = account["password_hash"] if account else None
    if stored is None or context.credentials is None:
        raise Invalid("no_password", path=("presentPassword",))
    person = related(info, "persons", who.person_id)
    broken = broken_rule(given.new_password, (who.login, person["full_name"] if person else ""))
    if broken is not None:
        rule, limit = broken
        raise Invalid(rule, path=("newPassword",), **({"limit": limit} if limit is not None else {}))
    if given.new_password == given.present_password:
        raise Invalid("same_password", path=("newPassword",))
    if not await context.credentials.fits(who.login, given.present_password, stored):
        raise Invalid("wrong_password", path=("presentPassword",))
    hashed = await context.credentials.hashed(given.new_password)
    facts = {"present_hash": stored, "password_hash": hashed}
    return await _all_but_one(info, who, signing_in.change_password, facts, context.session_id)


async def ended_session(info: GraphInfo, handle: str) -> dict[str, Any]:
    """End one session. The event comes first: should the process die in between, the caller asks again.

    Raises: INVALID (`unknown_session`).
    """
    context = info.context
    who = await _admitted(info, signing_in.revoke_session)
    session = await own_session(context.container.store, who.account_id, handle)
    if session is None:
        raise Invalid("unknown_session", path=("handle",))
    # The event alone ends nothing: only with what follows it the call is over.
    _keep(context, session["_id"], within=False)
    if session["revoked_at"] is None:
        await context.runner.run(who, context.now, signing_in.revoke_session)
        await revoke_family(
            context.container.store, session["_id"], reason="revoked_by_owner", now=context.now
        )
    return session


async def ended_others(info: GraphInfo, keep_handle: str | None) -> dict[str, Any]:
    """End all sessions but the one named, or else the one that asks. Raises: INVALID."""
    who = await _admitted(info, signing_in.revoke_other_sessions)
    kept = keep_handle if keep_handle is not None else info.context.session_id
    return await _all_but_one(info, who, signing_in.revoke_other_sessions, {}, kept)


async def _admitted(info: GraphInfo, operation: Operation) -> Principal:
    context = info.context
    who = await context.runner.entitled(await context.begun(), context.now, operation)
    context.demand_form()
    return who


async def _all_but_one(
    info: GraphInfo, who: Principal, operation: Operation, facts: dict[str, Any], kept: str | None
) -> dict[str, Any]:
    """Run what ends all sessions by a new epoch, then let one live on."""
    context = info.context
    store = context.container.store
    session = await own_session(store, who.account_id, kept) if kept is not None else None
    if session is None:
        raise Invalid("unknown_session", path=("keepHandle",)) if kept is not None else Invalid("no_session")
    _keep(context, session["_id"], within=True)
    outcome = await context.runner.run(who, context.now, operation, **facts)
    await carry_over(store, session["_id"], epoch=outcome.answer.session_epoch)
    return session


def _keep(context: Context, session_id: str, *, within: bool) -> None:
    """Have the session kept for a repeat under the same idempotency key: within the transaction, or once all is done."""
    kept = {SESSION: session_id}
    if context.call is not None:
        context.call.kept = kept
        context.call.keeps = lambda _answer: kept if within else None
