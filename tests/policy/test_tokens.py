"""Access tokens hold only what we signed for us, for as long as we said."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from jose import jwt

from auth.crypto.tokens import (
    KeyRing,
    new_client_secret,
    new_key_pem,
    new_one_time_token,
    new_webhook_secret,
    read_key,
    refresh_digest,
)
from auth.errors import Unauthenticated

NOW = datetime(2031, 5, 14, 9, 30)
TTL_SECONDS = 600
ISSUER, AUDIENCE = "pult", "pult-api"
PEM = new_key_pem()
OTHER_PEM = new_key_pem()
RING = KeyRing([PEM], issuer=ISSUER, audience=AUDIENCE)
KEY = read_key(PEM)
EPOCH_SECONDS = int((NOW - datetime(1970, 1, 1)).total_seconds())


def issued() -> str:
    return RING.issue_access("account-1", "session-1", now=NOW, ttl_seconds=TTL_SECONDS)


def claims(**changes: Any) -> dict[str, Any]:
    """Valid claims with `changes`; None takes a claim away."""
    whole = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "account-1",
        "sid": "session-1",
        "iat": EPOCH_SECONDS,
        "exp": EPOCH_SECONDS + TTL_SECONDS,
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def signed(payload: Mapping[str, Any], *, pem: str = PEM, algorithm: str = "ES256", **headers: str) -> str:
    heads = {"kid": KEY.key_id, "typ": "at+jwt", **headers}
    return str(jwt.encode(dict(payload), pem, algorithm=algorithm, headers=heads))


def part(content: Mapping[str, Any]) -> str:
    return raw_part(json.dumps(content).encode())


def raw_part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def is_refused(token: str, *, at: datetime = NOW, ring: KeyRing = RING) -> bool:
    try:
        ring.read_access(token, at)
    except Unauthenticated:
        return True
    return False


def test_a_token_says_who_for_which_session_and_until_when() -> None:
    read = RING.read_access(issued(), NOW)
    assert (read.account_id, read.session_id) == ("account-1", "session-1")
    assert (read.issued_at, read.expires_at) == (NOW, NOW + timedelta(seconds=TTL_SECONDS))


def test_a_token_is_narrowed_to_the_scope_it_was_asked_with() -> None:
    narrow = RING.issue_access(
        "account-1", "session-1", now=NOW, ttl_seconds=TTL_SECONDS, scope="submission.read case.count"
    )
    assert RING.read_access(narrow, NOW).scope == frozenset({"submission.read", "case.count"})
    assert RING.read_access(issued(), NOW).scope is None


def test_what_the_tests_sign_by_hand_holds_unless_something_is_wrong() -> None:
    assert not is_refused(signed(claims()))


def test_a_token_holds_by_the_moment_handed_over_and_not_by_the_clock() -> None:
    last = NOW + timedelta(seconds=TTL_SECONDS - 1)
    assert not is_refused(issued(), at=last)
    assert is_refused(issued(), at=last + timedelta(seconds=1))
    long_ago = datetime(2001, 1, 1)
    old = RING.issue_access("account-1", "session-1", now=long_ago, ttl_seconds=TTL_SECONDS)
    assert not is_refused(old, at=long_ago)


@pytest.mark.parametrize("missing", ["exp", "sub", "aud", "iss", "iat", "sid"])
def test_a_token_without_a_claim_it_needs_is_refused(missing: str) -> None:
    assert is_refused(signed(claims(**{missing: None})))


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "somebody-else"},
        {"iss": "somebody-else"},
        {"exp": "tomorrow"},
        {"exp": EPOCH_SECONDS},
        {"sid": 7},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_with_a_strange_claim_is_refused(change: dict[str, Any]) -> None:
    assert is_refused(signed(claims(**change)))


def test_a_token_of_another_key_is_refused_even_under_our_key_id() -> None:
    assert is_refused(signed(claims(), pem=OTHER_PEM))


def test_a_token_that_names_an_unknown_key_or_none_is_refused() -> None:
    assert is_refused(signed(claims(), kid="unknown"))
    assert is_refused(jwt.encode(claims(), PEM, algorithm="ES256", headers={"typ": "at+jwt"}))


def test_a_token_of_another_type_is_refused() -> None:
    assert is_refused(signed(claims(), typ="JWT"))


def test_a_token_without_signature_is_refused() -> None:
    head = {"alg": "none", "typ": "at+jwt", "kid": KEY.key_id}
    assert is_refused(f"{part(head)}.{part(claims())}.")


@pytest.mark.parametrize("form", ["JWK", "PEM", "DER"])
def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(form: str) -> None:
    # By hand: the library refuses to take a PEM for a secret, but not a DER.
    said = f"{part({'alg': 'HS256', 'typ': 'at+jwt', 'kid': KEY.key_id})}.{part(claims())}"
    signature = hmac.digest(public_key(form), said.encode(), "sha256")
    assert is_refused(f"{said}.{raw_part(signature)}")


def public_key(form: str) -> bytes:
    """What everybody may know of our key, in a form that might pass as a secret."""
    if form == "JWK":
        return json.dumps(dict(KEY.public)).encode()
    public = serialization.load_pem_private_key(PEM.encode(), password=None).public_key()
    encoding = serialization.Encoding.PEM if form == "PEM" else serialization.Encoding.DER
    return public.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


def test_a_token_signed_with_our_key_under_another_digest_is_refused() -> None:
    # The library refuses to sign this, but would verify it if the algorithm were not pinned.
    said = f"{part({'alg': 'ES384', 'typ': 'at+jwt', 'kid': KEY.key_id})}.{part(claims())}"
    private = serialization.load_pem_private_key(PEM.encode(), password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    r, s = decode_dss_signature(private.sign(said.encode(), ec.ECDSA(hashes.SHA384())))
    # As wide as the key asks for, and as wide as the algorithm does.
    assert is_refused(f"{said}.{raw_part(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}")
    assert is_refused(f"{said}.{raw_part(r.to_bytes(48, 'big') + s.to_bytes(48, 'big'))}")


def test_a_token_that_was_changed_is_refused() -> None:
    head, _, signature = issued().split(".")
    assert is_refused(f"{head}.{part(claims(sub='account-2'))}.{signature}")


@pytest.mark.parametrize("noise", ["", ".", "..", "a.b.c", "Bearer", "ю.ю.ю", "=.=.=", "x" * 5_000])
def test_noise_is_refused(noise: str) -> None:
    assert is_refused(noise)


def test_a_refusal_does_not_say_why() -> None:
    with pytest.raises(Unauthenticated) as refusal:
        RING.read_access(signed(claims(aud="x")), NOW)
    assert refusal.value.facts == {}


def test_keys_can_be_changed_in_peace() -> None:
    both = KeyRing([OTHER_PEM, PEM], issuer=ISSUER, audience=AUDIENCE)
    fresh = both.issue_access("account-1", "session-1", now=NOW, ttl_seconds=TTL_SECONDS)
    assert jwt.get_unverified_header(fresh)["kid"] == read_key(OTHER_PEM).key_id
    assert not is_refused(issued(), ring=both)
    assert is_refused(fresh)
    assert is_refused(issued(), ring=KeyRing([OTHER_PEM], issuer=ISSUER, audience=AUDIENCE))


def test_the_public_keys_verify_a_token_and_hold_no_secret() -> None:
    published = RING.jwks()["keys"][0]
    assert set(published) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert jwt.decode(issued(), published, algorithms=["ES256"], audience=AUDIENCE)["sub"] == "account-1"


def test_a_key_id_is_the_thumbprint_of_its_public_key() -> None:
    # The members in the order of RFC 7638, joined by hand.
    public = KEY.public
    joined = f'{{"crv":"P-256","kty":"EC","x":"{public["x"]}","y":"{public["y"]}"}}'
    assert KEY.key_id == base64.urlsafe_b64encode(bytes.fromhex(refresh_digest(joined))).rstrip(b"=").decode()
    assert KEY.key_id == read_key(PEM).key_id != read_key(OTHER_PEM).key_id


def test_only_a_p256_key_signs() -> None:
    longer = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(ValueError, match="P-256"):
        read_key(longer.decode())
    with pytest.raises(ValueError, match="needs a key"):
        KeyRing([], issuer=ISSUER, audience=AUDIENCE)


def test_tokens_are_stored_as_digests() -> None:
    first, second = new_one_time_token(), new_one_time_token()
    assert refresh_digest(first) == refresh_digest(first) != refresh_digest(second)
    assert first not in refresh_digest(first)


def test_what_is_told_once_is_long_and_never_the_same() -> None:
    for draw in (new_one_time_token, new_client_secret):
        drawn = {draw() for _ in range(20)}
        assert len(drawn) == 20
        assert all(len(one) >= 43 and one.replace("-", "").replace("_", "").isalnum() for one in drawn)


def test_keys_of_signatures_are_32_bytes_behind_their_prefix() -> None:
    drawn = [new_webhook_secret() for _ in range(20)]
    assert len(set(drawn)) == 20
    for one in drawn:
        prefix, _, key = one.partition("_")
        assert (prefix, len(base64.b64decode(key, validate=True))) == ("whsec", 32)
