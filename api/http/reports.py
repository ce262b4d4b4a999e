"""The endpoint for printed reports: the execution of decisions of one year (R-10), for who reads protocols."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.http.printed import Press, asked_of
from auth.errors import NotFound
from documents.container import Container
from documents.printing.execution import PrintedExecution, printed_execution
from documents.printing.execution_sheet import xlsx_of_execution
from documents.printing.execution_word import docx_of_execution

SETTINGS: Mapping[str, Callable[[PrintedExecution], bytes]] = {
    "docx": docx_of_execution,
    "xlsx": xlsx_of_execution,
}
"""Ending of the address → what sets a report so."""


class ReportEndpoint:
    """Answers `/reports/decisions/{year}.docx` and `.xlsx`."""

    def __init__(self, container: Container, press: Press) -> None:
        self._container = container
        self._press = press

    async def answer(self, request: Request) -> Response:
        """Give the report on a year."""
        return await self._press.answered(request, self._report)

    async def _report(self, request: Request) -> Response:
        who, now = await self._press.reader(request)
        asked = asked_of(request, SETTINGS)
        year = asked.named
        if not (len(year) == len("2026") and year.isascii() and year.isdigit()):
            raise NotFound
        report = await printed_execution(self._container.access, who, now, int(year))
        return await self._press.given(
            request,
            report,
            SETTINGS,
            asked,
            title=report.name,
            told="report_printed",
            year=int(year),
        )
