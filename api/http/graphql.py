"""GraphQL over HTTP (the 2025 draft): one operation a request, by POST or, for queries, by GET."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from graphql import OperationType, execute
from graphql.execution import ExecutionResult
from starlette.types import Receive, Scope, Send

from api.http.admission import Admission
from api.http.answers import Answer, encode
from api.http.arriving import parameters_in
from api.http.authentication import Authentication, Caller
from api.http.bodies import answer_by
from api.http.exchange import (
    NO_SUBSCRIPTIONS,
    NOT_ACCEPTABLE,
    ONLY_QUERIES,
    EndpointRefusal,
    Exchange,
    Streams,
    refusal_of,
    refused,
    told,
    with_errors,
)
from api.http.negotiation import JSON, answer_type, locale_of, takes_stream
from api.http.parameters import Parameters
from api.http.phases import WATCH, PhaseTable, Watch
from api.http.received import Received
from api.http.registered import Texts, texts_of
from api.metrics import RequestFigures
from api.settings import Settings
from auth.errors import Problems, RequestError, Timeout, Unauthenticated
from auth.principal import Principal
from documents.budgets.spending import Budgets
from documents.idempotency.calls import CallRunning
from documents.kernel.store.connection import is_away
from schema.careful import despite_odd_rows
from schema.document_errors import original_cause
from schema.engine.executor import StockExecutor
from schema.engine.guard import OverLimit
from schema.engine.prepared import (
    NotChosen,
    PreparedDocuments,
    PreparedOperation,
    SyntaxRefused,
)
from schema.engine.selection import FieldNeeds
from schema.errors import (
    RequestRefused,
    code_of,
    masked_error,
    shown_execution_errors,
    shown_validation_errors,
    top_level_problem,
)

ContextFactory = Callable[[Caller, FieldNeeds], Awaitable[Any]]
"""Makes what the resolvers of one operation share; what they find of its selections is kept with the operation. May raise
Problems: they become top-level errors."""


COST_HEADER = "pult-cost"
"""With the value 1 every answer says what its operation cost."""

VARY = (b"vary", b"Accept, Accept-Language, Authorization")
log = structlog.get_logger("api.http.graphql")


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
        budgets: Budgets | None = None,
        streams: Streams | None = None,
        texts: Texts | None = None,
    ) -> None:
        self.phases = PhaseTable()
        self.requests = RequestFigures(settings.metric_operations)
        self._operations = operations
        self._authentication = authentication
        self._context_factory = context_factory
        self._settings = settings
        self._executor_class = executor_class
        self._budgets = budgets
        self._streams = streams
        self._texts = texts or texts_of(None)
        self.admission = Admission(
            at_once=settings.requests_at_once,
            waiting=settings.requests_waiting,
            seconds=settings.waiting_seconds,
        )

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
        answer, exchange = await self._answered(Received(scope, receive), watch)
        if exchange.opened is not None:
            await exchange.opened(send)
            return
        headers = [*answer.headers, VARY]
        if not self._settings.is_production and watch.seconds:
            headers.append((b"server-timing", watch.header().encode()))
        operation = exchange.operation
        if operation is not None:
            self.phases.note(operation, watch)
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})
        name = operation.name if operation is not None else None
        self.requests.note(name, exchange.code, watch.passed(), exchange.points, len(watch.commands))

    async def _answered(self, received: Received, watch: Watch) -> tuple[Answer, Exchange]:
        """The answer; whatever is wrong with the request is told as GraphQL errors."""
        media_type = answer_type(received)
        exchange = Exchange(received, media_type or JSON, locale_of(received), watch, media_type is not None)
        try:
            if media_type is None and not takes_stream(received):
                raise EndpointRefusal(406, RequestRefused("not_acceptable", NOT_ACCEPTABLE))
            async with asyncio.timeout_at(answer_by(received.scope, self._settings.operation_seconds)):
                answer = await self._answer(exchange)
        except Exception as error:
            found = refusal_of(exchange, error)
            if found is None:
                raise
            if is_away(error):
                self.admission.dismiss()
            answer = found
        return answer, exchange

    async def _answer(self, exchange: Exchange) -> Answer:
        received, watch = exchange.received, exchange.watch
        caller = await self._authentication.known(
            received.headers.getlist("authorization"),
            locale=exchange.locale,
            request_id=received.request_id,
            host=received.host,
        )
        watch.ends("rights")
        parameters = await parameters_in(received, self._settings)
        watch.ends(None)
        await self.admission.enter()
        try:
            return await self._worked_on(exchange, caller, parameters)
        finally:
            self.admission.leave()

    async def _worked_on(self, exchange: Exchange, caller: Caller, parameters: Parameters) -> Answer:
        watch, operations = exchange.watch, self._operations
        watch.ends(None)
        text = await self._texts(caller, parameters)
        operation = self._chosen(caller, text, parameters.operation_name)
        self._check_anonymous(caller, operation)
        self._check_kind(exchange, operation)
        await self._price(exchange, caller, operation, parameters)
        errors = operations.validation_errors(operation.prepared)
        watch.ends("guard")
        if errors:
            return with_errors(exchange, shown_validation_errors(errors, exchange.locale))
        # Only what is valid is counted by itself: any text can be sent.
        exchange.operation = operation
        if operation.type is OperationType.SUBSCRIPTION:
            return self._open_stream(exchange, caller, operation, parameters)
        known = operations.known_answer(operation)
        if known is not None:
            return told(exchange, known)
        return await self._run(exchange, caller, operation, parameters)

    def _check_kind(self, exchange: Exchange, operation: PreparedOperation) -> None:
        received = exchange.received
        if received.method != "POST" and operation.type is not OperationType.QUERY:
            raise EndpointRefusal(405, RequestRefused("only_queries", ONLY_QUERIES), Allow="POST")
        if operation.type is OperationType.SUBSCRIPTION:
            if self._streams is None or not takes_stream(received):
                raise RequestRefused("no_subscriptions", NO_SUBSCRIPTIONS)
        elif not exchange.is_acceptable:
            raise EndpointRefusal(406, RequestRefused("not_acceptable", NOT_ACCEPTABLE))

    def _open_stream(
        self, exchange: Exchange, caller: Caller, operation: PreparedOperation, parameters: Parameters
    ) -> Answer:
        assert self._streams is not None, "otherwise its kind was refused"
        exchange.opened = partial(
            self._streams.stream,
            exchange.received,
            caller=caller,
            operation=operation,
            variables=parameters.variables,
        )
        return told(exchange, b"")

    def _chosen(self, caller: Caller, text: str, name: str | None) -> PreparedOperation:
        """The operation to run. Who is anonymous is told nothing of a document in production: whatever is
        said about it, or left unsaid, would tell of the schema."""
        operations = self._operations
        try:
            return operations.choose(operations.prepare(text), name)
        except (SyntaxRefused, OverLimit, NotChosen):
            if caller.is_anonymous and self._settings.is_production:
                raise Unauthenticated from None
            raise

    def _check_anonymous(self, caller: Caller, operation: PreparedOperation) -> None:
        """Contract §1: without a token a document of `__typename` alone, in development also the schema."""
        if not caller.is_anonymous:
            return
        figures = operation.figures
        if self._settings.is_production:
            is_open = operation.prepared.is_bare
        else:
            is_open = figures.is_typename_only or figures.is_introspection_only
        if not is_open:
            raise Unauthenticated

    async def _price(
        self, exchange: Exchange, caller: Caller, operation: PreparedOperation, parameters: Parameters
    ) -> None:
        """Note the points of an operation (contract §4) before anything is validated or executed. Raises: TooCostly."""
        cost = self._operations.cost(operation)
        if exchange.received.headers.get(COST_HEADER, "") == "1":
            requested = cost.points(parameters.variables)
            exchange.extensions["cost"] = {"requested": requested, "actual": 0, "limit": cost.limit}
            if self._budgets is not None and not caller.is_anonymous:
                who = (await self._context_factory(caller, operation.needs)).who
                exchange.extensions["cost"] |= await self._budgets.told(who, now=caller.now)
        exchange.points = cost.check(parameters.variables)

    async def _spend(self, exchange: Exchange, who: Principal, now: datetime) -> None:
        assert self._budgets is not None
        await self._budgets.spend(who, exchange.points, now=now)
        if exchange.extensions:
            exchange.extensions["cost"] |= await self._budgets.told(who, now=now)

    async def _run(
        self, exchange: Exchange, caller: Caller, operation: PreparedOperation, parameters: Parameters
    ) -> Answer:
        watch, context = exchange.watch, None
        try:
            # Where nothing of ours is asked for nobody has to be known and nothing built.
            if not operation.is_about_schema:
                context = await self._context_factory(caller, operation.needs)
                if self._budgets is not None:
                    await self._spend(exchange, context.who, caller.now)
                watch.ends("rights")
            result = await self._execute(context, operation, parameters)
        except Problems as several:
            shown = [top_level_problem(one, exchange.locale) for one in several.problems]
            return with_errors(exchange, shown)
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
            if operation.type is OperationType.MUTATION and (refusal := _refusal_of_all(result)):
                return refused(exchange, refusal, None)
            if operation.type is OperationType.QUERY and _is_away(result):
                self.admission.dismiss()
                return refused(exchange, Timeout(), None)
            shown = shown_execution_errors(errors, exchange.locale, request_id=caller.request_id)
            # Errors without a path came before execution (variables): then the answer has no data at all.
            if result.data is None and any(error.path is None for error in errors):
                return with_errors(exchange, shown)
            exchange.code = code_of(shown[0])
            answer = {"errors": shown, "data": result.data}
        try:
            body = encode(answer)
        except TypeError:
            log.exception("answer_not_json", request_id=caller.request_id, operation=operation.name)
            return with_errors(exchange, [masked_error(exchange.locale, request_id=caller.request_id)])
        if not result.errors:
            self._operations.keep_answer(operation, body)
        return told(exchange, body)


OF_ALL: tuple[type[RequestError], ...] = (Unauthenticated, CallRunning)
"""What refuses a whole request, as at the endpoint, where none of its mutations was run: the session ended before anything
was written, or the same calls are running already."""


def _refusal_of_all(result: ExecutionResult) -> RequestError | None:
    causes = [error.original_error for error in result.errors or ()]
    first = causes[0]
    if any((result.data or {}).values()) or not isinstance(first, OF_ALL):
        return None
    return first if all(isinstance(one, type(first)) for one in causes) else None


def _is_away(result: ExecutionResult) -> bool:
    """Whether nothing was found because the store did not answer: then the whole request is told to come again."""
    causes = [original_cause(error) for error in result.errors or ()]
    is_silent = all(isinstance(one, TimeoutError) or (one is not None and is_away(one)) for one in causes)
    return is_silent and not any((result.data or {}).values())
