"""What the token endpoints share: forms in, refusals as RFC 6749 words them, and the bounded checking of passwords."""

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import RETRY_AFTER_SECONDS, json_answer
from api.http.bodies import BodyRefused, read_body, receive_by
from api.http.negotiation import IDENTITY, is_encoded, is_form
from api.settings import Settings
from auth.crypto.passwords import hash_password, verify_password

T = TypeVar("T")
NEVER_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
LONGEST_PASSWORD_CHARACTERS = 1_024
LONGEST_LOGIN_CHARACTERS = 128
MOST_FIELDS = 20


class GrantRefused(Exception):
    """An error answer of RFC 6749 §5.2."""

    def __init__(
        self,
        error: str,
        description: str,
        *,
        status: int = 400,
        retry_after: int = 0,
        challenge: str | None = None,
        rule: str | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status
        self.retry_after = retry_after
        self.challenge = challenge
        self.rule = rule
        self.headers = headers

    def answer(self) -> Response:
        """Return the answer that the RFC asks for."""
        headers = {**NEVER_STORED, **self.headers}
        if self.retry_after:
            headers["Retry-After"] = str(self.retry_after)
        if self.challenge is not None:
            headers["WWW-Authenticate"] = self.challenge
        told = {"error": self.error, "error_description": self.description}
        if self.rule is not None:
            told["rule"] = self.rule
        return json_answer(told, self.status, headers=headers)


class PasswordChecks:
    """Checks and hashes passwords in threads, a few at a time: each costs 64 MiB and a tenth of a second by intention."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._present = 0

    async def fits(self, password: str, stored: str | None) -> bool:
        """Check a password, at equal cost where there is none. Raises: GrantRefused when full."""
        return await self._in_thread(verify_password, password, stored)

    async def hashed(self, password: str) -> str:
        """Hash a password. Raises: GrantRefused when full."""
        return await self._in_thread(hash_password, password)

    async def _in_thread(self, work: Callable[..., T], *given: Any) -> T:
        await self.enter()
        # A thread cannot be called off: its place is taken until it has ended, also where nobody waits for it any more.
        working = asyncio.ensure_future(asyncio.to_thread(work, *given))
        working.add_done_callback(self._left)
        return await asyncio.shield(working)

    def _left(self, working: "asyncio.Future[Any]") -> None:
        self.leave()
        if not working.cancelled():
            # Looked at here, as nobody else may: the loop reports what nobody has looked at.
            working.exception()

    async def enter(self) -> None:
        """Take a place, or be sent away where the waiting room is full."""
        if self._present >= self._most:
            raise temporarily_unavailable("Too many sign-ins at the same time.")
        self._present += 1
        try:
            await self._places.acquire()
        except BaseException:
            self._present -= 1
            raise

    def leave(self) -> None:
        """Give the place back."""
        self._present -= 1
        self._places.release()


def password_checks(settings: Settings) -> PasswordChecks:
    """Return the checks of one process, bounded by its settings."""
    return PasswordChecks(at_once=settings.password_checks_at_once, waiting=settings.password_checks_waiting)


async def read_form(request: Request, settings: Settings) -> Mapping[str, str]:
    """Read a form in which nothing is given twice. Raises: GrantRefused (`invalid_request`)."""
    if not is_form(request):
        raise GrantRefused("invalid_request", "Send application/x-www-form-urlencoded.")
    if is_encoded(request):
        raise GrantRefused(
            "invalid_request",
            "The request body must not be compressed.",
            status=415,
            headers={"Accept-Encoding": IDENTITY},
        )
    try:
        body = await read_body(
            request.headers,
            request.receive,
            limit_bytes=settings.form_body_bytes,
            deadline_seconds=settings.receive_seconds,
            receive_by=receive_by(request.scope),
        )
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except BodyRefused as error:
        raise GrantRefused("invalid_request", "The request body was refused.", status=error.status) from error
    except ValueError as error:
        raise GrantRefused("invalid_request", "The request body is not a form in UTF-8.") from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise GrantRefused("invalid_request", "A parameter is specified more than once.")
    return form


def required(form: Mapping[str, str], name: str) -> str:
    """Return a parameter. Raises: GrantRefused (`invalid_request`) where it is missing or empty."""
    if not form.get(name):
        raise GrantRefused("invalid_request", f"The {name} parameter is missing.")
    return form[name]


def temporarily_unavailable(
    description: str = "The database is not responding.", *, retry_after: int = RETRY_AFTER_SECONDS
) -> GrantRefused:
    """Return the refusal of whom nobody can look after now (RFC 7009 §2.2.1): 503, and when to come again."""
    return GrantRefused("temporarily_unavailable", description, status=503, retry_after=retry_after)


def invalid_grant(*, retry_after: int = 0) -> GrantRefused:
    """Return the refusal of whatever is wrong with what proves somebody."""
    return GrantRefused("invalid_grant", "The credentials are not valid.", retry_after=retry_after)
