"""What a request says about itself: its media types, its language, its address."""

import ipaddress
from collections.abc import Iterable

from starlette.requests import Request

from api.http.received import HasHeaders

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"
# In the order in which we answer when the caller likes several equally well.
OFFERED = (GRAPHQL_JSON, JSON)
# How programs write it; whatever is written otherwise is read in full.
PLAINLY = ([GRAPHQL_JSON], [JSON])
WILDCARDS = frozenset({"*/*", "application/*"})


def accepted(request: HasHeaders) -> list[tuple[str, float]]:
    """Read `Accept` as media types with their weights; everything for an absent one."""
    header = ",".join(request.headers.getlist("accept"))
    return [_weighted(part) for part in header.split(",") if part.strip()] or [("*/*", 1.0)]


def answer_type(request: HasHeaders) -> str | None:
    """Choose the media type of a GraphQL answer; None where none of ours is accepted.

    Without a preference, and for wildcards, it is `application/json`: such callers know nothing newer.
    """
    if request.headers.getlist("accept") in PLAINLY:
        return request.headers.get("accept", JSON)
    wanted = {media: weight for media, weight in accepted(request) if weight > 0}
    named = [(wanted[media], -place, media) for place, media in enumerate(OFFERED) if media in wanted]
    if named:
        return max(named)[2]
    refused = {media for media, weight in accepted(request) if weight <= 0}
    if wanted.keys() & WILDCARDS and JSON not in refused:
        return JSON
    return None


def prefers_html(request: HasHeaders) -> bool:
    """Return whether a browser asks for a page: it names `text/html`, and no answer of ours."""
    named = {media for media, weight in accepted(request) if weight > 0}
    return HTML in named and not named & set(OFFERED)


def is_json(request: HasHeaders) -> bool:
    """Return whether the body is declared as JSON in UTF-8; the whole type counts, not a part of it."""
    return _declared(request) == (JSON, "utf-8")


def is_form(request: HasHeaders) -> bool:
    """Return whether the body is declared as a form."""
    return _declared(request)[0] == "application/x-www-form-urlencoded"


def locale_of(request: HasHeaders) -> str:
    """Choose the language of messages: English where it is asked for before Russian."""
    for part in request.headers.get("accept-language", "").split(","):
        language = part.split(";")[0].strip().casefold().split("-")[0]
        if language in {"ru", "en"}:
            return language
    return "ru"


def address_of(request: Request) -> str:
    """Return the caller's address, of IPv6 the network a household has; empty where unknown."""
    return household_of(request.client.host if request.client else "")


def household_of(host: str) -> str:
    """Return the address that counts for a host: of IPv6 the network a household has."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def is_within(request: Request, networks: Iterable[str]) -> bool:
    """Return whether the caller's address lies in one of the networks."""
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any((mapped or address) in ipaddress.ip_network(network) for network in networks)


def _declared(request: HasHeaders) -> tuple[str, str]:
    values = request.headers.getlist("content-type")
    if values == [JSON]:
        return JSON, "utf-8"
    if len(values) != 1:
        return "", ""
    media, *parameters = (part.strip() for part in values[0].split(";"))
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().casefold() == "charset":
            charset = value.strip().strip('"').casefold()
    return media.casefold(), "utf-8" if charset == "utf8" else charset


def _weighted(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().casefold() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, float(value)
            except ValueError:
                return media, 0.0
    return media, 1.0
