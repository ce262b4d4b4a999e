"""The page at `/dev/mail`: the letters that development would have sent, as they look."""

from collections.abc import Mapping
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from documents.kernel.store.connection import Store
from documents.notifications.kept_letters import kept_letters

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
EMPTY = "<p>Писем пока нет. Их готовит задание send_mail.</p>"


class MailPage:
    """Shows the letters that were kept; it is made in development alone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, _request: Request) -> Response:
        """Show the last letters, the latest first, each in a frame that runs nothing and opens nothing."""
        letters = "".join(
            f"<article><h2>{escape(one['subject'])}</h2><p>{escape(one['to'])} · {one['at']:%Y-%m-%d %H:%M} UTC</p>"
            f"{_enclosed(one)}"
            f'<iframe sandbox="" width="640" height="260" srcdoc="{escape(one["html"], quote=True)}"></iframe></article>'
            for one in await kept_letters(self._store)
        )
        body = (
            '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Почта разработки</title></head>'
            f"<body><h1>Почта разработки</h1>{letters or EMPTY}</body></html>"
        )
        return HTMLResponse(body, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})


def _enclosed(letter: Mapping[str, Any]) -> str:
    # Not stored with letters of before there were documents with them.
    names = ", ".join(letter.get("enclosed") or ())
    return f"<p>Вложения: {escape(names)}</p>" if names else ""
