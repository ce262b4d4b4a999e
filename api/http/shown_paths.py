"""Paths as the log may have them: the words of our own addresses, and nothing that a caller made up, such as a token."""

from collections.abc import Collection

REST = "…"


class ShownPaths:
    """Knows the addresses of a process."""

    def __init__(self, addresses: Collection[str]) -> None:
        self._known: set[tuple[str, ...]] = set()
        self._whole = {address: address for address in addresses if "{" not in address}
        for address in addresses:
            parts = address.strip("/").split("/")
            named = [part for part in parts if not part.startswith("{")]
            self._known.update(tuple(named[: length + 1]) for length in range(len(named)))

    def shown(self, path: str) -> str:
        """Return the beginning of a path that is part of an address, and a mark where there was more."""
        return self._whole.get(path) or self._beginning(path)

    def _beginning(self, path: str) -> str:
        kept: tuple[str, ...] = ()
        # One part more than an address has is never looked at, however long the path.
        for part in path[1:].split("/", 8):
            if (*kept, part) not in self._known:
                return "/".join(("", *kept, REST)) if part or not kept else "/".join(("", *kept, ""))
            kept = (*kept, part)
        return "/".join(("", *kept))
