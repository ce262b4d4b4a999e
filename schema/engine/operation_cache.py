"""What is kept by the text it was made from: bounded by number and by bytes, least recently used first to go."""

from collections import OrderedDict
from hashlib import sha256
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

CacheKey = bytes
"""SHA-256 of a document's text in UTF-8: what registered documents are asked for by, too. Nothing of a caller."""


class CacheFigures(NamedTuple):
    """How a cache did since the start: look-ups that found and that did not, what went, and what is there."""

    hits: int
    misses: int
    evictions: int
    entries: int
    bytes: int


def key_of(text: str) -> CacheKey:
    """Return the key of a text; halves of surrogate pairs are texts too."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


class OperationCache(Generic[T]):
    """Values by key. `most_bytes` bounds the sum of what the callers of `keep` say that their values weigh."""

    def __init__(self, *, most_entries: int, most_bytes: int) -> None:
        self._most_entries = most_entries
        self._most_bytes = most_bytes
        self._kept: OrderedDict[CacheKey, tuple[T, int]] = OrderedDict()
        self._hits = self._misses = self._evictions = self._bytes = 0

    def look_up(self, key: CacheKey) -> T | None:
        """Find a value and count the look-up; None where nothing is kept."""
        found = self._kept.get(key)
        if found is None:
            self._misses += 1
            return None
        self._hits += 1
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: CacheKey, value: T, weighs_bytes: int) -> None:
        """Keep a value, in place of the one that stood there; one heavier than all room is not."""
        self._drop(key)
        if weighs_bytes > self._most_bytes:
            return
        self._kept[key] = (value, weighs_bytes)
        self._bytes += weighs_bytes
        self._shrink()

    def reweigh(self, key: CacheKey, weighs_bytes: int) -> None:
        """Tell again what a kept value weighs; others go where that is too much."""
        found = self._kept.get(key)
        if found is not None:
            self._kept[key] = (found[0], weighs_bytes)
            self._bytes += weighs_bytes - found[1]
            self._shrink()

    def figures(self) -> CacheFigures:
        """Tell the counters."""
        return CacheFigures(self._hits, self._misses, self._evictions, len(self._kept), self._bytes)

    def _shrink(self) -> None:
        while len(self._kept) > self._most_entries or self._bytes > self._most_bytes:
            self._drop(next(iter(self._kept)))
            self._evictions += 1

    def _drop(self, key: CacheKey) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= gone[1]
