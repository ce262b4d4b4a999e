"""Who reads what is behind a signed link: the bearer of a token, or who follows a link that was made for them."""

from datetime import datetime
from typing import NamedTuple

from starlette.requests import Request

from api.http.authentication import Authentication
from api.http.negotiation import locale_of
from api.http.principals import principal_of
from auth.errors import NotFound, Unauthenticated
from auth.principal import Principal
from documents.container import Container
from documents.kernel.ids import MalformedId, read_global_id
from schema.cursors import Cursors
from schema.files.links import LINK, LinkedAddress, opened_link


class FileReader(NamedTuple):
    """Who reads or sends a file, and when."""

    who: Principal
    now: datetime


class LinkedReading:
    """Tells who asks at an address that signed links lead to."""

    def __init__(
        self, container: Container, authentication: Authentication, cursors: Cursors, at: LinkedAddress
    ) -> None:
        self._container = container
        self._authentication = authentication
        self._cursors = cursors
        self._at = at

    async def bearer(self, request: Request) -> FileReader:
        """Return whose token it is. Raises: Unauthenticated."""
        caller = await self._authentication.caller(request)
        return FileReader(await principal_of(self._container, caller), caller.now)

    async def reader(self, request: Request, parameter: str) -> FileReader:
        """Return who asks: by a token, or by a link that was made for them. Raises: Unauthenticated; NotFound for a link to
        what has no id."""
        sealed = request.query_params.get(LINK)
        if sealed is None or "authorization" in request.headers:
            return await self.bearer(request)
        caller = await self._authentication.known((), locale=locale_of(request), request_id="")
        link = opened_link(self._cursors, sealed, now=caller.now, to=self._at)
        sessions = self._authentication.sessions
        is_over = link.session_id is not None and not await sessions.is_open(link.session_id, now=caller.now)
        if is_over or link.file_id != linked_id(request, parameter, self._at):
            raise Unauthenticated
        who = await self._container.principals.of(link.account_id, caller.now, link.scope)
        return FileReader(who, caller.now)


def linked_id(request: Request, parameter: str, at: LinkedAddress) -> str:
    """Return the stored id in the path of a request. Raises: NotFound for what is no id of that address."""
    try:
        type_name, found = read_global_id(request.path_params[parameter])
    except MalformedId as error:
        raise NotFound from error
    if type_name != at.type_name:
        raise NotFound
    return found
