"""Answers of the connection itself, to what never becomes a request: the same JSON, ids and headers as at every endpoint."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus

from api.http.answers import encode
from auth.texts.errors import Text

REQUEST_ID_BYTES = 12

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Answers are no pages; the IDE's page sets its own policy.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""What every answer says beside its own headers."""

CONNECTION_TEXTS: Mapping[str, Text] = {
    "malformed_http": Text("Запрос не является запросом HTTP/1.1.", "This is not an HTTP/1.1 request."),
    "head_too_large": Text(
        "Адрес и заголовки запроса слишком длинны.", "The address and header fields are too long."
    ),
    "too_many_fields": Text("В запросе слишком много заголовков.", "The request has too many header fields."),
    "late": Text("Запрос не пришёл вовремя.", "The request did not arrive in time."),
    "too_many_connections": Text("Слишком много соединений.", "There are too many connections."),
}
"""What is wrong with a request as a whole: rule → what callers are told, in the language that needs no header."""


def new_request_id() -> str:
    """Draw the id of a request."""
    return secrets.token_hex(REQUEST_ID_BYTES)


def raw_answer(status: int, rule: str, *, request_id: str, retry_after: int | None = None) -> bytes:
    """Write a whole refusal, head and body, after which the connection closes."""
    code = "RATE_LIMITED" if retry_after is not None else "BAD_REQUEST"
    extensions = {"code": code, "facts": {"rule": rule}, "requestId": request_id}
    body = encode({"errors": [{"message": CONNECTION_TEXTS[rule].ru, "extensions": extensions}]})
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **SECURITY_HEADERS,
        "X-Request-Id": request_id,
        **({"Retry-After": str(retry_after)} if retry_after is not None else {}),
    }
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name.lower()}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
