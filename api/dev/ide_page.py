"""The page at `/graphql` for people with a browser, and the SDL: both from this installation alone, nothing loaded."""

from collections.abc import Mapping

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.dev.graphiql import PageFile, page_files
from api.http.answers import json_answer, refusal
from api.http.authentication import Authentication
from api.http.negotiation import locale_of
from api.settings import Settings
from auth.errors import Unauthenticated

# GraphiQL's dialogs put one style element into the page while they are open, so that what is behind does not scroll: this
# text alone is let in, by its digest, and no other inline style.
SCROLL_LOCK = "sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc="
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{SCROLL_LOCK}'; connect-src 'self'; "
    "img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FOREVER = "public, max-age=31536000, immutable"

log = structlog.get_logger("api.dev.ide")


class IdeEndpoints:
    """Answers the page, its files, the demo logins and the SDL. In production all but the SDL do not exist."""

    def __init__(self, sdl: str, authentication: Authentication, settings: Settings) -> None:
        self._sdl = PageFile.of(sdl.encode(), "text/plain")
        self._authentication = authentication
        self._settings = settings
        self._read = None if settings.is_production else page_files()

    async def page(self, request: Request) -> Response:
        """Show the page; in production a sign-in is asked for, as for everything else."""
        if self._read is None:
            return refusal([Unauthenticated()], locale_of(request))
        return _sent(request, self._read.page, {"Content-Security-Policy": POLICY, "Vary": "Accept"})

    async def file(self, request: Request) -> Response:
        """Return one of the page's files; 404 for any other name, and in production.

        A file that is asked for with the tag of its content (`?v=`) may be kept for good.
        """
        found = self._read.files.get(request.path_params["name"]) if self._read else None
        if found is None:
            return json_answer({"status": "not_found"}, 404)
        is_tagged = request.query_params.get("v") == found.tag
        return _sent(request, found, {"Cache-Control": FOREVER} if is_tagged else {})

    async def demo_accounts(self, _request: Request) -> Response:
        """List the demo logins with their passwords; empty where none were seeded.

        In development only; the check of `Host` keeps other pages from reading them under a name of theirs.
        """
        if self._settings.is_production:
            return json_answer({"status": "not_found"}, 404)
        try:
            accounts = orjson.loads(self._settings.demo_accounts_path.read_bytes())
        except FileNotFoundError:
            accounts = []
        except (OSError, orjson.JSONDecodeError):
            log.warning("demo_accounts_unreadable")
            accounts = []
        return json_answer([one for one in accounts if "login" in one])

    async def sdl(self, request: Request) -> Response:
        """Return the schema as SDL; in production to callers with a token."""
        try:
            caller = await self._authentication.caller(request)
            if caller.is_anonymous and self._settings.is_production:
                raise Unauthenticated
        except Unauthenticated as problem:
            return refusal([problem], locale_of(request))
        return _sent(request, self._sdl, {})


def _sent(request: Request, file: PageFile, more: Mapping[str, str]) -> Response:
    """The answer with a file, or that what the browser keeps still holds."""
    headers = {"ETag": f'"{file.tag}"', "Cache-Control": "no-cache", **more}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.media_type)
