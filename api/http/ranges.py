"""Parts of a file and validators of a cache (RFC 9110, §13 and §14): one range, strong tags."""

import re
from typing import NamedTuple

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class ByteRange(NamedTuple):
    """The bytes from `start` up to but not including `stop`."""

    start: int
    stop: int


class NoSuchRange(Exception):
    """The file ends before the part begins."""


def range_of(asked: str | None, size_bytes: int) -> ByteRange | None:
    """Return the part that a Range header asks for; None where it asks for the whole, for several parts, or for nothing
    that can be understood, all of which are answered with the whole. Raises: NoSuchRange."""
    found = RANGE.fullmatch((asked or "").replace(" ", ""))
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if first == "":
        start, stop = max(0, size_bytes - int(last)), size_bytes
    else:
        start, stop = int(first), min(size_bytes, int(last) + 1) if last else size_bytes
        if last and int(last) < int(first):
            return None
    if start >= size_bytes or start >= stop:
        raise NoSuchRange
    return ByteRange(start, stop)


def is_known(tag: str, known: str | None) -> bool:
    """Return whether an If-None-Match header names the tag; weak ones count as well."""
    if known is None:
        return False
    named = [one.strip().removeprefix("W/") for one in known.split(",")]
    return "*" in named or tag in named


def is_same(tag: str, condition: str | None) -> bool:
    """Return whether an If-Range header, where there is one, names the tag; a day never does."""
    return condition is None or condition.strip() == tag
