"""The application: which endpoint answers which path, and what all of them share."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry import Schema

from api.clock import utc_now
from api.dev.ide_page import IdeEndpoints
from api.dev.mail_page import MailPage
from api.http.acknowledgement import AcknowledgementEndpoint
from api.http.addresses import ADDRESSES, PROBED, Endpoints
from api.http.answers import json_answer
from api.http.authentication import Authentication, Sessions
from api.http.bodies import answer_by
from api.http.calendars import CalendarEndpoints
from api.http.exports import ExportEndpoint
from api.http.files import FileEndpoints
from api.http.grants import PasswordChecks
from api.http.graphql import ContextFactory, GraphQLEndpoint
from api.http.health import HealthEndpoints
from api.http.intake import IntakeEndpoint
from api.http.invitations import InvitationEndpoint
from api.http.letters import LetterEndpoint
from api.http.live.doors import live_door
from api.http.measuring import measure_budgets, measure_live, measure_process, measure_requests
from api.http.metrics import MetricsEndpoint
from api.http.middleware import Envelope, Hosts
from api.http.open311 import PREFIX, Open311Endpoint, not_here
from api.http.papers import PaperEndpoint
from api.http.printed import Press
from api.http.rating import RatingEndpoint
from api.http.recipient import RecipientEndpoint
from api.http.registered import texts_of
from api.http.reports import ReportEndpoint
from api.http.tokens import TokenEndpoints
from api.keyring import load_key_ring
from api.metrics import Metrics
from api.settings import Settings
from documents.budgets.rules import PointBudget
from documents.budgets.spending import Budgets
from documents.container import Container
from documents.files.scanning import Scanner
from documents.kernel.store.connection import Store
from schema.cursors import Cursors
from schema.engine.counters import figures as engine_figures
from schema.engine.executor import FastExecutor, StockExecutor
from schema.engine.prepared import PreparedDocuments
from schema.printed import printed

EXPOSED_HEADERS = (
    "Retry-After",
    "X-Request-Id",
    "Server-Timing",
    "Content-Disposition",
    "Content-Range",
    "ETag",
)
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Accept-Language",
    "Idempotency-Key",
    "Pult-Cost",
    "X-Request-Id",
    "If-None-Match",
    "If-Range",
    "Range",
    # What the usual clients send along by themselves: Apollo, GraphiQL, urql, tracing of the W3C.
    "Apollo-Require-Preflight",
    "apollographql-client-name",
    "apollographql-client-version",
    "GraphQL-Preflight",
    "X-Apollo-Operation-Name",
    "X-Apollo-Operation-Id",
    "X-Requested-With",
    "baggage",
    "traceparent",
    "tracestate",
)
GRAPHQL_METHODS = frozenset({"GET", "HEAD", "POST"})
# A frontend in development runs on a port of its own.
LOCAL_ORIGINS = r"http://(localhost|127\.0\.0\.1)(:\d+)?"


FILE_PATHS = ("/files", "/exports/", "/intake/", "/recipient/")
"""Where files come and go, which takes longer."""


class Application:
    """What the server program calls. `/graphql` is not looked for among the routes: almost every request is for it."""

    def __init__(
        self, endpoints: Endpoints, settings: Settings, background: Sequence[AbstractAsyncContextManager[Any]]
    ) -> None:
        self._endpoints = endpoints
        # A path with a slash too many is another path: a redirect would send the token and the body once more.
        self._rest = Router(
            endpoints.routes(), redirect_slashes=False, lifespan=_lifespan(background), default=_nowhere
        )
        self._seconds = settings.operation_seconds
        self._file_seconds = settings.file_seconds
        self._app: ASGIApp = self._inside
        for one in reversed(_middleware(settings)):
            self._app = one.cls(self._app, *one.args, **one.kwargs)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """Every address that this process really answers; the leak check holds them against the table."""
        return self._rest.routes

    def figures(self) -> Mapping[str, Any]:
        """Tell what the process counted since its start: the endpoints, and the engine."""
        live = self._endpoints.live
        told = {"live": live.figures()} if live is not None else {}
        return {**self._endpoints.graphql.figures(), "engine": engine_figures(), **told}

    def running(self) -> AbstractAsyncContextManager[Any]:
        """Run what runs beside the endpoints while an `async with` runs: for who is no server program."""
        return self._rest.lifespan_context(self._rest)

    def stop(self) -> None:
        """End what would go on for ever, once the process is told to end."""
        if self._endpoints.live is not None:
            self._endpoints.live.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or run the application's life."""
        await self._app(scope, receive, send)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql" and scope["method"] in GRAPHQL_METHODS:
            await self._endpoints.graphql_or_page(scope, receive, send)
        elif scope["type"] == "http":
            await self._elsewhere(scope, receive, send)
        elif scope["type"] == "websocket" and self._endpoints.live is not None:
            await self._endpoints.live.socket(scope, receive, send)
        else:
            await self._rest(scope, receive, send)

    async def _elsewhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Routes raise what they refuse where they find an application.
        scope["app"] = self
        seconds = self._file_seconds if scope["path"].startswith(FILE_PATHS) else self._seconds
        try:
            async with asyncio.timeout_at(answer_by(scope, seconds)):
                await self._rest(scope, receive, send)
        except HTTPException as error:
            is_open311 = scope["path"].startswith(PREFIX)
            answer = not_here(Request(scope), error) if is_open311 else _not_here(error)
            await answer(scope, receive, send)


def create_app(
    settings: Settings,
    store: Store,
    schema: Schema,
    *,
    context_factory: ContextFactory,
    sdl: str | None = None,
    sessions: Sessions | None = None,
    background: Sequence[AbstractAsyncContextManager[Any]] = (),
    container: Container | None = None,
    checks: PasswordChecks | None = None,
    operations: PreparedDocuments | None = None,
    cursors: Cursors | None = None,
    scanner: Scanner | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Application:
    """Build the application over an open store; it does not close the store.

    `sdl` is what the SDL endpoint shows, by default printed from the schema. `sessions` say which sessions are open, by
    default those of the store. `background` are entered while the application runs. Without a `container` nobody can be
    invited, since the endpoint of invitations is not there, and nobody has a budget; without `cursors`, which seal links,
    the endpoints of files are not there either. With a `scanner` no file is served that it has not found clean. `checks` are
    those that the contexts share, so that passwords are checked a few at a time wherever they come in. `operations` are
    documents that others prepare as well; `clock` tells the moment at which somebody asks GraphQL.
    """
    known = sessions or (
        Sessions(store, known=lambda: container.reference.known) if container else Sessions(store)
    )
    authentication = Authentication(load_key_ring(settings), known, clock)
    # graphql-core runs the operations, Strawberry builds the types.
    prepared = operations or PreparedDocuments(schema._schema)  # noqa: SLF001
    budgets = budgets_of(store, settings) if container else None
    live, more = (
        live_door(container, prepared, context_factory, authentication, settings, clock, budgets)
        if container
        else (None, ())
    )
    graphql = GraphQLEndpoint(
        prepared,
        authentication,
        context_factory,
        settings,
        executor_class=FastExecutor if settings.engine else StockExecutor,
        budgets=budgets,
        streams=live,
        texts=texts_of(container),
    )
    metrics = Metrics()
    measure_requests(metrics, graphql)
    measure_process(metrics, store, prepared, authentication)
    if budgets is not None:
        measure_budgets(metrics, budgets)
    if live is not None:
        measure_live(metrics, live)
    press = Press(container, authentication) if container else None
    endpoints = Endpoints(
        graphql=graphql,
        metrics=MetricsEndpoint(metrics, settings),
        tokens=TokenEndpoints(store, authentication, settings, checks),
        health=HealthEndpoints(store, settings, container),
        ide=IdeEndpoints(sdl or printed(schema), authentication, settings),
        invitations=InvitationEndpoint(container, checks, settings) if container and checks else None,
        rating=RatingEndpoint(container, settings) if container else None,
        letters=LetterEndpoint(container, press) if container and press else None,
        papers=PaperEndpoint(container, press) if container and press else None,
        reports=ReportEndpoint(container, press) if container and press else None,
        recipient=RecipientEndpoint(container, settings, scanner) if container else None,
        acknowledgement=AcknowledgementEndpoint(container) if container else None,
        calendars=CalendarEndpoints(container, authentication) if container else None,
        mail=MailPage(store) if not settings.is_production else None,
        files=FileEndpoints(container, authentication, cursors, settings, scanner)
        if container and cursors
        else None,
        exports=ExportEndpoint(prepared.schema, container, authentication, cursors)
        if container and cursors
        else None,
        intake=IntakeEndpoint(container, authentication, settings) if container else None,
        live=live,
        open311=Open311Endpoint(
            schema._schema,  # noqa: SLF001
            container,
            authentication,
            settings,
            context_factory,
            budgets,
        )
        if container and budgets
        else None,
    )
    return Application(endpoints, settings, (*background, *more))


def budgets_of(store: Store, settings: Settings) -> Budgets:
    """Return the budgets of cost points that the settings give to members and clients."""
    return Budgets(
        store,
        member=PointBudget(settings.member_points, settings.member_points_per_second),
        client=PointBudget(settings.client_points, settings.client_points_per_second),
    )


def _middleware(settings: Settings) -> list[Middleware]:
    return [
        Middleware(Envelope, over_tls=settings.is_production, addresses=[one.path for one in ADDRESSES]),
        Middleware(Hosts, allowed=settings.allowed_hosts, anywhere=PROBED),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_origin_regex=None if settings.is_production else LOCAL_ORIGINS,
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=[*REQUEST_HEADERS, *settings.cors_headers],
            expose_headers=EXPOSED_HEADERS,
        ),
    ]


def _lifespan(background: Sequence[AbstractAsyncContextManager[Any]]) -> Any:
    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for one in background:
                await stack.enter_async_context(one)
            yield

    return lifespan


async def _nowhere(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise HTTPException(404)


def _not_here(error: HTTPException) -> Response:
    word = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "refused")
    return json_answer({"status": word}, error.status_code, headers=error.headers)
