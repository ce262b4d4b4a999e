"""JSON answers, and the shape of a refusal at an endpoint."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from starlette.responses import Response

from auth.errors import Problem, RateLimited, Timeout, Unauthenticated
from schema.errors import top_level_problem

JSON = "application/json"
JSON_OPTIONS = orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z

RETRY_AFTER_SECONDS = 1
"""When to come again where nobody knows better: the store is away, or there is too much to do."""

STATUS_OF: Mapping[str, int] = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "RATE_LIMITED": 429,
    "TIMEOUT": 503,
    "INTERNAL": 500,
}
"""Statuses of refusals whatever the media type; all others are 400 where a status is to tell."""


class Answer(NamedTuple):
    """An answer as ASGI sends it: header names in lower case."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def encode(value: Any) -> bytes:
    """Write JSON; naive datetimes are UTC and end with `Z`. Raises: TypeError."""
    return orjson.dumps(value, option=JSON_OPTIONS)


def json_answer(
    value: Any, status: int = 200, *, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with JSON in UTF-8."""
    return Response(encode(value), status, headers, f"{media_type}; charset=utf-8")


def refusal(
    problems: Sequence[Problem],
    locale: str,
    *,
    status: int | None = None,
    media_type: str = JSON,
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Response:
    """Answer with top-level errors and no data; the status is that of the first unless given."""
    first = problems[0]
    told = with_extensions({"errors": [top_level_problem(one, locale) for one in problems]}, extensions)
    return json_answer(
        told,
        status or STATUS_OF.get(first.code, 400),
        media_type=media_type,
        headers={**headers_of(first), **(headers or {})},
    )


def with_extensions(answer: dict[str, Any], extensions: Mapping[str, Any] | None) -> dict[str, Any]:
    """Add the extensions to an answer, where there are any."""
    return {**answer, "extensions": extensions} if extensions else answer


def headers_of(problem: Problem) -> dict[str, str]:
    """Return the headers that go with a refusal: how to sign in, when to come again."""
    if isinstance(problem, Unauthenticated):
        return {"WWW-Authenticate": 'Bearer realm="pult"'}
    if isinstance(problem, Timeout):
        return {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if isinstance(problem, RateLimited) and "retryAfterSeconds" in problem.facts:
        return {"Retry-After": str(problem.facts["retryAfterSeconds"])}
    return {}
