"""GraphQL over HTTP (the 2025 draft): one operation a request, by POST or, for queries, by GET."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from graphql import OperationType, execute
from graphql.execution import ExecutionResult
from pymongo.errors import PyMongoError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.answers import STATUS_OF, Answer, encode, json_answer, refusal, with_extensions
from api.http.authentication import Authentication, Caller
from api.http.bodies import BodyRefused, read_body
from api.http.negotiation import GRAPHQL_JSON, JSON, answer_type, is_json, locale_of
from api.http.parameters import Parameters, from_body, from_query_string
from api.http.phases import WATCH, PhaseTable, Watch
from api.http.received import Received
from api.settings import Settings
from auth.errors import Problem, Problems, RequestError, Timeout, Unauthenticated
from auth.texts.errors import Text
from documents.kernel.store.connection import is_away
from schema.careful import despite_odd_rows
from schema.engine.cost import TooCostly
from schema.engine.executor import StockExecutor
from schema.engine.guard import OverLimit
from schema.engine.prepared import NotChosen, PreparedDocuments, PreparedOperation, SyntaxRefused
from schema.engine.selection import FieldNeeds
from schema.errors import (
    RequestRefused,
    code_of,
    masked_error,
    shown_execution_errors,
    shown_syntax_error,
    shown_validation_errors,
    top_level_problem,
)
from schema.refusals import problem_of

ContextFactory = Callable[[Caller, FieldNeeds], Awaitable[Any]]
"""Makes what the resolvers of one operation share; what they find of its selections is kept with the operation. May raise
Problems: they become top-level errors."""

NOT_ACCEPTABLE = Text(
    "Ответ доступен в форматах application/graphql-response+json и application/json.",
    "Responses are available as application/graphql-response+json or application/json.",
)
UNSUPPORTED_TYPE = Text(
    "Тело запроса должно быть в формате application/json в кодировке UTF-8.",
    "The request body must be application/json in UTF-8.",
)
ONLY_QUERIES = Text("Методом GET выполняются только операции query.", "Only queries can be run with GET.")
NO_SUBSCRIPTIONS = Text(
    "Подписки по этому адресу пока не обслуживаются.", "Subscriptions are not served at this address yet."
)
BODY_TEXTS = {
    400: Text("Тело запроса не получено.", "The request body was not received."),
    408: Text("Тело запроса не пришло вовремя.", "The request body did not arrive in time."),
    413: Text("Тело запроса слишком велико.", "The request body is too large."),
}

COST_HEADER = "pult-cost"
"""With the value 1 every answer says what its operation cost."""

VARY = (b"vary", b"Accept, Accept-Language, Authorization")
CONTENT_TYPE = {
    media: (b"content-type", f"{media}; charset=utf-8".encode()) for media in (JSON, GRAPHQL_JSON)
}

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
    operation: PreparedOperation | None = None
    extensions: dict[str, Any] = field(default_factory=dict)


class GraphQLEndpoint:
    """Answers `/graphql` as an ASGI application of its own: POST, and GET for queries.

    The schema and its operations are shared; the context is made for each operation.
    """

    def __init__(
        self,
        operations: PreparedDocuments,
        authentication: Authentication,
        context_factory: ContextFactory,
        settings: Settings,
        *,
        executor_class: type[StockExecutor],
    ) -> None:
        self.phases = PhaseTable()
        self._operations = operations
        self._authentication = authentication
        self._context_factory = context_factory
        self._settings = settings
        self._executor_class = executor_class

    def figures(self) -> Mapping[str, Any]:
        """Tell what the endpoint counted: its caches, the tokens it knew, the phases by operation."""
        caches = self._operations.cache_figures()
        return {
            "caches": {name: one._asdict() for name, one in caches.items()},
            "tokens": self._authentication.tokens.figures(),
            "operations": self.phases.figures(),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        watch = Watch()
        # The task of a request ends with it, so nobody has to take it back.
        WATCH.set(watch)
        answer, operation = await self._answered(Received(scope, receive), watch)
        headers = [*answer.headers, VARY]
        if not self._settings.is_production and watch.seconds:
            headers.append((b"server-timing", watch.header().encode()))
        if operation is not None:
            self.phases.note(operation, watch)
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answered(self, received: Received, watch: Watch) -> tuple[Answer, PreparedOperation | None]:
        """The answer; whatever is wrong with the request is told as GraphQL errors."""
        media_type = answer_type(received)
        exchange = Exchange(received, media_type or JSON, locale_of(received), watch)
        try:
            if media_type is None:
                raise EndpointRefusal(406, RequestRefused("not_acceptable", NOT_ACCEPTABLE))
            answer = await self._answer(exchange)
        except EndpointRefusal as refused:
            answer = self._refused(exchange, refused.problem, refused.status, refused.headers)
        except SyntaxRefused as refused:
            answer = self._with_errors(exchange, [shown_syntax_error(refused.error)])
        except (OverLimit, TooCostly) as refused:
            answer = self._with_errors(exchange, [top_level_problem(problem_of(refused), exchange.locale)])
        except NotChosen as refused:
            answer = self._refused(exchange, problem_of(refused), 400)
        except RequestRefused as refused:
            answer = self._refused(exchange, refused, 400)
        except RequestError as refused:
            answer = self._refused(exchange, refused, None)
        except PyMongoError as error:
            if not is_away(error):
                raise
            log.warning("store_does_not_answer", request_id=received.request_id)
            answer = self._refused(exchange, Timeout(), None)
        return answer, exchange.operation

    async def _answer(self, exchange: Exchange) -> Answer:
        received, watch, operations = exchange.received, exchange.watch, self._operations
        caller = await self._authentication.known(
            received.headers.getlist("authorization"),
            locale=exchange.locale,
            request_id=received.request_id,
            host=received.host,
        )
        watch.ends("rights")
        parameters = await self._parameters(received)
        watch.ends(None)
        prepared = operations.prepare(parameters.query)
        operation = operations.choose(prepared, parameters.operation_name)
        self._check_kind(received, operation)
        self._check_anonymous(caller, operation)
        self._check_cost(exchange, operation, parameters)
        errors = operations.validation_errors(prepared)
        watch.ends("guard")
        if errors:
            return self._with_errors(exchange, shown_validation_errors(errors))
        # Only what is valid is counted by itself: any text can be sent.
        exchange.operation = operation
        known = operations.known_answer(operation)
        if known is not None:
            return self._told(exchange, known)
        return await self._run(exchange, caller, operation, parameters)

    async def _parameters(self, received: Received) -> Parameters:
        if received.method != "POST":
            return from_query_string(received.scope["query_string"])
        if not is_json(received):
            raise EndpointRefusal(415, RequestRefused("content_type", UNSUPPORTED_TYPE))
        settings = self._settings
        try:
            body = await read_body(
                received.headers,
                received.receive,
                limit_bytes=settings.graphql_body_bytes,
                deadline_seconds=settings.receive_seconds,
            )
        except BodyRefused as error:
            problem = RequestRefused("body", BODY_TEXTS[error.status])
            raise EndpointRefusal(error.status, problem, Connection="close") from error
        return from_body(body)

    def _check_kind(self, received: Received, operation: PreparedOperation) -> None:
        if received.method != "POST" and operation.type is not OperationType.QUERY:
            raise EndpointRefusal(405, RequestRefused("only_queries", ONLY_QUERIES), Allow="POST")
        if operation.type is OperationType.SUBSCRIPTION:
            raise RequestRefused("no_subscriptions", NO_SUBSCRIPTIONS)

    def _check_anonymous(self, caller: Caller, operation: PreparedOperation) -> None:
        """Contract §1: without a token `__typename` alone, in development also the schema."""
        if caller.is_anonymous:
            figures = operation.figures
            is_open = figures.is_typename_only or (
                figures.is_introspection_only and not self._settings.is_production
            )
            if not is_open:
                raise Unauthenticated

    def _check_cost(self, exchange: Exchange, operation: PreparedOperation, parameters: Parameters) -> None:
        """Contract §4: what it may cost is known before anything is validated or executed."""
        cost = self._operations.cost(operation)
        if exchange.received.headers.get(COST_HEADER, "") == "1":
            requested = cost.points(parameters.variables)
            exchange.extensions["cost"] = {"requested": requested, "actual": 0, "limit": cost.limit}
        cost.check(parameters.variables)

    async def _run(
        self, exchange: Exchange, caller: Caller, operation: PreparedOperation, parameters: Parameters
    ) -> Answer:
        watch, context = exchange.watch, None
        try:
            async with asyncio.timeout(self._settings.operation_seconds):
                # Where nothing of ours is asked for nobody has to be known and nothing built.
                if not operation.is_about_schema:
                    context = await self._context_factory(caller, operation.needs)
                    watch.ends("rights")
                result = await self._execute(context, operation, parameters)
        except TimeoutError:
            log.warning("operation_timed_out", request_id=caller.request_id, operation=operation.name)
            return self._refused(exchange, Timeout(), None)
        except Problems as refused:
            told = [top_level_problem(one, exchange.locale) for one in refused.problems]
            return self._with_errors(exchange, told)
        finally:
            watch.ends("execute")
        answer = self._encoded(exchange, caller, operation, result)
        watch.ends("encode")
        return answer

    async def _execute(
        self, context: Any, operation: PreparedOperation, parameters: Parameters
    ) -> ExecutionResult:
        def run(seen: Any) -> Any:
            return execute(
                self._operations.schema,
                operation.prepared.document,
                context_value=seen,
                variable_values=dict(parameters.variables),
                operation_name=operation.name,
                executor_class=self._executor_class,
                plans=operation.plans,
            )

        if operation.type is OperationType.QUERY:
            answered = await despite_odd_rows(self._operations.schema, context, run)
        else:
            result = run(context)
            answered = await result if inspect.isawaitable(result) else result
        self._operations.weigh(operation)
        return answered

    def _encoded(
        self, exchange: Exchange, caller: Caller, operation: PreparedOperation, result: ExecutionResult
    ) -> Answer:
        answer: dict[str, Any] = {"data": result.data}
        if exchange.extensions:
            exchange.extensions["cost"]["actual"] = self._operations.actual_points(operation, result.data)
        if result.errors:
            errors = result.errors
            if operation.type is OperationType.MUTATION and _has_ended(result):
                return self._refused(exchange, Unauthenticated(), None)
            shown = shown_execution_errors(errors, exchange.locale, request_id=caller.request_id)
            # Errors without a path came before execution (variables): then the answer has no data at all.
            if result.data is None and any(error.path is None for error in errors):
                return self._with_errors(exchange, shown)
            answer = {"errors": shown, "data": result.data}
        try:
            body = encode(answer)
        except TypeError:
            log.exception("answer_not_json", request_id=caller.request_id, operation=operation.name)
            return self._with_errors(exchange, [masked_error(exchange.locale, request_id=caller.request_id)])
        if not result.errors:
            self._operations.keep_answer(operation, body)
        return self._told(exchange, body)

    def _with_errors(self, exchange: Exchange, errors: list[dict[str, Any]]) -> Answer:
        """The document, not the request, is at fault: a status of its own only in the newer media type."""
        code = code_of(errors[0])
        as_request = exchange.media_type == GRAPHQL_JSON
        status = STATUS_OF.get(code, 400 if as_request else 200)
        told = with_extensions({"errors": errors}, exchange.extensions)
        return _plain(json_answer(told, status, media_type=exchange.media_type))

    def _refused(
        self, exchange: Exchange, problem: Problem, status: int | None, headers: dict[str, str] | None = None
    ) -> Answer:
        response = refusal(
            [problem],
            exchange.locale,
            status=status,
            media_type=exchange.media_type,
            headers=headers,
            extensions=exchange.extensions,
        )
        return _plain(response)

    def _told(self, exchange: Exchange, body: bytes) -> Answer:
        if exchange.extensions:
            # Written behind the data: the bytes may be those of an answer that is kept for everybody.
            body = body[:-1] + b',"extensions":' + encode(exchange.extensions) + b"}"
        length = (b"content-length", str(len(body)).encode())
        return Answer(200, [length, CONTENT_TYPE[exchange.media_type]], body)


def _has_ended(result: ExecutionResult) -> bool:
    """Whether the session ended before anything was written: then the whole request is refused, as at the endpoint."""
    is_refused = all(isinstance(error.original_error, Unauthenticated) for error in result.errors or ())
    return is_refused and not any((result.data or {}).values())


def _plain(response: Response) -> Answer:
    return Answer(response.status_code, response.raw_headers, bytes(response.body))
