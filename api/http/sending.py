"""Sending a file: its content piece by piece out of the store, and the headers that say what may be done with it."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.answers import refusal
from api.http.negotiation import locale_of
from api.http.ranges import ByteRange, NoSuchRange, is_known, is_same, range_of
from auth.errors import Invalid
from documents.files.kinds import KINDS
from documents.files.storing import content_of
from documents.kernel.store.bucket import OpenFile
from documents.kernel.store.connection import Store

POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
"""What a file may do where a browser shows it: nothing."""

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._- ")


class ContentSource(Protocol):
    """Gives the content of what is stored, or a part of it, to read."""

    def __call__(
        self, store: Store, file_id: str, /, *, start: int = 0, stop: int | None = None
    ) -> AbstractAsyncContextManager[OpenFile]:
        """Open it while an `async with` runs."""


class StoredContent(Response):
    """An answer whose body comes from the store piece by piece; nothing of it is read for HEAD."""

    def __init__(
        self,
        content: AbstractAsyncContextManager[OpenFile],
        part: ByteRange,
        status: int,
        headers: Mapping[str, str],
        mime: str,
    ) -> None:
        self._content = content
        self.body = b""
        self.status_code = status
        self.background = None
        self.init_headers({**headers, "Content-Length": str(part.stop - part.start), "Content-Type": mime})

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send head and body."""
        start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        if scope["method"] == "HEAD":
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return
        async with self._content as file:
            await send(start)
            async for piece in file.pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


def content_answer(
    request: Request,
    store: Store,
    stored: Mapping[str, Any],
    name: str,
    content: ContentSource = content_of,
) -> Response:
    """Return the answer with a file under a name: the whole, the part that is asked for, or that it is known already.
    `content` opens what is stored."""
    tag, size_bytes = f'"{stored["sha256"]}"', stored["size_bytes"]
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization",
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(name, is_shown=_is_shown(stored["mime"])),
        "Content-Security-Policy": POLICY,
    }
    if is_known(tag, request.headers.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range") if is_same(tag, request.headers.get("if-range")) else None
    try:
        part = range_of(asked, size_bytes)
    except NoSuchRange:
        told = Invalid("unreadable_range", path=("range",))
        more = {"Content-Range": f"bytes */{size_bytes}"}
        return refusal([told], locale_of(request), status=416, headers=more)
    if part is None:
        whole = content(store, stored["_id"], start=0, stop=size_bytes)
        return StoredContent(whole, ByteRange(0, size_bytes), 200, headers, stored["mime"])
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size_bytes}"
    cut = content(store, stored["_id"], start=part.start, stop=part.stop)
    return StoredContent(cut, part, 206, headers, stored["mime"])


def _is_shown(mime: str) -> bool:
    kind = KINDS.get(mime)
    return kind is not None and kind.is_shown


def disposition(name: str, *, is_shown: bool) -> str:
    """Return how a file is to be taken (RFC 6266): shown or saved, under its name in any letters (RFC 8187)."""
    plain = "".join(one if one in PLAIN else "_" for one in name)
    kind = "inline" if is_shown else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
