"""Passwords of tests: made and checked as everywhere, but at next to no cost. In the program a hash takes a tenth of a
second by intention, and tests sign in hundreds of times."""

from functools import cache

from argon2 import PasswordHasher

from auth.crypto import passwords
from auth.crypto.passwords import hash_password

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_cheaply() -> None:
    """Have this process, and what divides from it, hash passwords at next to no cost; the stand-in for an unknown login
    costs the same."""
    passwords._HASHER = CHEAP
    cost = f"m={CHEAP.memory_cost},t={CHEAP.time_cost},p={CHEAP.parallelism}"
    passwords.DUMMY = f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"


@cache
def hashed(password: str) -> str:
    """The hash of a password, always with the same salt."""
    return hash_password(password)
