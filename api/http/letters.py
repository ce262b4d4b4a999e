"""The endpoint for letters: an answer or a notice as a document, for who may read it in full."""

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
from documents.printing.letter import Letter
from documents.printing.pages import pdf_of
from documents.printing.printing import letter_name, printed_letter
from documents.printing.word import docx_of

FORMATS: Mapping[str, tuple[str, Callable[[Letter], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of),
    "pdf": ("application/pdf", pdf_of),
}
"""Ending of the address → media type, and what sets a letter so."""

SET_AT_ONCE = 1
"""Letters that one process sets at a time: each takes a processor for as long as it lasts."""

log = structlog.get_logger("api.http.letters")


class LetterEndpoint:
    """Answers `/letters/{case_id}/{number}.docx` and `.pdf`."""

    def __init__(self, container: Container, authentication: Authentication) -> None:
        self._container = container
        self._authentication = authentication
        self._places = asyncio.Semaphore(SET_AT_ONCE)

    async def answer(self, request: Request) -> Response:
        """Give a letter; nobody keeps it on the way, since it names its applicant."""
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
        number, _, ending = request.path_params["name"].partition(".")
        if ending not in FORMATS:
            raise NotFound
        name = letter_name(request.path_params["case_id"], number)
        media_type, setting = FORMATS[ending]
        container = self._container
        who = await container.principals.of(caller.account_id, caller.now, caller.scope)
        letter = await printed_letter(container.access, container.runner, who, caller.now, name)
        async with self._places:
            made = await asyncio.to_thread(setting, letter)
        log.info("letter_printed", request_id=request_id_of(request), case_id=name.case_id, format=ending)
        title = f"{letter.number.replace('/', '-')}.{ending}"
        headers = {
            "Cache-Control": "no-store",
            "Vary": "Authorization",
            "Content-Disposition": disposition(title, is_shown=ending == "pdf"),
            "Content-Security-Policy": POLICY,
        }
        return Response(made, headers=headers, media_type=media_type)
