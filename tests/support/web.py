"""Asks servers over plain HTTP, each question over a connection of its own.

httpx reads the certificates of all authorities for every client that it makes, which costs 40 ms of CPU, and makes one for
every question that is asked through its module: here they are read by nobody, and one client asks everything.
"""

import ssl
from contextlib import AbstractContextManager
from typing import Any

import httpx

PATIENCE_SECONDS = 20

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""What a client is given that speaks no TLS: `httpx.Client(verify=NO_AUTHORITIES)`."""

_CLIENT = httpx.Client(
    verify=NO_AUTHORITIES, timeout=PATIENCE_SECONDS, limits=httpx.Limits(max_keepalive_connections=0)
)


def get(url: str, **options: Any) -> httpx.Response:
    """Ask by GET."""
    return _CLIENT.get(url, **options)


def post(url: str, **options: Any) -> httpx.Response:
    """Ask by POST."""
    return _CLIENT.post(url, **options)


def put(url: str, **options: Any) -> httpx.Response:
    """Ask by PUT."""
    return _CLIENT.put(url, **options)


def request(method: str, url: str, **options: Any) -> httpx.Response:
    """Ask by any method."""
    return _CLIENT.request(method, url, **options)


def stream(method: str, url: str, **options: Any) -> AbstractContextManager[httpx.Response]:
    """Ask by any method, and read the answer piece by piece while the block runs."""
    return _CLIENT.stream(method, url, **options)
