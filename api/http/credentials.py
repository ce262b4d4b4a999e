"""Passwords inside an operation: checked and made at the pace of the token endpoint, with its counters."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from api.http.grants import GrantRefused, PasswordChecks
from api.http.negotiation import household_of
from auth.errors import RateLimited
from documents.accounts.lockouts import claim_attempt, forget_failures
from documents.kernel.store.connection import Store

T = TypeVar("T")


@dataclass(frozen=True)
class PacedCredentials:
    """The checks of one caller: wrong passwords count by login and address, wherever they were tried."""

    store: Store
    checks: PasswordChecks
    host: str
    now: datetime

    async def fits(self, login: str, password: str, stored: str) -> bool:
        """Check a password. Raises: RateLimited after too many wrong ones, or when too many ask."""
        claim = await claim_attempt(self.store, login, household_of(self.host), now=self.now)
        if claim.wait_seconds:
            raise RateLimited(claim.wait_seconds)
        fits = await _in_words_of_the_schema(self.checks.fits(password, stored))
        if fits:
            await forget_failures(self.store, claim)
        return fits

    async def hashed(self, secret: str) -> str:
        """Return what to store of a password or a secret. Raises: RateLimited when too many ask."""
        return await _in_words_of_the_schema(self.checks.hashed(secret))


async def _in_words_of_the_schema(asked: Awaitable[T]) -> T:
    try:
        return await asked
    except GrantRefused as full:
        raise RateLimited(full.retry_after) from full
