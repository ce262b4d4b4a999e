"""Sealing of personal data: each value encrypted under a key with an id, and keyed marks to find equal values by.

A sealed value is `v1.<key id>.<base64>`. The cipher is AES-SIV (RFC 5297): it needs no nonce, so nothing here draws
randomness, and it binds a value to its place, so that one moved to another row or field opens no more.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

FORM = "v1"
BLOCK = 16
"""Values are filled up to a multiple of this many bytes: their length tells less."""

SEALING, MARKING = "sealing ", "marks"
"""What keys are for, as their check values name it; the id of a sealing key comes behind."""

KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,20}")
SHORTEST_SECRET_CHARACTERS = 32


class SealBroken(Exception):
    """A stored value that does not open: its key is not there, it was altered, or it stands in another place."""


class Vault:
    """The keys of one installation. Pure: the same value in the same place is sealed to the same text."""

    def __init__(self, secrets: Mapping[str, str], *, search_secret: str) -> None:
        """Take secrets by key id, the last of them the one that seals, and that of the marks.

        Raises: ValueError for no secret, a short one, one that serves twice, or an id that cannot stand in a value.
        """
        if not secrets:
            raise ValueError("a vault without a key")
        for name in secrets:
            if not KEY_ID.fullmatch(name):
                raise ValueError("the id of a key is 1 to 20 letters, digits, - or _")
        every = [*secrets.values(), search_secret]
        if any(len(one) < SHORTEST_SECRET_CHARACTERS for one in every):
            raise ValueError(f"a key of personal data has at least {SHORTEST_SECRET_CHARACTERS} characters")
        if len(set(every)) != len(every):
            raise ValueError("each key of personal data needs a secret of its own")
        self._ciphers = {name: AESSIV(_stretched("sealing", secret)) for name, secret in secrets.items()}
        self._current = list(secrets)[-1]
        self._search_key = _stretched("marks", search_secret)
        self._checks = {f"{SEALING}{name}": _check_value(secret) for name, secret in secrets.items()}
        self._checks[MARKING] = _check_value(search_secret)

    def seal(self, text: str, *, place: str) -> str:
        """Encrypt a text for one place (collection, row and field) under the newest key."""
        content = text.encode()
        filled = content + b"\0" * (-len(content) % BLOCK or BLOCK)
        sealed = self._ciphers[self._current].encrypt(filled, [place.encode()])
        return f"{FORM}.{self._current}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, *, place: str) -> str:
        """Decrypt what was sealed for this place. Raises: SealBroken."""
        form, _, rest = sealed.partition(".")
        name, _, coded = rest.partition(".")
        if form != FORM or name not in self._ciphers:
            raise SealBroken("sealed under a key that is not there")
        try:
            filled = self._ciphers[name].decrypt(base64.urlsafe_b64decode(coded), [place.encode()])
        except (InvalidTag, ValueError):
            # Not chained: neither says more than that it does not open.
            raise SealBroken("the value does not open in this place") from None
        return filled.rstrip(b"\0").decode()

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the keys, the last of them that of the newest, which seals."""
        return tuple(self._ciphers)

    @property
    def check_values(self) -> Mapping[str, str]:
        """What each key is for, with its id → a value by which it is known again, and from which nothing of it follows."""
        return self._checks

    def is_current(self, sealed: str) -> bool:
        """Return whether a value is sealed under the newest key."""
        return sealed.startswith(f"{FORM}.{self._current}.")

    def mark(self, kind: str, value: str) -> str:
        """Return the keyed hash by which an exact value of a kind is found, as 43 characters."""
        digest = hmac.new(self._search_key, f"{kind}\n{value}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def key_of(sealed: str) -> str | None:
    """Return the id of the key under which a value is sealed; None for what is no sealed value."""
    form, _, rest = sealed.partition(".")
    name, _, coded = rest.partition(".")
    return name if form == FORM and KEY_ID.fullmatch(name) and coded else None


def _check_value(secret: str) -> str:
    return base64.urlsafe_b64encode(_stretched("checking", secret)[:BLOCK]).decode().rstrip("=")


def _stretched(use: str, secret: str) -> bytes:
    # Secrets are long and random, so one pass of a hash is enough; the words keep the uses apart.
    return hashlib.sha512(f"pult personal data: {use}\n{secret}".encode()).digest()
