"""What the endpoints of printed papers have in common: who asks is signed in, one paper is set at a time in a process, and
how it is given."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import refusal
from api.http.authentication import Authentication, request_id_of
from api.http.negotiation import locale_of
from api.http.principals import principal_of
from api.http.sending import POLICY, disposition
from auth.errors import NotFound, Problem, Problems, Unauthenticated
from auth.principal import Principal
from documents.container import Container

MEDIA_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Ending of the address → media type."""

SET_AT_ONCE = 1
"""Papers that one process sets at a time: each takes a processor for as long as it lasts."""

log = structlog.get_logger("api.http.printed")

P = TypeVar("P")
Typesetter = Callable[[P], bytes]


@dataclass(frozen=True)
class AskedPaper:
    """What an address asks for: its last part without the ending, and the ending."""

    named: str
    ending: str


def asked_of(request: Request, endings: Collection[str]) -> AskedPaper:
    """Return what the last part of an address asks for. Raises: NotFound for an ending that it is not set in."""
    named, _, ending = request.path_params["name"].partition(".")
    if ending not in endings:
        raise NotFound
    return AskedPaper(named, ending)


class Press:
    """Gives papers to who may read them: the one place of a process in which they are set."""

    def __init__(self, container: Container, authentication: Authentication) -> None:
        self._container = container
        self._authentication = authentication
        self._places = asyncio.Semaphore(SET_AT_ONCE)

    async def answered(self, request: Request, give: Callable[[Request], Awaitable[Response]]) -> Response:
        """Return what `give` gives, or its refusal."""
        try:
            return await give(request)
        except (Problem, Problems) as error:
            problems = error.problems if isinstance(error, Problems) else (error,)
            status = 404 if problems[0].code == "NOT_FOUND" else None
            return refusal(problems, locale_of(request), status=status, headers={"Cache-Control": "no-store"})

    async def reader(self, request: Request) -> tuple[Principal, datetime]:
        """Return who asks, and when. Raises: Unauthenticated."""
        caller = await self._authentication.caller(request)
        if caller.account_id is None:
            raise Unauthenticated
        return await principal_of(self._container, caller), caller.now

    async def given(
        self,
        request: Request,
        paper: P,
        settings: Mapping[str, Typesetter[P]],
        asked: AskedPaper,
        *,
        title: str,
        told: str,
        **ids: Any,
    ) -> Response:
        """Set a paper as it was asked for, and give it; nobody keeps it on the way. `told` is the word of the log for it."""
        async with self._places:
            made = await asyncio.to_thread(settings[asked.ending], paper)
        log.info(told, request_id=request_id_of(request), format=asked.ending, **ids)
        headers = {
            "Cache-Control": "no-store",
            "Vary": "Authorization",
            "Content-Disposition": disposition(f"{title}.{asked.ending}", is_shown=asked.ending == "pdf"),
            "Content-Security-Policy": POLICY,
        }
        return Response(made, headers=headers, media_type=MEDIA_TYPES[asked.ending])
