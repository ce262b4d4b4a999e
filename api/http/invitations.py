"""The endpoint for who was invited: a one-time token and a password of one's own, without signing in."""

from datetime import datetime

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.clock import utc_now
from api.http.answers import json_answer
from api.http.authentication import request_id_of
from api.http.grants import NEVER_STORED, GrantRefused, PasswordChecks, invalid_grant, read_form, required
from api.http.negotiation import address_of, locale_of
from api.settings import Settings
from auth.crypto.password_rules import broken_rule
from auth.crypto.tokens import refresh_digest
from auth.errors import Invalid, Problem, Problems, Timeout
from documents.accounts.lockouts import claim_attempt, forget_failures
from documents.accounts.operations.inviting import accept_invitation
from documents.accounts.reading import account_by_invitation
from documents.container import Container
from documents.kernel.write.runner import Request as ChangeRequest

COUNTED_AS = "invitation\n"
"""Wrong tokens count by address alone; no login holds a line break."""

log = structlog.get_logger("api.http.invitations")


class InvitationEndpoint:
    """Answers `/auth/invitation`."""

    def __init__(self, container: Container, checks: PasswordChecks, settings: Settings) -> None:
        self._container = container
        self._checks = checks
        self._settings = settings

    async def accept(self, request: Request) -> Response:
        """Set the password that a token invites to: 200 with the login, or an error as of RFC 6749."""
        try:
            form = await read_form(request, self._settings)
            token, password = required(form, "token"), required(form, "password")
            login = await self._accept(request, token, password, utc_now())
        except GrantRefused as refused:
            return refused.answer()
        return json_answer({"login": login}, headers=NEVER_STORED)

    async def _accept(self, request: Request, token: str, password: str, now: datetime) -> str:
        container, digest = self._container, refresh_digest(token)
        claim = await claim_attempt(container.store, COUNTED_AS, address_of(request), now=now)
        if claim.wait_seconds:
            raise invalid_grant(retry_after=claim.wait_seconds)
        account = await account_by_invitation(container.store, digest)
        if account is None or not account["is_active"] or account["invitation_ends_at"] <= now:
            log.info("invitation_refused", request_id=request_id_of(request))
            raise invalid_grant()
        await forget_failures(container.store, claim)
        snapshot = await container.reference.current()
        person = snapshot.row("persons", account["person_id"])
        broken = broken_rule(password, (account["login"], person["full_name"] if person else ""))
        if broken is not None:
            rule, limit = broken
            told = Invalid(rule, path="password", **({"limit": limit} if limit else {}))
            raise GrantRefused("invalid_password", told.message(locale_of(request)), rule=rule)
        facts = {
            "account_id": account["_id"],
            "invitation_digest": digest,
            "password_hash": await self._checks.hashed(password),
        }
        try:
            who = await container.principals.current(account["_id"], now)
            await container.runner.run_together([ChangeRequest(accept_invitation, who, now, facts=facts)])
        except Timeout:
            # Somebody else changes the account at this moment: the invitation holds, and may be tried again.
            raise
        except (Problem, Problems) as error:
            raise invalid_grant() from error
        log.info("invitation_accepted", account_id=account["_id"])
        return str(account["login"])
