"""Whether the process lives, and whether it can work; the second is told to neighbors only."""

import asyncio

from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.negotiation import is_within
from api.settings import Settings
from documents.kernel.store.connection import Store

PING_SECONDS = 2.0


class HealthEndpoints:
    """Answers `/health/live` and `/health/ready`."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    async def live(self, _request: Request) -> Response:
        """Answer as long as the process turns."""
        return json_answer({"status": "live"})

    async def ready(self, request: Request) -> Response:
        """Return whether the store answers (200 or 503), to the addresses of the settings only."""
        if not is_within(request, self._settings.health_networks):
            return json_answer({"status": "forbidden"}, 403)
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self._store.ping()
        except (PyMongoError, TimeoutError):
            return json_answer({"status": "store_does_not_answer"}, 503)
        return json_answer({"status": "ready"})
