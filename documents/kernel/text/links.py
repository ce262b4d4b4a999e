"""Links as people paste them: any spelling of the scheme, names of hosts in any script, and which of them are one post."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from pydantic import HttpUrl, TypeAdapter, ValidationError

URL_LIMIT = 2_000
"""Characters of the longest link."""

# The library mends what is half a link («https:vk.com»); what is kept is what was pasted, so it must be whole.
_WHOLE = re.compile(r"https?://[^\s/?#\\][^\s\\]*", re.IGNORECASE)
_LINK = TypeAdapter(HttpUrl)

_VARIANTS = ("www.", "m.", "mobile.", "touch.")
"""What hosts are called by besides their name: the same site for telephones, and the like."""

_ALIASES: Mapping[str, str] = {
    "vk.ru": "vk.com",
    "vkontakte.ru": "vk.com",
    "odnoklassniki.ru": "ok.ru",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
}
"""Host → the one under which its posts are known."""

_TRACKING = re.compile(
    r"utm_.*|yclid|gclid|fbclid|ysclid|_openstat|from|ref|referrer|igsh|single",
    re.IGNORECASE,
)
"""Parameters that tell where a link was found, and nothing of what it leads to."""

_OPENED: Mapping[str, tuple[str, ...]] = {"vk.com": ("w", "z")}
"""Host → parameters that name the post which is opened above another page."""

_PREVIEW = re.compile(r"^/s(?=/)")


def is_url(url: str) -> bool:
    """Return whether it is an absolute link of the web."""
    if not _WHOLE.fullmatch(url):
        return False
    try:
        _LINK.validate_python(url)
    except ValidationError:
        return False
    return True


def post_key(url: str) -> str:
    """Return what a post is known by, however its link is spelled: one host for all its names, no parameters of tracking,
    the post itself where it is opened above a page. Of the query stays what may name a comment; what is no link is known by
    itself."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = _host(parts.hostname or "")
    path = unquote(parts.path)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    for name, value in asked:
        if name in _OPENED.get(host, ()):
            path, asked = f"/{value.split('/')[0]}", []
            break
    if host == "t.me":
        path = _PREVIEW.sub("", path)
    return f"{host}{path.rstrip('/')}?{urlencode(sorted(asked))}"


def _host(name: str) -> str:
    host = name.casefold().rstrip(".")
    for variant in _VARIANTS:
        host = host.removeprefix(variant)
    return _ALIASES.get(host, host)
