"""The endpoint for papers of meetings: a protocol as a document, or the extract of one official, for who reads it."""

import asyncio
from collections.abc import Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import refusal
from api.http.authentication import Authentication, request_id_of
from api.http.negotiation import locale_of
from api.http.sending import POLICY, disposition
from auth.errors import NotFound, Problem, Problems, Unauthenticated
from documents.container import Container
from documents.printing.minutes import PrintedProtocol
from documents.printing.minutes_word import docx_of_protocol
from documents.printing.pages import pdf_of_protocol
from documents.printing.printing_minutes import paper_id, printed_protocol

FORMATS: Mapping[str, tuple[str, Callable[[PrintedProtocol], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of_protocol),
    "pdf": ("application/pdf", pdf_of_protocol),
}
"""Ending of the address → media type, and what sets a protocol so."""

SET_AT_ONCE = 1
"""Papers that one process sets at a time: each takes a processor for as long as it lasts."""

log = structlog.get_logger("api.http.papers")


class PaperEndpoint:
    """Answers `/protocols/{id}.docx` and `.pdf`, and `/protocols/{id}/extracts/{person}.docx` and `.pdf`."""

    def __init__(self, container: Container, authentication: Authentication) -> None:
        self._container = container
        self._authentication = authentication
        self._places = asyncio.Semaphore(SET_AT_ONCE)

    async def answer(self, request: Request) -> Response:
        """Give a protocol."""
        return await self._answered(request)

    async def extract(self, request: Request) -> Response:
        """Give the extract of one official."""
        return await self._answered(request)

    async def _answered(self, request: Request) -> Response:
        try:
            return await self._given(request)
        except (Problem, Problems) as error:
            problems = error.problems if isinstance(error, Problems) else (error,)
            status = 404 if problems[0].code == "NOT_FOUND" else None
            return refusal(problems, locale_of(request), status=status, headers={"Cache-Control": "no-store"})

    async def _given(self, request: Request) -> Response:
        caller = await self._authentication.caller(request)
        if caller.account_id is None:
            raise Unauthenticated
        named, _, ending = request.path_params["name"].partition(".")
        if ending not in FORMATS:
            raise NotFound
        whole = request.path_params.get("protocol_id")
        protocol_id = paper_id(whole if whole is not None else named, "Protocol")
        person_id = paper_id(named, "Person") if whole is not None else None
        media_type, setting = FORMATS[ending]
        container = self._container
        who = await container.principals.of(caller.account_id, caller.now, caller.scope)
        paper = await printed_protocol(container.access, who, caller.now, protocol_id, person_id=person_id)
        async with self._places:
            made = await asyncio.to_thread(setting, paper)
        log.info(
            "protocol_printed", request_id=request_id_of(request), protocol_id=protocol_id, format=ending
        )
        headers = {
            "Cache-Control": "no-store",
            "Vary": "Authorization",
            "Content-Disposition": disposition(f"{paper.name}.{ending}", is_shown=ending == "pdf"),
            "Content-Security-Policy": POLICY,
        }
        return Response(made, headers=headers, media_type=media_type)
