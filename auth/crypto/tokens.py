"""Access tokens (ES256), one-time tokens, and the digests of what is stored; the only caller of python-jose.

Files belong to the caller: keys come in and go out as PEM text. Times are compared with `now`, not with the
library's clock.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jose import jwt
from jose.exceptions import JOSEError

from auth.errors import Unauthenticated

ALGORITHM = "ES256"
TOKEN_TYPE = "at+jwt"  # noqa: S105  # the type of an access token (RFC 9068), no secret
SECRET_BYTES = 32
MAX_TOKEN_CHARACTERS = 4_096
COORDINATE_BYTES = 32

# `exp` is required and compared below: asked to require it, the library would compare it with its own clock.
OPTIONS = {
    "require_aud": True,
    "require_iss": True,
    "require_sub": True,
    "require_iat": True,
    "verify_exp": False,
    "verify_nbf": False,
}


@dataclass(frozen=True)
class AccessClaims:
    """What a valid access token says; times are naive UTC."""

    account_id: str
    session_id: str
    issued_at: datetime
    expires_at: datetime
    scope: frozenset[str] | None = None
    """What it was narrowed to; None: to nothing."""


@dataclass(frozen=True)
class SigningKey:
    """A P-256 key: its RFC 7638 thumbprint, the private PEM and the public JWK."""

    key_id: str
    private_pem: str
    public: Mapping[str, str]


def new_key_pem() -> str:
    """Draw a new P-256 private key and return it as PKCS 8 PEM text, unencrypted."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def read_key(pem: str) -> SigningKey:
    """Read a private key from PEM text. Raises: ValueError for any but a P-256 key."""
    key = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("access tokens are signed with a P-256 key")  # noqa: TRY004  # a matter of the text
    point = key.public_key().public_numbers()
    public = {"crv": "P-256", "kty": "EC", "x": _coordinate(point.x), "y": _coordinate(point.y)}
    # RFC 7638: the digest of the required members, sorted, without white space.
    digest = hashlib.sha256(
        json.dumps(public, separators=(",", ":"), sort_keys=True).encode("ascii")
    ).digest()
    return SigningKey(_base64(digest), pem, public)


class KeyRing:
    """The keys of the access tokens: the first signs, all of them verify, so that a key can be changed."""

    def __init__(self, pems: Sequence[str], *, issuer: str, audience: str) -> None:
        """Raises: ValueError without a key, or for anything but P-256 keys."""
        if not pems:
            raise ValueError("a key ring needs a key")
        keys = [read_key(pem) for pem in pems]
        self._signing = keys[0]
        self._keys = {key.key_id: key for key in keys}
        self._issuer = issuer
        self._audience = audience

    def issue_access(
        self, account_id: str, session_id: str, *, now: datetime, ttl_seconds: int, scope: str | None = None
    ) -> str:
        """Sign an access token for a session of an account; `now` is naive UTC. A `scope`, as RFC 6749 §3.3 writes it,
        narrows it."""
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": account_id,
            "sid": session_id,
            "iat": _seconds(now),
            "exp": _seconds(now + timedelta(seconds=ttl_seconds)),
        }
        if scope is not None:
            claims["scope"] = scope
        headers = {"kid": self._signing.key_id, "typ": TOKEN_TYPE}
        return str(jwt.encode(claims, self._signing.private_pem, algorithm=ALGORITHM, headers=headers))

    def read_access(self, token: str, now: datetime) -> AccessClaims:
        """Read an access token; `now` is naive UTC.

        Raises: Unauthenticated for whatever is wrong with it, without saying what.
        """
        if len(token) > MAX_TOKEN_CHARACTERS:
            raise Unauthenticated
        try:
            claims = self._verified(token)
        except JOSEError as error:
            raise Unauthenticated from error
        expires, session = claims.get("exp"), claims.get("sid")
        if not isinstance(expires, int) or not isinstance(session, str) or expires <= _seconds(now):
            raise Unauthenticated
        scope = claims.get("scope")
        narrowed = frozenset(scope.split()) if isinstance(scope, str) else None
        return AccessClaims(claims["sub"], session, _moment(claims["iat"]), _moment(expires), narrowed)

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Return the public keys as a JWK set (RFC 7517), the signing one first."""
        return {
            "keys": [
                {**key.public, "kid": key.key_id, "use": "sig", "alg": ALGORITHM}
                for key in self._keys.values()
            ]
        }

    def _verified(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        key = self._keys.get(str(header.get("kid")))
        # The type keeps what else is signed with these keys from passing as an access token.
        if key is None or header.get("typ") != TOKEN_TYPE:
            raise JOSEError("no access token of ours")
        claims: dict[str, Any] = jwt.decode(
            token,
            dict(key.public),
            algorithms=[ALGORITHM],
            audience=self._audience,
            issuer=self._issuer,
            options=OPTIONS.copy(),
        )
        return claims


def new_one_time_token() -> str:
    """Draw a token for one use, of 256 random bits, safe in a link."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_client_secret() -> str:
    """Draw a client's secret of 256 random bits, of letters and digits that need no encoding."""
    return secrets.token_hex(SECRET_BYTES)


def new_webhook_secret() -> str:
    """Return a new key of signatures, as Standard Webhooks writes one: 32 bytes in base64, behind its prefix."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def refresh_digest(token: str) -> str:
    """Return what is stored of a refresh token: its SHA-256 in hex (random: no salt)."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def _coordinate(value: int) -> str:
    return _base64(value.to_bytes(COORDINATE_BYTES, "big"))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC).replace(tzinfo=None)
