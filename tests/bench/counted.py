"""Pult with one path more: `/figures` tells how often its store ran a transaction again."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.answers import encode
from api.http.app import create_app
from api.http.contexts import contexts_of
from schema.build import build_schema
from tests.bench.hosting import Premises, host


def build(premises: Premises) -> ASGIApp:
    """Pult, and the path before it."""
    pult = create_app(
        premises.settings,
        premises.store,
        build_schema(),
        context_factory=contexts_of(premises.container, premises.cursors),
        container=premises.container,
    )

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/figures":
            response = Response(encode(premises.store.figures()), media_type="application/json")
            await response(scope, receive, send)
            return
        await pult(scope, receive, send)

    return answer


if __name__ == "__main__":
    host(build)
