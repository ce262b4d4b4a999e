"""The endpoint for letters: an answer or a notice as a document, for who may read it in full."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.http.printed import Press, asked_of
from documents.container import Container
from documents.printing.letter import Letter
from documents.printing.pages import pdf_of
from documents.printing.printing import letter_name, printed_letter
from documents.printing.word import docx_of

SETTINGS: Mapping[str, Callable[[Letter], bytes]] = {"docx": docx_of, "pdf": pdf_of}
"""Ending of the address → what sets a letter so."""


class LetterEndpoint:
    """Answers `/letters/{case_id}/{number}.docx` and `.pdf`."""

    def __init__(self, container: Container, press: Press) -> None:
        self._container = container
        self._press = press

    async def answer(self, request: Request) -> Response:
        """Give a letter; nobody keeps it on the way, since it names its applicant."""
        return await self._press.answered(request, self._given)

    async def _given(self, request: Request) -> Response:
        who, now = await self._press.reader(request)
        asked = asked_of(request, SETTINGS)
        name = letter_name(request.path_params["case_id"], asked.named)
        container = self._container
        letter = await printed_letter(container.access, container.runner, who, now, name)
        return await self._press.given(
            request,
            letter,
            SETTINGS,
            asked,
            title=letter.number.replace("/", "-"),
            told="letter_printed",
            case_id=name.case_id,
        )
