"""The token endpoints: OAuth 2 token endpoint (RFC 6749), revocation (RFC 7009), the public keys (RFC 7517)."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.clock import utc_now
from api.http.agents import origin_of
from api.http.answers import json_answer
from api.http.authentication import Authentication, request_id_of
from api.http.client_credentials import invalid_client, presented
from api.http.grants import (
    LONGEST_LOGIN_CHARACTERS,
    LONGEST_PASSWORD_CHARACTERS,
    NEVER_STORED,
    GrantRefused,
    PasswordChecks,
    invalid_grant,
    password_checks,
    read_form,
    required,
)
from api.http.negotiation import address_of
from api.settings import Settings
from auth.crypto.passwords import needs_rehash
from auth.errors import Unauthenticated
from documents.accounts.clients import has_expired, registered_actions, secret_field
from documents.accounts.hashes import note_use, renew_hash
from documents.accounts.lockouts import claim_attempt, forget_failures
from documents.accounts.networks import is_within
from documents.accounts.reading import account_by_login
from documents.accounts.rules import RefreshToken
from documents.accounts.sessions import (
    open_session,
    revoke_family,
    rotate,
    session_of_refresh_token,
)
from documents.kernel.store.connection import Store

KEYS_CACHED_SECONDS = 300
SUPPORTED = "password, refresh_token, client_credentials"

log = structlog.get_logger("api.http.tokens")


@dataclass(frozen=True)
class Granted:
    """What a successful grant answers; a client gets no refresh token, and is told what its token is for.

    `narrowed` says that this is less than the client was registered for.
    """

    account_id: str
    session_id: str
    refresh_token: str | None = None
    scope: str | None = None
    narrowed: bool = False


class TokenEndpoints:
    """Answers `/auth/token`, `/auth/revoke` and `/.well-known/jwks.json`."""

    def __init__(
        self,
        store: Store,
        authentication: Authentication,
        settings: Settings,
        checks: PasswordChecks | None = None,
    ) -> None:
        self._store = store
        self._authentication = authentication
        self._settings = settings
        self._checks = checks or password_checks(settings)
        self._grants: Mapping[str, Callable[[Request, Mapping[str, str], datetime], Awaitable[Granted]]] = {
            "password": self._by_password,
            "refresh_token": self._by_refresh_token,
            "client_credentials": self._by_client_credentials,
        }

    async def token(self, request: Request) -> Response:
        """Exchange a password, a refresh token or a client's secret for tokens."""
        try:
            form = await read_form(request, self._settings)
            grant_type = required(form, "grant_type")
            grant = self._grants.get(grant_type)
            if grant is None:
                raise GrantRefused("unsupported_grant_type", f"Supported: {SUPPORTED}.")
            now = utc_now()
            granted = await grant(request, form, now)
        except GrantRefused as refused:
            return refused.answer()
        ttl_seconds = self._settings.access_token_seconds
        access = self._authentication.keys.issue_access(
            granted.account_id,
            granted.session_id,
            now=now,
            ttl_seconds=ttl_seconds,
            scope=granted.scope if granted.narrowed else None,
        )
        told = {"access_token": access, "token_type": "Bearer", "expires_in": ttl_seconds}
        if granted.refresh_token is not None:
            told["refresh_token"] = granted.refresh_token
        if granted.scope is not None:
            told["scope"] = granted.scope
        return json_answer(told, headers=NEVER_STORED)

    async def revoke(self, request: Request) -> Response:
        """End the session that a token belongs to; 200 for any token, known or not (RFC 7009)."""
        try:
            form = await read_form(request, self._settings)
            token = required(form, "token")
        except GrantRefused as refused:
            return refused.answer()
        await self._revoke(request, token, utc_now())
        return Response(status_code=200, headers=NEVER_STORED)

    async def _revoke(self, request: Request, token: str, now: datetime) -> None:
        session_id = await session_of_refresh_token(self._store, token)
        if session_id is None:
            session_id = self._session_of_access_token(token, now)
        if session_id is not None:
            await revoke_family(self._store, session_id, reason="revoked", now=now)
            self._authentication.sessions.forget(session_id)
            log.info("session_revoked", session_id=session_id, request_id=request_id_of(request))

    async def keys(self, _request: Request) -> Response:
        """Show the public keys of the access tokens."""
        headers = {"Cache-Control": f"public, max-age={KEYS_CACHED_SECONDS}"}
        return json_answer(self._authentication.keys.jwks(), headers=headers)

    async def _by_password(self, request: Request, form: Mapping[str, str], now: datetime) -> Granted:
        _refuse_scope(form)
        login, password = required(form, "username"), required(form, "password")
        if len(login) > LONGEST_LOGIN_CHARACTERS or len(password) > LONGEST_PASSWORD_CHARACTERS:
            raise GrantRefused("invalid_request", "The login or password is too long.")
        claim = await claim_attempt(self._store, login, address_of(request), now=now)
        if claim.wait_seconds:
            raise invalid_grant(retry_after=claim.wait_seconds)
        account = await account_by_login(self._store, login)
        # One check whatever the login is: neither the answer nor its time tells whether it exists.
        fits = await self._checks.fits(password, account["password_hash"] if account else None)
        if account is None or not fits or not self._may_sign_in(account):
            log.info("sign_in_refused", request_id=request_id_of(request))
            raise invalid_grant()
        await self._renew_hash(account, "password_hash", password)
        await forget_failures(self._store, claim)
        token = await self._opened(request, account, self._settings.refresh_token_seconds, now)
        return Granted(account["_id"], token.session_id, str(token))

    async def _by_client_credentials(
        self, request: Request, form: Mapping[str, str], now: datetime
    ) -> Granted:
        client = presented(request, form)
        # Wrong secrets slow down by (client, address), like wrong passwords and beside them.
        claim = await claim_attempt(self._store, client.client_id, address_of(request), now=now)
        if claim.wait_seconds:
            raise invalid_client(retry_after=claim.wait_seconds)
        account = await account_by_login(self._store, client.client_id)
        field = secret_field(account or {}, client.secret, now)
        fits = await self._checks.fits(client.secret, account[field] if account else None)
        if account is None or not fits or not self._may_come(request, account, now):
            log.info("client_refused", request_id=request_id_of(request))
            raise invalid_client()
        await self._renew_hash(account, field, client.secret)
        await note_use(self._store, account["_id"], now.date().isoformat())
        await forget_failures(self._store, claim)
        registered = sorted(action.value for action in registered_actions(account))
        asked = form.get("scope", "").split()
        if not {*asked} <= {*registered}:
            raise GrantRefused("invalid_scope", "The client is not registered for everything requested.")
        # No refresh token (contract §1): the session ends with its one access token.
        token = await self._opened(request, account, self._settings.access_token_seconds, now)
        # Whoever asks for less gets less, and is told what: as asked, since clients compare it word by word.
        scope = " ".join(dict.fromkeys(asked) if asked else registered)
        return Granted(account["_id"], token.session_id, scope=scope, narrowed=bool(asked))

    async def _renew_hash(self, account: Mapping[str, Any], name: str, secret: str) -> None:
        # Only now is the secret known in plain. A hash of another cost would tell its login from an unknown one by time.
        if needs_rehash(account[name]):
            renewed = await self._checks.hashed(secret)
            await renew_hash(self._store, account["_id"], name, before=account[name], after=renewed)
            log.info("hash_renewed", account_id=account["_id"])

    async def _opened(
        self, request: Request, account: Mapping[str, Any], ttl_seconds: int, now: datetime
    ) -> RefreshToken:
        token = RefreshToken(secrets.token_hex(12), secrets.token_urlsafe(16), secrets.token_urlsafe(32))
        expires_at = now + timedelta(seconds=ttl_seconds)
        origin = origin_of(request)
        await open_session(self._store, account, token, origin, expires_at=expires_at, now=now)
        log.info("session_opened", account_id=account["_id"], session_id=token.session_id)
        return token

    async def _by_refresh_token(self, _request: Request, form: Mapping[str, str], now: datetime) -> Granted:
        _refuse_scope(form)
        presented = required(form, "refresh_token")
        try:
            rotated = await rotate(self._store, presented, salt=secrets.token_urlsafe(32), now=now)
        except Unauthenticated as error:
            session_id = await session_of_refresh_token(self._store, presented)
            if session_id is not None:
                self._authentication.sessions.forget(session_id)
            raise invalid_grant() from error
        return Granted(rotated.account_id, rotated.session_id, rotated.refresh_token)

    def _may_sign_in(self, account: Mapping[str, Any]) -> bool:
        # Contract §6: production refuses demo accounts, whose passwords stand in a file.
        return account["is_active"] and not (account["is_demo"] and self._settings.is_production)

    def _may_come(self, request: Request, account: Mapping[str, Any], now: datetime) -> bool:
        host = request.client.host if request.client else ""
        is_there = is_within(host, account.get("client_addresses") or ())
        return self._may_sign_in(account) and is_there and not has_expired(account, now)

    def _session_of_access_token(self, token: str, now: datetime) -> str | None:
        try:
            return self._authentication.keys.read_access(token, now).session_id
        except Unauthenticated:
            return None


def _refuse_scope(form: Mapping[str, str]) -> None:
    """Refuse a scope of a person's token: it is for all that the person may do, and nothing less was granted."""
    if form.get("scope", "").split():
        raise GrantRefused("invalid_scope", "Tokens of people have no scopes: leave out the scope parameter.")
