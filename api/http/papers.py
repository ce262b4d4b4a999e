"""The endpoint for papers of meetings: a protocol as a document for who reads it, or the extract of one official."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.http.printed import Press, asked_of
from documents.container import Container
from documents.printing.minutes import PrintedProtocol
from documents.printing.minutes_word import docx_of_protocol
from documents.printing.pages import pdf_of_protocol
from documents.printing.printing_minutes import paper_id, printed_extract, printed_protocol

SETTINGS: Mapping[str, Callable[[PrintedProtocol], bytes]] = {
    "docx": docx_of_protocol,
    "pdf": pdf_of_protocol,
}
"""Ending of the address → what sets a protocol so."""


class PaperEndpoint:
    """Answers `/protocols/{id}.docx` and `.pdf`, and `/protocols/{id}/extracts/{person}.docx` and `.pdf`."""

    def __init__(self, container: Container, press: Press) -> None:
        self._container = container
        self._press = press

    async def answer(self, request: Request) -> Response:
        """Give a protocol."""
        return await self._press.answered(request, self._protocol)

    async def extract(self, request: Request) -> Response:
        """Give the extract of one official."""
        return await self._press.answered(request, self._extract)

    async def _protocol(self, request: Request) -> Response:
        who, now = await self._press.reader(request)
        asked = asked_of(request, SETTINGS)
        protocol_id = paper_id(asked.named, "Protocol")
        paper = await printed_protocol(self._container.access, who, now, protocol_id)
        return await self._press.given(
            request,
            paper,
            SETTINGS,
            asked,
            title=paper.name,
            told="protocol_printed",
            protocol_id=protocol_id,
        )

    async def _extract(self, request: Request) -> Response:
        who, now = await self._press.reader(request)
        asked = asked_of(request, SETTINGS)
        protocol_id = paper_id(request.path_params["protocol_id"], "Protocol")
        person_id = paper_id(asked.named, "Person")
        container = self._container
        paper = await printed_extract(container.access, container.store, who, now, protocol_id, person_id)
        return await self._press.given(
            request,
            paper,
            SETTINGS,
            asked,
            title=paper.name,
            told="extract_printed",
            protocol_id=protocol_id,
        )
