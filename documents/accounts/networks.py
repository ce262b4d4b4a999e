"""The networks that a client may come from, and whether an address lies in one."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network

NETWORK_LIMIT = 50
"""Characters of the longest network."""


def is_network(text: str) -> bool:
    """Tell whether a text is an address or a network, IPv4 or IPv6, without bits beyond its mask."""
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def is_within(host: str, networks: Sequence[str]) -> bool:
    """Tell whether an address lies in one of the networks; any does where there are none."""
    if not networks:
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ip_network(one) for one in networks)
