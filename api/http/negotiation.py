"""What a request says about itself: its media types, its language, its address."""

import ipaddress
import re
from collections.abc import Iterable

from starlette.requests import Request

from api.http.received import HasHeaders

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"
EVENT_STREAM = "text/event-stream"
# In the order in which we answer when the caller likes several equally well.
OFFERED = (GRAPHQL_JSON, JSON)
# How programs write it; whatever is written otherwise is read in full.
PLAINLY = ([GRAPHQL_JSON], [JSON])
ANY_OF_OURS, ANYTHING = "application/*", "*/*"
LANGUAGES = ("ru", "en")
IDENTITY = "identity"
"""The only content coding that we read: the body as it is."""

# More digits than the standard has are no harm; a sign, an exponent or a word is none of a weight.
_WEIGHT = re.compile(r"\d+(?:\.\d*)?")


def accepted(request: HasHeaders) -> dict[str, float]:
    """Read `Accept` as media types with their weights; everything for an absent one."""
    return _weights(request.headers.getlist("accept")) or {ANYTHING: 1.0}


def answer_type(request: HasHeaders) -> str | None:
    """Choose the media type of a GraphQL answer; None where none of ours is accepted.

    A type weighs what the most precise part of `Accept` says of it. Of two that weigh the same the one that is named comes
    first, of two named ones the newer, and of two that only a wildcard covers `application/json`: such callers know
    nothing newer.
    """
    if request.headers.getlist("accept") in PLAINLY:
        return request.headers.get("accept", JSON)
    wanted = accepted(request)
    others = wanted.get(ANY_OF_OURS, wanted.get(ANYTHING, 0.0))
    named = [one for one in OFFERED if one in wanted]
    ranked = [*named, *(one for one in reversed(OFFERED) if one not in wanted)]
    chosen = max(ranked, key=lambda media: wanted.get(media, others))
    return chosen if wanted.get(chosen, others) > 0 else None


def prefers_html(request: HasHeaders) -> bool:
    """Return whether a browser asks for a page: it names `text/html`, and no answer of ours."""
    named = {media for media, weight in accepted(request).items() if weight > 0}
    return HTML in named and not named & set(OFFERED)


def takes_stream(request: HasHeaders) -> bool:
    """Return whether the caller names event streams among what it accepts."""
    named = request.headers.getlist("accept")
    return named not in PLAINLY and accepted(request).get(EVENT_STREAM, 0.0) > 0


def is_json(request: HasHeaders) -> bool:
    """Return whether the body is declared as JSON in UTF-8; the whole type counts, not a part of it."""
    return _declared(request) == (JSON, "utf-8")


def is_form(request: HasHeaders) -> bool:
    """Return whether the body is declared as a form."""
    return _declared(request)[0] == "application/x-www-form-urlencoded"


def is_encoded(request: HasHeaders) -> bool:
    """Return whether the body is compressed, or coded in another way that we do not read."""
    codings = ",".join(request.headers.getlist("content-encoding")).split(",")
    return any(one.strip().casefold() not in {"", IDENTITY} for one in codings)


def locale_of(request: HasHeaders) -> str:
    """Choose the language of messages: the one that weighs more in `Accept-Language`, Russian where that is none."""
    given = request.headers.getlist("accept-language")
    if not given:
        return LANGUAGES[0]
    weights: dict[str, float] = {}
    for tag, weight in _weights(given).items():
        language = tag.partition("-")[0]
        weights[language] = max(weight, weights.get(language, 0.0))
    named = list(weights)

    def rank(language: str) -> tuple[float, bool, int]:
        weight, is_named = weights.get(language, weights.get("*", 0.0)), language in weights
        # Of equal ones the one that is named, and named first; but what is refused comes behind what is not mentioned.
        return weight, is_named == (weight > 0), -named.index(language) if is_named else 0

    return max(LANGUAGES, key=rank)


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


def _weights(values: Iterable[str]) -> dict[str, float]:
    """The items of a header with their weights, at most 1; nothing where a weight is none. What stands twice counts once."""
    found: dict[str, float] = {}
    for part in ",".join(values).split(","):
        item, *parameters = (piece.strip().casefold() for piece in part.split(";"))
        if item:
            found[item] = max(_weight(parameters), found.get(item, 0.0))
    return found


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return min(1.0, float(value)) if _WEIGHT.fullmatch(value.strip()) else 0.0
    return 1.0
