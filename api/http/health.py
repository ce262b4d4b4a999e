"""Whether the process lives, and whether it can work; the second, with what is missing, is told to neighbors only."""

import asyncio

from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.negotiation import is_within
from api.settings import Settings
from documents.container import Container
from documents.installation.standing import missing_of
from documents.kernel.store.connection import Store

WRITE_SECONDS = 2.0
SIGNS, LOOKS = "readiness", "looks"
"""The row in which each look writes: a store can answer, and be dead inside."""

INSTALLING = "python -m api init"
"""What makes an installation of an empty database."""


class HealthEndpoints:
    """Answers `/health/live` and `/health/ready`."""

    def __init__(self, store: Store, settings: Settings, container: Container | None = None) -> None:
        self._store = store
        self._settings = settings
        self._container = container

    async def live(self, _request: Request) -> Response:
        """Answer as long as the process turns."""
        return json_answer({"status": "live"})

    async def ready(self, request: Request) -> Response:
        """Return whether the store takes writes and is installed (200 or 503), to the addresses of the settings only."""
        if not is_within(request, self._settings.health_networks):
            return json_answer({"status": "forbidden"}, 403)
        try:
            async with asyncio.timeout(WRITE_SECONDS):
                if self._store.holds_writes:
                    return json_answer({"status": "disk_nearly_full"}, 503)
                await self._sign()
                missing = await self._missing()
        except (PyMongoError, TimeoutError):
            return json_answer({"status": "store_does_not_answer"}, 503)
        if missing:
            told = {"status": "not_installed", "missing": missing, "command": INSTALLING}
            return json_answer(told, 503)
        return json_answer({"status": "ready"})

    async def _sign(self) -> None:
        if self._container is not None and self._container.reads_only:
            await self._store.ping()
        else:
            await self._store.maintenance.raised(SIGNS, LOOKS)

    async def _missing(self) -> list[str]:
        return missing_of(await self._container.reference.current()) if self._container else []
