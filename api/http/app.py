"""The application: which door answers which path, and what all of them share."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry import Schema

from api.dev.ide_page import IdeDoors
from api.http.answers import json_answer
from api.http.authentication import Authentication, Sessions
from api.http.grants import PasswordChecks
from api.http.graphql import ContextFactory, GraphQLDoor
from api.http.health import HealthDoors
from api.http.invitations import InvitationDoor
from api.http.middleware import Envelope, Hosts
from api.http.negotiation import prefers_html
from api.http.tokens import TokenDoors
from api.keyring import load_key_ring
from api.settings import Settings
from documents.kernel.store.connection import Store
from documents.office import Office
from schema.engine.counters import figures as engine_figures
from schema.engine.executor import FastExecutor, StockExecutor
from schema.engine.prepared import Operations

EXPOSED_HEADERS = ("Retry-After", "X-Request-Id", "Server-Timing")
REQUEST_HEADERS = ("Authorization", "Content-Type", "Accept-Language", "Pult-Cost", "X-Request-Id")
GRAPHQL_METHODS = frozenset({"GET", "HEAD", "POST"})
# A frontend in development runs on a port of its own.
LOCAL_ORIGINS = r"http://(localhost|127\.0\.0\.1)(:\d+)?"


@dataclass(frozen=True)
class Doors:
    """All doors of one process."""

    graphql: GraphQLDoor
    tokens: TokenDoors
    health: HealthDoors
    ide: IdeDoors
    invitations: InvitationDoor | None = None

    def routes(self) -> list[Route]:
        """List the paths with their methods; any other is answered 405."""
        invited = (
            [Route("/auth/invitation", self.invitations.accept, methods=["POST"])] if self.invitations else []
        )
        return [
            *invited,
            # Other methods come here and are answered 405; these two the application has taken before.
            Route("/graphql", self.ide.page, methods=["GET", "POST"]),
            Route("/graphql/schema.graphql", self.ide.sdl),
            Route("/graphql/ide/demo-accounts", self.ide.demo_accounts),
            Route("/graphql/ide/{name}", self.ide.file),
            Route("/auth/token", self.tokens.token, methods=["POST"]),
            Route("/auth/revoke", self.tokens.revoke, methods=["POST"]),
            Route("/.well-known/jwks.json", self.tokens.keys),
            Route("/health/live", self.health.live),
            Route("/health/ready", self.health.ready),
        ]

    async def graphql_or_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show the page to a browser, and answer any program; the method is one of both."""
        if scope["method"] != "POST":
            request = Request(scope, receive)
            if prefers_html(request):
                response = await self.ide.page(request)
                await response(scope, receive, send)
                return
        await self.graphql(scope, receive, send)


class Application:
    """What the server program calls. `/graphql` is not looked for among the routes: almost every request is for it."""

    def __init__(
        self, doors: Doors, settings: Settings, background: Sequence[AbstractAsyncContextManager[Any]]
    ) -> None:
        self._doors = doors
        self._rest = Starlette(
            routes=doors.routes(),
            exception_handlers={HTTPException: _not_here},
            lifespan=_lifespan(background),
        )
        self._app: ASGIApp = self._inside
        for one in reversed(_middleware(settings)):
            self._app = one.cls(self._app, *one.args, **one.kwargs)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """Every address that this process answers."""
        return self._rest.routes

    def figures(self) -> Mapping[str, Any]:
        """Tell what the process counted since its start: the doors, and the engine."""
        return {**self._doors.graphql.figures(), "engine": engine_figures()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or run the application's life."""
        await self._app(scope, receive, send)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql" and scope["method"] in GRAPHQL_METHODS:
            await self._doors.graphql_or_page(scope, receive, send)
        else:
            await self._rest(scope, receive, send)


def create_app(
    settings: Settings,
    store: Store,
    schema: Schema,
    *,
    context_factory: ContextFactory,
    sdl: str | None = None,
    sessions: Sessions | None = None,
    background: Sequence[AbstractAsyncContextManager[Any]] = (),
    office: Office | None = None,
    checks: PasswordChecks | None = None,
) -> Application:
    """Build the application over an open store; it does not close the store.

    `sdl` is what the SDL door shows, by default printed from the schema. `sessions` say which sessions are open, by
    default those of the store. `background` are entered while the application runs. Without an `office` nobody can be
    invited: the door of invitations is not there. `checks` are those that the contexts share, so that passwords are
    checked a few at a time wherever they come in.
    """
    known = sessions or (Sessions(store, known=lambda: office.reference.known) if office else Sessions(store))
    authentication = Authentication(load_key_ring(settings), known)
    doors = Doors(
        graphql=GraphQLDoor(
            # graphql-core runs the operations, Strawberry builds the types.
            Operations(schema._schema),  # noqa: SLF001
            authentication,
            context_factory,
            settings,
            executor_class=FastExecutor if settings.engine else StockExecutor,
        ),
        tokens=TokenDoors(store, authentication, settings, checks),
        health=HealthDoors(store, settings),
        ide=IdeDoors(sdl or schema.as_str(), authentication, settings),
        invitations=InvitationDoor(office, checks, settings) if office and checks else None,
    )
    return Application(doors, settings, background)


def _middleware(settings: Settings) -> list[Middleware]:
    return [
        Middleware(Envelope, over_tls=settings.is_production),
        Middleware(Hosts, allowed=settings.allowed_hosts),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_origin_regex=None if settings.is_production else LOCAL_ORIGINS,
            allow_methods=["GET", "POST"],
            allow_headers=REQUEST_HEADERS,
            expose_headers=EXPOSED_HEADERS,
        ),
    ]


def _lifespan(background: Sequence[AbstractAsyncContextManager[Any]]) -> Any:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for one in background:
                await stack.enter_async_context(one)
            yield

    return lifespan


async def _not_here(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = error.headers if isinstance(error, HTTPException) else None
    word = {404: "not_found", 405: "method_not_allowed"}.get(status, "refused")
    return json_answer({"status": word}, status, headers=headers)
