"""Passwords: argon2id with the library's defaults; an unknown login costs what a wrong password costs."""

import random

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()

_COST = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
DUMMY = f"$argon2id$v=19${_COST}${'A' * 22}${'A' * 43}"
"""A hash that no known password has, at today's cost: it stands in for the one of an unknown login."""

# No letters or digits that are mistaken for each other when a demo password is read aloud or typed.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GENERATED_CHARACTERS = 16


class _Counter:
    value = 0


def hash_password(password: str) -> str:
    """Hash a password with a fresh salt."""
    return _HASHER.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Return whether the password fits; never, at equal cost, for an unknown login (None)."""
    _Counter.value += 1
    try:
        _HASHER.verify(DUMMY if stored is None else stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Return whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def verifications() -> int:
    """Tell how many verifications this process has made: every login costs one."""
    return _Counter.value


def generate_password(source: random.Random) -> str:
    """Draw a password for a demo account from `source`."""
    return "".join(source.choice(ALPHABET) for _ in range(GENERATED_CHARACTERS))
