"""Hashes of the passwords that tests use, each made once a process: making one takes a tenth of a second by intention."""

from functools import cache

from auth.crypto.passwords import hash_password


@cache
def hashed(password: str) -> str:
    """The hash of a password, always with the same salt."""
    return hash_password(password)
