"""What is kept of where somebody signed in: the browser and the system by name, and the class of the address."""

import ipaddress

from starlette.requests import Request

from api.http.negotiation import address_of
from documents.accounts.sessions import Origin

# In this order: each names itself and those it descends from.
BROWSERS = (
    ("YaBrowser/", "Yandex Browser"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python-httpx/", "httpx"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def origin_of(request: Request) -> Origin:
    """Tell from where a request comes, in words of ours: never the header, never the address."""
    return Origin(agent_words(request.headers.get("user-agent", "")), address_class(address_of(request)))


def agent_words(user_agent: str) -> str | None:
    """Shorten a `User-Agent`: `Firefox, Linux`; None where it names nothing we know."""
    found = [
        next((word for mark, word in table if mark in user_agent), None) for table in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(word for word in found if word is not None) or None


def address_class(address: str) -> str | None:
    """Classify an address: LOCAL (this machine), PRIVATE (the own network), PUBLIC; None if unknown."""
    try:
        network = ipaddress.ip_network(address, strict=False)
    except ValueError:
        return None
    if network.is_loopback:
        return "LOCAL"
    return "PRIVATE" if network.is_private else "PUBLIC"
