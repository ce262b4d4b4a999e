"""How one post is recognized however its link is spelled: other hosts, mobile forms, previews, tracking (I.2.2)."""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

LinkQuery = Sequence[tuple[str, str]]

VARIANTS = ("www.", "m.", "mobile.", "mob.", "touch.")
"""Beginnings of a host that show the same site in another form."""

HOSTS: Mapping[str, str] = {
    "vk.ru": "vk.com",
    "vkontakte.ru": "vk.com",
    "new.vk.com": "vk.com",
    "odnoklassniki.ru": "ok.ru",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "zen.yandex.ru": "dzen.ru",
}
"""Another name of a site → the name that it is compared by."""

_TRACKING = re.compile(
    r"^(?:utm_.*|.*clid|from|ref|referrer|ref_source|single|source|share|shared|igshid|igsh|si|feature|post_source|track_code|access_key|"
    r"_openstat|mc_[ce]id)$"
)
"""LinkQuery that tell whence somebody came and nothing of the post."""

_WALL = re.compile(r"(?:^|/)wall(?P<owner>-?\d+)_(?P<post>\d+)(?:_r(?P<reply>\d+))?(?:/|$|%2F)")
_TOPIC = re.compile(r"^/group/(?P<group>\d+)/(?:topic|album)/(?P<topic>\d+)")


def post_key(url: str) -> str:
    """Return what a post is compared by: links of one key lead to one post, or to one comment of it. What is no link is
    compared as it is written."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = _host(parts.hostname or "")
    path = unquote(parts.path).rstrip("/")
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name.casefold())
    ]
    spelled = _SITES.get(host, _as_written)(path, query)
    return f"{host}{spelled}"


def _host(host: str) -> str:
    found = host.casefold().rstrip(".")
    for variant in VARIANTS:
        found = found.removeprefix(variant)
    return HOSTS.get(found, found)


def _as_written(path: str, query: LinkQuery) -> str:
    return f"{path}?{'&'.join(f'{name}={value}' for name, value in sorted(query))}"


def _vk(path: str, query: LinkQuery) -> str:
    """A post of a wall opens by itself, or over a page (`?w=wall-1_2`); a comment is named in the link or beside it."""
    given = dict(query)
    found = _WALL.search(given.get("w", "")) or _WALL.search(path)
    if found is None:
        return _as_written(path.casefold(), query)
    reply = found["reply"] or given.get("reply") or ""
    return f"/wall{found['owner']}_{found['post']}?reply={reply}"


def _ok(path: str, query: LinkQuery) -> str:
    """A topic of a group, on the large site and on the one for telephones."""
    given = {name.casefold(): value for name, value in query}
    group, topic = given.get("st.groupid"), given.get("st.themeid")
    found = _TOPIC.match(path)
    if found is not None:
        group, topic = found["group"], found["topic"]
    if not group or not topic:
        return _as_written(path, query)
    return f"/group/{group}/topic/{topic}?comment={given.get('st.comid', '')}"


def _telegram(path: str, query: LinkQuery) -> str:
    """A post of a channel, in the messenger and in its preview (`/s/`); names of channels have no capitals."""
    given = dict(query)
    found = re.sub(r"^/s(?=/)", "", path.casefold())
    return f"{found}?comment={given.get('comment') or given.get('thread') or ''}"


_SITES: Mapping[str, Callable[[str, LinkQuery], str]] = {"vk.com": _vk, "ok.ru": _ok, "t.me": _telegram}
"""Site → how its path and parameters name a post; on all others the link itself does."""
