"""One GraphQL request on its way to its answer, and the shapes that an answer has: data, errors, a refusal as a whole."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from pymongo.errors import PyMongoError
from starlette.responses import Response
from starlette.types import Send

from api.http.admission import OverCapacity
from api.http.answers import (
    RETRY_AFTER_SECONDS,
    STATUS_OF,
    Answer,
    encode,
    json_answer,
    refusal,
    with_extensions,
)
from api.http.authentication import Caller
from api.http.negotiation import GRAPHQL_JSON, JSON
from api.http.phases import Watch
from api.http.received import Received
from auth.errors import Problem, RequestError, Timeout
from auth.texts.errors import Text
from documents.kernel.store.connection import is_away
from schema.engine.cost import TooCostly
from schema.engine.guard import OverLimit
from schema.engine.prepared import NotChosen, PreparedOperation, SyntaxRefused
from schema.errors import RequestRefused, code_of, shown_syntax_error, top_level_problem
from schema.refusals import problem_of

NOT_ACCEPTABLE = Text(
    "Ответ доступен в форматах application/graphql-response+json и application/json.",
    "Responses are available as application/graphql-response+json or application/json.",
)
UNSUPPORTED_TYPE = Text(
    "Тело запроса должно быть в формате application/json в кодировке UTF-8.",
    "The request body must be application/json in UTF-8.",
)
UNSUPPORTED_CODING = Text(
    "Тело запроса нельзя сжимать: Content-Encoding не поддерживается.",
    "The request body must not be compressed: no Content-Encoding is supported.",
)
ONLY_QUERIES = Text("Методом GET выполняются только операции query.", "Only queries can be run with GET.")
NO_SUBSCRIPTIONS = Text(
    "Подписка выполняется по WebSocket (graphql-transport-ws) или методом POST с Accept: text/event-stream.",
    "Subscriptions are run over WebSocket (graphql-transport-ws), or by POST with Accept: text/event-stream.",
)
BODY_TEXTS = {
    400: Text("Тело запроса не получено.", "The request body was not received."),
    408: Text("Тело запроса не пришло вовремя.", "The request body did not arrive in time."),
    413: Text("Тело запроса слишком велико.", "The request body is too large."),
}

CONTENT_TYPE = {
    media: (b"content-type", f"{media}; charset=utf-8".encode()) for media in (JSON, GRAPHQL_JSON)
}

OK = "OK"
"""Stands for the code of an answer without a top-level error."""

log = structlog.get_logger("api.http.graphql")


class EndpointRefusal(Exception):
    """The request is refused with a status that holds for every media type."""

    def __init__(self, status: int, problem: Problem, **headers: str) -> None:
        super().__init__(problem.code)
        self.status = status
        self.problem = problem
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(slots=True)
class Exchange:
    """One request on its way to its answer; `extensions` are what the caller asked to be told beside it."""

    received: Received
    media_type: str
    locale: str
    watch: Watch
    is_acceptable: bool = True
    """Whether the caller takes any answer but an event stream."""

    operation: PreparedOperation | None = None
    opened: Callable[[Send], Awaitable[None]] | None = None
    """Sends what goes on after the answer would have ended: an event stream, in the place of an answer."""
    extensions: dict[str, Any] = field(default_factory=dict)
    points: int = 0
    code: str = OK
    """The code of the first top-level error."""


class Streams(Protocol):
    """Sends the changes that a subscription follows as an event stream."""

    async def stream(
        self,
        received: Received,
        send: Send,
        *,
        caller: Caller,
        operation: PreparedOperation,
        variables: Mapping[str, Any],
    ) -> None:
        """Send them until the caller leaves or may not be told any more."""


def told(exchange: Exchange, body: bytes) -> Answer:
    """Answer with what was written of the data."""
    if exchange.extensions:
        # Written behind the data: the bytes may be those of an answer that is kept for everybody.
        body = body[:-1] + b',"extensions":' + encode(exchange.extensions) + b"}"
    length = (b"content-length", str(len(body)).encode())
    return Answer(200, [length, CONTENT_TYPE[exchange.media_type]], body)


def with_errors(exchange: Exchange, errors: list[dict[str, Any]]) -> Answer:
    """Answer that the document, not the request, is at fault: a status of its own only in the newer media type."""
    code = exchange.code = code_of(errors[0])
    as_request = exchange.media_type == GRAPHQL_JSON
    status = STATUS_OF.get(code, 400 if as_request else 200)
    shown = with_extensions({"errors": errors}, exchange.extensions)
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status == STATUS_OF["TIMEOUT"] else None
    return _plain(json_answer(shown, status, media_type=exchange.media_type, headers=headers))


def refused(
    exchange: Exchange, problem: Problem, status: int | None, headers: dict[str, str] | None = None
) -> Answer:
    """Answer that the request as a whole is refused."""
    exchange.code = problem.code
    response = refusal(
        [problem],
        exchange.locale,
        status=status,
        media_type=exchange.media_type,
        headers=headers,
        extensions=exchange.extensions,
    )
    return _plain(response)


def refusal_of(exchange: Exchange, error: Exception) -> Answer | None:
    """Return the answer to what was raised instead of one; None for a fault of ours."""
    if isinstance(error, PyMongoError) and not is_away(error):
        return None
    for kind, answer in REFUSALS:
        if isinstance(error, kind):
            return answer(exchange, error)
    return None


def _too_late(exchange: Exchange, error: Exception) -> Answer:
    word = "store_does_not_answer" if isinstance(error, PyMongoError) else "operation_timed_out"
    operation = exchange.operation.name if exchange.operation is not None else None
    log.warning(word, request_id=exchange.received.request_id, operation=operation)
    return refused(exchange, Timeout(), None)


def _unreadable(exchange: Exchange, error: SyntaxRefused) -> Answer:
    return with_errors(exchange, [shown_syntax_error(error.error, exchange.locale)])


def _over_limit(exchange: Exchange, error: OverLimit | TooCostly) -> Answer:
    return with_errors(exchange, [top_level_problem(problem_of(error), exchange.locale)])


REFUSALS: tuple[tuple[type[Exception], Callable[[Exchange, Any], Answer]], ...] = (
    (EndpointRefusal, lambda exchange, one: refused(exchange, one.problem, one.status, one.headers)),
    (SyntaxRefused, _unreadable),
    (OverLimit, _over_limit),
    (TooCostly, _over_limit),
    (NotChosen, lambda exchange, one: refused(exchange, problem_of(one), 400)),
    (RequestRefused, lambda exchange, one: refused(exchange, one, 400)),
    (OverCapacity, lambda exchange, one: refused(exchange, one, 503)),
    (RequestError, lambda exchange, one: refused(exchange, one, None)),
    (TimeoutError, _too_late),
    (PyMongoError, _too_late),
)
"""What may be raised on the way to an answer, and how it is told; the first that fits is the one."""


def _plain(response: Response) -> Answer:
    return Answer(response.status_code, response.raw_headers, bytes(response.body))
