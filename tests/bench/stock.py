"""The reference «stock»: our schema on Strawberry's own ASGI application, its executor, and nothing of our engine."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from api.http.answers import encode
from api.http.contexts import contexts_of
from schema.build import build_schema
from schema.context import Context
from schema.engine.executor import FastExecutor
from tests.bench.hosting import Premises, host


def build(premises: Premises) -> ASGIApp:
    """Strawberry as documented, with the context that our door makes."""
    contexts = contexts_of(premises.container, premises.cursors)
    # The schema names our executor; switched off it is Strawberry's own.
    FastExecutor.is_on = False

    class Stock(GraphQL[Context, None]):
        async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Any:
            assert isinstance(request, Request)
            return await contexts(await premises.authentication.caller(request), {})

        def encode_json(self, data: object) -> bytes:
            return encode(data)

    return Starlette(routes=[Route("/graphql", Stock(build_schema(), graphql_ide=None))])


if __name__ == "__main__":
    host(build)
