"""Cursors: the sort value of a row, encrypted and bound to its list, so that none can be read, forged or moved."""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from auth.errors import BadRequest

DRAWN_BYTES = 6
"""Of the first block of AES-SIV, which is a keyed hash of all that is sealed."""


class Cursors:
    """Seals and opens cursors under a key of 32 bytes. AES-SIV needs no nonce: a row has one cursor in a list."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def seal(self, sort_value: str, *, order: str) -> str:
        """Return the cursor of a row whose stored sort value is `sort_value` in the list sorted by `order`."""
        sealed = self._cipher.encrypt(sort_value.encode(), [order.encode()])
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, cursor: str, *, order: str, path: str) -> str:
        """Return the sort value in a cursor. Raises: BAD_REQUEST (`malformed_cursor`), also for a cursor of another
        order."""
        try:
            sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            return self._cipher.decrypt(sealed, [order.encode()]).decode()
        except (ValueError, InvalidTag) as error:
            raise BadRequest("malformed_cursor", path=(path,)) from error

    def draw(self, text: str, *, use: str) -> float:
        """Return a number from 0 up to 1 that the key draws for a text: always the same, and nobody else's to foresee."""
        sealed = self._cipher.encrypt(text.encode(), [use.encode()])
        return int.from_bytes(sealed[:DRAWN_BYTES], "big") / float(2 ** (8 * DRAWN_BYTES))
