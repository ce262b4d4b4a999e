"""What the endpoints have in common for who follows a link without an account: how a link is looked up, and refused."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.http.answers import json_answer
from api.http.authentication import request_id_of
from api.http.guest_pages import POLICY, waiting_page
from api.http.negotiation import address_of, prefers_html
from auth.crypto.tokens import refresh_digest
from documents.accounts.lockouts import claim_attempt, forget_failures
from documents.kernel.store.connection import Store
from documents.links.rules import TOKEN

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
MOST_FIELDS = 10

T = TypeVar("T")

log = structlog.get_logger("api.http.guests")


class LinkRefused(Exception):
    """An answer other than the one that was asked for: its status, the word for programs, and when to come again."""

    def __init__(self, status: int, word: str, *, retry_after: int = 0) -> None:
        super().__init__(word)
        self.status = status
        self.word = word
        self.retry_after = retry_after


async def opened_by_link(
    store: Store,
    request: Request,
    counted_as: str,
    look: Callable[[str], Awaitable[T | None]],
    *,
    now: datetime,
) -> tuple[str, T]:
    """Return the digest of the token in the path, and what `look` finds by it. Links that are not there are counted by
    address, as `counted_as`. Raises: LinkRefused."""
    token = request.path_params["token"]
    if not TOKEN.fullmatch(token):
        raise LinkRefused(404, "not_found")
    claim = await claim_attempt(store, counted_as, address_of(request), now=now)
    if claim.wait_seconds:
        raise LinkRefused(429, "rate_limited", retry_after=claim.wait_seconds)
    digest = refresh_digest(token)
    shown = await look(digest)
    if shown is None:
        log.info("link_refused", request_id=request_id_of(request))
        raise LinkRefused(404, "not_found")
    await forget_failures(store, claim)
    return digest, shown


def form_fields(body: bytes, *, as_json: bool) -> Mapping[str, Any]:
    """Return the fields of a body. Raises: ValueError."""
    if not as_json:
        return dict(
            parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        )
    fields = orjson.loads(body)
    if not isinstance(fields, dict):
        raise ValueError("an object is expected")  # noqa: TRY004  # a matter of the text
    return fields


def refused_answer(request: Request, refused: LinkRefused, nothing: str) -> Response:
    """Return the answer of a refusal: a page for browsers (`nothing` for what opens nothing), a word for programs."""
    headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else {}
    if prefers_html(request):
        page = waiting_page(refused.retry_after) if refused.retry_after else nothing
        return html_answer(page, refused.status, headers)
    return json_answer({"status": refused.word}, refused.status, headers={**HEADERS, **headers})


def html_answer(page: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page, which is neither stored nor indexed."""
    told = {**HEADERS, "Content-Security-Policy": POLICY, **(headers or {})}
    return HTMLResponse(page, status, told)
