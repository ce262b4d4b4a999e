"""The page at `/graphql` for people with a browser, and the SDL: both from this installation alone, nothing loaded."""

import hashlib
from pathlib import Path

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import json_answer, refusal
from api.http.authentication import Authentication
from api.http.negotiation import locale_of
from api.settings import Settings
from auth.errors import Unauthenticated

FOLDER = Path(__file__).parent / "ide"
TYPES = {
    "ide.js": "text/javascript",
    "docs.js": "text/javascript",
    "ide.css": "text/css",
    "examples.json": "application/json",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

log = structlog.get_logger("api.dev.ide")


class IdeEndpoints:
    """Answers the page, its files, the demo logins and the SDL. In production all but the SDL do not exist."""

    def __init__(self, sdl: str, authentication: Authentication, settings: Settings) -> None:
        self._sdl = sdl
        self._sdl_tag = f'"{hashlib.sha256(sdl.encode()).hexdigest()[:32]}"'
        self._authentication = authentication
        self._settings = settings
        self._files = {name: (FOLDER / name).read_bytes() for name in ("index.html", *TYPES)}

    async def page(self, request: Request) -> Response:
        """Show the page; in production a sign-in is asked for, as for everything else."""
        if self._settings.is_production:
            return refusal([Unauthenticated()], locale_of(request))
        headers = {"Content-Security-Policy": POLICY, "Vary": "Accept"}
        return Response(self._files["index.html"], headers=headers, media_type="text/html; charset=utf-8")

    async def file(self, request: Request) -> Response:
        """Return one of the page's files; 404 for any other name, and in production."""
        name = request.path_params["name"]
        if self._settings.is_production or name not in TYPES:
            return json_answer({"status": "not_found"}, 404)
        return Response(self._files[name], media_type=f"{TYPES[name]}; charset=utf-8")

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
        headers = {"ETag": self._sdl_tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == self._sdl_tag:
            return Response(status_code=304, headers=headers)
        return Response(self._sdl, headers=headers, media_type="text/plain; charset=utf-8")
