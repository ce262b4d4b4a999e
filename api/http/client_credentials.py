"""Who a partner's client says it is: `client_secret_basic` of RFC 6749 §2.3.1, and nothing beside it."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from starlette.requests import Request

from api.http.grants import LONGEST_LOGIN_CHARACTERS, LONGEST_PASSWORD_CHARACTERS, GrantRefused

CHALLENGE = 'Basic realm="pult", charset="UTF-8"'


@dataclass(frozen=True)
class ClientCredentials:
    """What a client presents."""

    client_id: str
    secret: str


def presented(request: Request, form: Mapping[str, str]) -> ClientCredentials:
    """Read who asks from `Authorization: Basic`. Raises: GrantRefused.

    Id and secret come form-encoded within the header (RFC 6749 §2.3.1). A secret in the body is refused: it would be
    written into more logs.
    """
    headers = request.headers.getlist("authorization")
    if len(headers) > 1 or (headers and "client_secret" in form):
        raise GrantRefused("invalid_request", "A client must not use more than one way to authenticate.")
    scheme, _, encoded = headers[0].partition(" ") if headers else ("", "", "")
    if scheme.casefold() != "basic":
        raise _other_method()
    found = _decoded(encoded.strip())
    if form.get("client_id", found.client_id) != found.client_id:
        raise GrantRefused("invalid_request", "The client_id parameter names a different client.")
    return found


def invalid_client(*, retry_after: int = 0) -> GrantRefused:
    """Return the refusal of a client, whatever is wrong with it."""
    return GrantRefused(
        "invalid_client",
        "The client is unknown or its secret is wrong.",
        status=401,
        retry_after=retry_after,
        challenge=CHALLENGE,
    )


def _other_method() -> GrantRefused:
    """The refusal of a client that says who it is in another way, or not at all: it names the way that is taken."""
    refused = invalid_client()
    return GrantRefused(
        refused.error,
        "Authenticate with client_secret_basic: the id and secret in an Authorization: Basic header.",
        status=refused.status,
        challenge=refused.challenge,
    )


def _decoded(encoded: str) -> ClientCredentials:
    try:
        text = base64.b64decode(encoded, validate=True).decode("utf-8")
        client_id, colon, secret = text.partition(":")
        client_id = unquote_plus(client_id, errors="strict")
        secret = unquote_plus(secret, errors="strict")
    except (binascii.Error, ValueError) as error:
        raise invalid_client() from error
    too_long = len(client_id) > LONGEST_LOGIN_CHARACTERS or len(secret) > LONGEST_PASSWORD_CHARACTERS
    if not colon or not client_id or not secret or too_long:
        raise invalid_client()
    return ClientCredentials(client_id, secret)
