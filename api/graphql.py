"""GraphQL over HTTP (the 2025 draft): one operation a request, by POST or, for queries, by GET."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from graphql import OperationType, execute
from graphql.execution import ExecutionResult, Executor
from starlette.requests import Request
from starlette.responses import Response

from api.answers import STATUS_OF, encode, json_answer, refusal, with_extensions
from api.authentication import Authentication, Caller
from api.bodies import BodyRefused, read_body
from api.clock import monotonic
from api.negotiation import GRAPHQL_JSON, JSON, answer_type, is_json, locale_of
from api.parameters import Parameters, from_body, from_query_string
from api.settings import Settings
from auth.error_texts import Text
from auth.errors import Problem, Problems, QueryTooCostly, RequestError, Timeout, Unauthenticated
from schema.errors import (
    RequestRefused,
    code_of,
    masked,
    shown_execution_errors,
    shown_problem,
)
from schema.operations import Operation, Operations, SyntaxRefused

ContextFactory = Callable[[Request, Caller], Awaitable[Any]]
"""Makes what the resolvers of one operation share. May raise Problems: they become top-level errors."""

NOT_ACCEPTABLE = Text(
    "Ответ возможен как application/graphql-response+json или application/json.",
    "Answers come as application/graphql-response+json or application/json.",
)
UNSUPPORTED_TYPE = Text(
    "Тело запроса должно быть application/json в UTF-8.", "The body must be application/json in UTF-8."
)
ONLY_QUERIES = Text("По GET выполняются только запросы query.", "GET runs queries only.")
NO_SUBSCRIPTIONS = Text(
    "Подписки по этому адресу пока не обслуживаются.", "Subscriptions are not served at this address yet."
)
BODY_TEXTS = {
    400: Text("Тело запроса не получено.", "The body did not arrive."),
    408: Text("Тело запроса не пришло вовремя.", "The body did not arrive in time."),
    413: Text("Тело запроса слишком велико.", "The body is too large."),
}

COST_HEADER = "Pult-Cost"
"""With the value 1 every answer says what its operation cost."""

log = structlog.get_logger("api.graphql")


class AtTheDoor(Exception):
    """The request is refused with a status that holds for every media type."""

    def __init__(self, status: int, problem: Problem, **headers: str) -> None:
        super().__init__(problem.code)
        self.status = status
        self.problem = problem
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass
class Exchange:
    """One request on its way to its answer.

    `phases` are milliseconds for Server-Timing; `extensions` are what the caller asked to be told beside the answer.
    """

    request: Request
    media_type: str
    locale: str
    phases: dict[str, float] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)


class GraphQLDoor:
    """Answers `/graphql`. The schema and its operations are shared; the context is made for each operation."""

    def __init__(
        self,
        operations: Operations,
        authentication: Authentication,
        context_factory: ContextFactory,
        settings: Settings,
        *,
        executor_class: type[Executor[Any]] | None = None,
    ) -> None:
        self._operations = operations
        self._authentication = authentication
        self._context_factory = context_factory
        self._settings = settings
        self._executor_class = executor_class

    async def __call__(self, request: Request) -> Response:
        """This function will answer one request; whatever is wrong with it is told as GraphQL errors."""
        media_type = answer_type(request)
        exchange = Exchange(request, media_type or JSON, locale_of(request))
        try:
            if media_type is None:
                raise AtTheDoor(406, RequestRefused("not_acceptable", NOT_ACCEPTABLE))
            response = await self._answer(exchange)
        except AtTheDoor as refused:
            response = self._refused(exchange, refused.problem, refused.status, refused.headers)
        except SyntaxRefused as refused:
            response = self._with_errors(exchange, [refused.shown])
        except QueryTooCostly as refused:
            response = self._with_errors(exchange, [shown_problem(refused, exchange.locale)])
        except RequestRefused as refused:
            response = self._refused(exchange, refused, 400)
        except RequestError as refused:
            response = self._refused(exchange, refused, None)
        response.headers["Vary"] = "Accept, Accept-Language, Authorization"
        if exchange.phases:
            timings = (f"{name};dur={took:.1f}" for name, took in exchange.phases.items())
            response.headers["Server-Timing"] = ", ".join(timings)
        return response

    async def _answer(self, exchange: Exchange) -> Response:
        request = exchange.request
        caller = await self._authentication.caller(request)
        started_at = monotonic()
        parameters = await self._parameters(request)
        received_at = monotonic()
        operations = self._operations
        prepared = operations.prepare(parameters.query)
        operation = operations.choose(prepared, parameters.operation_name)
        self._check_kind(request, operation)
        self._check_anonymous(caller, operation)
        self._check_cost(exchange, operation, parameters)
        errors = operations.validation_errors(prepared)
        prepared_at = monotonic()
        exchange.phases["receive"] = (received_at - started_at) * 1_000
        exchange.phases["prepare"] = (prepared_at - received_at) * 1_000
        if errors:
            return self._with_errors(exchange, errors)
        known = operations.known_answer(operation)
        if known is not None:
            return self._response(exchange, known, 200)
        response = await self._run(exchange, caller, operation, parameters)
        exchange.phases["execute"] = (monotonic() - prepared_at) * 1_000
        return response

    async def _parameters(self, request: Request) -> Parameters:
        if request.method != "POST":
            return from_query_string(request.scope["query_string"])
        if not is_json(request):
            raise AtTheDoor(415, RequestRefused("content_type", UNSUPPORTED_TYPE))
        settings = self._settings
        try:
            body = await read_body(
                request,
                limit_bytes=settings.graphql_body_bytes,
                deadline_seconds=settings.receive_seconds,
            )
        except BodyRefused as error:
            problem = RequestRefused("body", BODY_TEXTS[error.status])
            raise AtTheDoor(error.status, problem, Connection="close") from error
        return from_body(body)

    def _check_kind(self, request: Request, operation: Operation) -> None:
        if request.method != "POST" and operation.type is not OperationType.QUERY:
            raise AtTheDoor(405, RequestRefused("only_queries", ONLY_QUERIES), Allow="POST")
        if operation.type is OperationType.SUBSCRIPTION:
            raise RequestRefused("no_subscriptions", NO_SUBSCRIPTIONS)

    def _check_anonymous(self, caller: Caller, operation: Operation) -> None:
        """Contract §1: without a token `__typename` alone, in development also the schema."""
        figures = operation.figures
        is_open = figures.is_typename_only or (
            figures.is_introspection_only and not self._settings.is_production
        )
        if caller.is_anonymous and not is_open:
            raise Unauthenticated

    def _check_cost(self, exchange: Exchange, operation: Operation, parameters: Parameters) -> None:
        """Contract §4: what it may cost is known before anything is validated or executed."""
        cost = self._operations.cost(operation)
        if exchange.request.headers.get(COST_HEADER) == "1":
            requested = cost.points(parameters.variables)
            exchange.extensions["cost"] = {"requested": requested, "limit": cost.limit}
        cost.check(parameters.variables)

    async def _run(
        self, exchange: Exchange, caller: Caller, operation: Operation, parameters: Parameters
    ) -> Response:
        try:
            async with asyncio.timeout(self._settings.operation_seconds):
                # Nothing of ours is asked for, so nobody has to be known and nothing built.
                about_schema = operation.is_about_schema
                context = None if about_schema else await self._context_factory(exchange.request, caller)
                result = await self._execute(context, operation, parameters)
        except TimeoutError:
            log.warning("operation_timed_out", request_id=caller.request_id, operation=operation.name)
            return self._refused(exchange, Timeout(), None)
        except Problems as refused:
            told = [shown_problem(one, exchange.locale) for one in refused.problems]
            return self._with_errors(exchange, told)
        return self._told(exchange, caller, operation, result)

    async def _execute(self, context: Any, operation: Operation, parameters: Parameters) -> ExecutionResult:
        result = execute(
            self._operations.schema,
            operation.prepared.document,
            context_value=context,
            variable_values=dict(parameters.variables),
            operation_name=operation.name,
            executor_class=self._executor_class,
        )
        return await result if inspect.isawaitable(result) else result

    def _told(
        self,
        exchange: Exchange,
        caller: Caller,
        operation: Operation,
        result: ExecutionResult,
    ) -> Response:
        errors = list(result.errors or ())
        shown = shown_execution_errors(errors, exchange.locale, request_id=caller.request_id)
        # Errors without a path came before execution (variables): then the answer has no data at all.
        if result.data is None and any(error.path is None for error in errors):
            return self._with_errors(exchange, shown)
        answer = {"errors": shown, "data": result.data} if shown else {"data": result.data}
        try:
            body = encode(answer)
        except TypeError:
            log.exception("answer_not_json", request_id=caller.request_id, operation=operation.name)
            return self._with_errors(exchange, [masked(exchange.locale, request_id=caller.request_id)])
        if not shown:
            self._operations.keep_answer(operation, body)
        return self._response(exchange, body, 200)

    def _with_errors(self, exchange: Exchange, errors: list[dict[str, Any]]) -> Response:
        """The document, not the request, is at fault: a status of its own only in the newer media type."""
        code = code_of(errors[0])
        as_request = exchange.media_type == GRAPHQL_JSON
        status = STATUS_OF.get(code, 400 if as_request else 200)
        told = with_extensions({"errors": errors}, exchange.extensions)
        return json_answer(told, status, media_type=exchange.media_type)

    def _refused(
        self, exchange: Exchange, problem: Problem, status: int | None, headers: dict[str, str] | None = None
    ) -> Response:
        return refusal(
            [problem],
            exchange.locale,
            status=status,
            media_type=exchange.media_type,
            headers=headers,
            extensions=exchange.extensions,
        )

    def _response(self, exchange: Exchange, body: bytes, status: int) -> Response:
        if exchange.extensions:
            # Written behind the data: the bytes may be those of an answer that is kept for everybody.
            body = body[:-1] + b',"extensions":' + encode(exchange.extensions) + b"}"
        return Response(body, status, media_type=f"{exchange.media_type}; charset=utf-8")
