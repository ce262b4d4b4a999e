"""The endpoint for calendar programs: one meeting for who signs in, and all of one's meetings behind a link of one's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.clock import utc_now
from api.http.answers import refusal
from api.http.authentication import Authentication
from api.http.guest_pages import page
from api.http.guests import HEADERS, LinkRefused, opened_by_link, refused_answer
from api.http.negotiation import locale_of
from api.http.principals import principal_of
from api.http.sending import POLICY, disposition
from auth.errors import NotFound, Problem, Problems, Unauthenticated
from documents.calendar_feeds.reading import meetings_by_link
from documents.calendar_feeds.rendering import MEDIA_TYPE, SHOWN_FIELDS, calendar_file
from documents.container import Container
from documents.kernel.ids import MalformedId, read_global_id
from documents.meetings.resource import MEETINGS

COUNTED_AS = "calendar\nlink"
"""Links that are not there count by address alone; no login holds a line break."""

NOTHING = page(
    "Подписка не открывается",
    "<p>Ссылка отозвана, заменена новой или её срок истёк. Новую создаёт участник заседаний в своём кабинете.</p>",
)

Row = Mapping[str, Any]


class CalendarEndpoints:
    """Answers `/calendar/{token}.ics` and `/meetings/{meeting_id}.ics`."""

    def __init__(self, container: Container, authentication: Authentication) -> None:
        self._container = container
        self._authentication = authentication

    async def feed(self, request: Request) -> Response:
        """Give the meetings of whose link it is. Whatever is wrong with a link is told alike."""
        try:
            _, rows = await self._opened(request, utc_now())
        except LinkRefused as refused:
            return refused_answer(request, refused, NOTHING)
        return _calendar(request, rows, "meetings.ics", HEADERS)

    async def _opened(self, request: Request, now: datetime) -> tuple[str, Sequence[Row]]:
        container = self._container

        async def look(digest: str) -> Sequence[Row] | None:
            return await meetings_by_link(container.store, container.principals, digest, now)

        return await opened_by_link(container.store, request, COUNTED_AS, look, now=now)

    async def meeting(self, request: Request) -> Response:
        """Give one meeting, to who may see it."""
        try:
            row = await self._seen(request)
        except (Problem, Problems) as error:
            problems = error.problems if isinstance(error, Problems) else (error,)
            status = 404 if problems[0].code == "NOT_FOUND" else None
            return refusal(problems, locale_of(request), status=status, headers={"Cache-Control": "no-store"})
        headers = {"Cache-Control": "no-store", "Vary": "Authorization"}
        return _calendar(request, [row], f"{row['number']}.ics", headers)

    async def _seen(self, request: Request) -> Row:
        caller = await self._authentication.caller(request)
        if caller.account_id is None:
            raise Unauthenticated
        try:
            type_name, meeting_id = read_global_id(request.path_params["meeting_id"])
        except MalformedId as error:
            raise NotFound from error
        container = self._container
        who = await principal_of(container, caller)
        found = await container.access.many(MEETINGS, who, caller.now, ids=[meeting_id], fields=SHOWN_FIELDS)
        if type_name != "Meeting" or meeting_id not in found:
            raise NotFound
        return found[meeting_id]


def _calendar(request: Request, rows: Sequence[Row], name: str, headers: Mapping[str, str]) -> Response:
    body = calendar_file(rows, host=request.url.hostname or "pult")
    told = {
        **headers,
        "Content-Disposition": disposition(name, is_shown=False),
        "Content-Security-Policy": POLICY,
    }
    return Response(body, headers=told, media_type=MEDIA_TYPE)
