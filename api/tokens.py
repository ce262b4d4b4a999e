"""The token doors: OAuth 2 token endpoint (RFC 6749), revocation (RFC 7009), the public keys (RFC 7517)."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import structlog
from pymongo.errors import ConnectionFailure
from starlette.requests import Request
from starlette.responses import Response

from api.answers import json_answer
from api.authentication import Authentication, request_id_of
from api.bodies import BodyRefused, read_body
from api.clock import utc_now
from api.negotiation import address_of, is_form
from api.settings import Settings
from auth.errors import Unauthenticated
from auth.passwords import verify_password
from documents.accounts.lockouts import claim_attempt, forget_failures
from documents.accounts.reading import account_by_login
from documents.accounts.rules import RefreshToken
from documents.accounts.sessions import (
    open_session,
    revoke_family,
    rotate,
    session_of_refresh_token,
)
from documents.kernel.connection import Store

NEVER_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
KEYS_CACHED_SECONDS = 300
LONGEST_PASSWORD_CHARACTERS = 1_024
LONGEST_LOGIN_CHARACTERS = 128
MOST_FIELDS = 20

log = structlog.get_logger("api.tokens")


class GrantRefused(Exception):
    """An error answer of RFC 6749 §5.2."""

    def __init__(self, error: str, description: str, *, status: int = 400, retry_after: int = 0) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status
        self.retry_after = retry_after

    def answer(self) -> Response:
        """This function will give the answer that the RFC asks for."""
        headers = dict(NEVER_STORED)
        if self.retry_after:
            headers["Retry-After"] = str(self.retry_after)
        told = {"error": self.error, "error_description": self.description}
        return json_answer(told, self.status, headers=headers)


class PasswordChecks:
    """Checks passwords in threads, a few at a time: each costs 64 MiB and a tenth of a second by intention."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._present = 0

    async def fits(self, password: str, stored: str | None) -> bool:
        """This function will check a password, at equal cost where there is none. Raises: GrantRefused when full."""
        if self._present >= self._most:
            raise GrantRefused(
                "temporarily_unavailable", "Too many sign-ins at once.", status=503, retry_after=1
            )
        self._present += 1
        try:
            async with self._places:
                return await asyncio.to_thread(verify_password, password, stored)
        finally:
            self._present -= 1


@dataclass(frozen=True)
class Pair:
    """What a successful grant answers."""

    account_id: str
    session_id: str
    refresh_token: str


class TokenDoors:
    """Answers `/auth/token`, `/auth/revoke` and `/.well-known/jwks.json`."""

    def __init__(self, store: Store, authentication: Authentication, settings: Settings) -> None:
        self._store = store
        self._authentication = authentication
        self._settings = settings
        self._checks = PasswordChecks(
            at_once=settings.password_checks_at_once, waiting=settings.password_checks_waiting
        )
        self._grants: Mapping[str, Callable[[Request, Mapping[str, str], datetime], Awaitable[Pair]]] = {
            "password": self._by_password,
            "refresh_token": self._by_refresh_token,
        }

    async def token(self, request: Request) -> Response:
        """This function will exchange a password or a refresh token for a pair of tokens."""
        try:
            form = await self._form(request)
            grant_type = _required(form, "grant_type")
            grant = self._grants.get(grant_type)
            if grant is None:
                raise GrantRefused("unsupported_grant_type", "Supported: password, refresh_token.")
            now = utc_now()
            pair = await grant(request, form, now)
        except GrantRefused as refused:
            return refused.answer()
        except ConnectionFailure:
            return _away().answer()
        ttl_seconds = self._settings.access_token_seconds
        access = self._authentication.keys.issue_access(
            pair.account_id, pair.session_id, now=now, ttl_seconds=ttl_seconds
        )
        told = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": ttl_seconds,
            "refresh_token": pair.refresh_token,
        }
        return json_answer(told, headers=NEVER_STORED)

    async def revoke(self, request: Request) -> Response:
        """This function will end the session that a token belongs to; 200 for any token, known or not (RFC 7009)."""
        try:
            form = await self._form(request)
            token = _required(form, "token")
        except GrantRefused as refused:
            return refused.answer()
        try:
            await self._revoke(request, token, utc_now())
        except ConnectionFailure:
            return _away().answer()
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
        """This function will show the public keys of the access tokens."""
        headers = {"Cache-Control": f"public, max-age={KEYS_CACHED_SECONDS}"}
        return json_answer(self._authentication.keys.jwks(), headers=headers)

    async def _by_password(self, request: Request, form: Mapping[str, str], now: datetime) -> Pair:
        login, password = _required(form, "username"), _required(form, "password")
        if len(login) > LONGEST_LOGIN_CHARACTERS or len(password) > LONGEST_PASSWORD_CHARACTERS:
            raise GrantRefused("invalid_request", "Login or password is too long.")
        claim = await claim_attempt(self._store, login, address_of(request), now=now)
        if claim.wait_seconds:
            raise _invalid_grant(retry_after=claim.wait_seconds)
        account = await account_by_login(self._store, login)
        # One check whatever the login is: neither the answer nor its time tells whether it exists.
        fits = await self._checks.fits(password, account["password_hash"] if account else None)
        if account is None or not fits or not self._may_sign_in(account):
            log.info("sign_in_refused", request_id=request_id_of(request))
            raise _invalid_grant()
        await forget_failures(self._store, claim)
        token = RefreshToken(secrets.token_hex(12), secrets.token_urlsafe(16), secrets.token_urlsafe(32))
        expires_at = now + timedelta(seconds=self._settings.refresh_token_seconds)
        await open_session(self._store, account, token, expires_at=expires_at, now=now)
        log.info("session_opened", account_id=account["_id"], session_id=token.session_id)
        return Pair(account["_id"], token.session_id, str(token))

    async def _by_refresh_token(self, _request: Request, form: Mapping[str, str], now: datetime) -> Pair:
        presented = _required(form, "refresh_token")
        try:
            rotated = await rotate(self._store, presented, salt=secrets.token_urlsafe(32), now=now)
        except Unauthenticated as error:
            session_id = await session_of_refresh_token(self._store, presented)
            if session_id is not None:
                self._authentication.sessions.forget(session_id)
            raise _invalid_grant() from error
        return Pair(rotated.account_id, rotated.session_id, rotated.refresh_token)

    def _may_sign_in(self, account: Mapping[str, Any]) -> bool:
        # Contract §6: production refuses demo accounts, whose passwords stand in a file.
        return account["is_active"] and not (account["is_demo"] and self._settings.is_production)

    def _session_of_access_token(self, token: str, now: datetime) -> str | None:
        try:
            return self._authentication.keys.read_access(token, now).session_id
        except Unauthenticated:
            return None

    async def _form(self, request: Request) -> Mapping[str, str]:
        if not is_form(request):
            raise GrantRefused("invalid_request", "Send application/x-www-form-urlencoded.")
        settings = self._settings
        try:
            body = await read_body(
                request.headers,
                request.receive,
                limit_bytes=settings.form_body_bytes,
                deadline_seconds=settings.receive_seconds,
            )
            pairs = parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        except BodyRefused as error:
            raise GrantRefused("invalid_request", "The body was refused.", status=error.status) from error
        except ValueError as error:
            raise GrantRefused("invalid_request", "The body is no form in UTF-8.") from error
        form = dict(pairs)
        if len(form) != len(pairs):
            raise GrantRefused("invalid_request", "A parameter is given twice.")
        return form


def _required(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise GrantRefused("invalid_request", f"The parameter {name} is missing.")
    return form[name]


def _away() -> GrantRefused:
    # RFC 7009 §2.2.1 asks for 503 and a time to come again; the other door answers alike.
    return GrantRefused("temporarily_unavailable", "The store does not answer.", status=503, retry_after=1)


def _invalid_grant(*, retry_after: int = 0) -> GrantRefused:
    return GrantRefused("invalid_grant", "The credentials do not hold.", retry_after=retry_after)
