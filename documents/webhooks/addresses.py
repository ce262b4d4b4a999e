"""Where webhooks may be sent: which URLs are taken, and which of the addresses behind them may be connected to.

A name may lead anywhere, and somewhere else a moment later. So the address is looked at that is connected to, and only
what is public is public; what an installation lets in beside it, it names as networks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

IpAddress = IPv4Address | IPv6Address

SCHEMES = {"http": 80, "https": 443}
PUBLIC_PORTS = (443, 8443)
"""The ports of a public address that are connected to, over TLS alone: behind others stands no receiver of webhooks."""

PRINTABLE = frozenset(map(chr, range(0x21, 0x7F)))

NAT64 = IPv6Address("64:ff9b::")
"""Addresses of this network lead to the IPv4 address in their last four bytes (RFC 6052)."""


@dataclass(frozen=True)
class Destination:
    """Where a webhook is sent: a host by its name or address, and what is asked of it."""

    is_secure: bool
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The host as it stands in a request: with the port, where that is none of the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = SCHEMES["https" if self.is_secure else "http"]
        return host if self.port == usual else f"{host}:{self.port}"


def receiver_of(url: str) -> Destination | None:
    """Return where a URL leads; None for one that is not taken: of another scheme, with a login, a fragment, or characters
    that a URL has none of."""
    if not PRINTABLE.issuperset(url):
        return None
    try:
        at = urlsplit(url)
        port = at.port
    except ValueError:
        return None
    if at.scheme not in SCHEMES or not at.hostname or "@" in at.netloc or "#" in url or port == 0:
        return None
    target = (at.path or "/") + (f"?{at.query}" if at.query else "")
    return Destination(at.scheme == "https", at.hostname, port or SCHEMES[at.scheme], target)


def is_receiver(url: str) -> bool:
    """Tell whether a text is a URL that webhooks may be sent to, as far as its form says."""
    return receiver_of(url) is not None


def may_connect(receiver: Destination, address: str, networks: Sequence[str]) -> bool:
    """Tell whether a receiver may be reached at an address: a public one over TLS, or one of the networks that the
    installation names, in any way."""
    found = _meant(ip_address(address.partition("%")[0]))
    if any(found in ip_network(one) for one in networks):
        return True
    return receiver.is_secure and receiver.port in PUBLIC_PORTS and _is_public(found)


def _is_public(address: IpAddress) -> bool:
    return address.is_global and not address.is_multicast


def _meant(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 address leads to, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    if int(address) >> 32 == int(NAT64) >> 32:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo is not None else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
