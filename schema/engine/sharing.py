"""Answers to what many rows share: a kept row or a frozen list is completed once by each function, not once a row."""

from collections.abc import Callable
from typing import Any

from schema.engine.counters import count

MOST_SHARED = 20_000
"""Answers kept, of all operations together; then all are forgotten and made anew."""

Complete = Callable[[Any], Any]


class Shared:
    """What never changes, by its identity → its answers. The answers are shared as well: nobody may alter them."""

    def __init__(self, most: int = MOST_SHARED) -> None:
        self._most = most
        self._kept = 0
        self._known: dict[int, tuple[Any, dict[Complete, Any]]] = {}

    def __call__(self, complete: Complete, value: Any) -> Any:
        """The answer of a generated function, made once. Raises what the function raises."""
        known = self._known.get(id(value))
        # The value is held beside its answers, so that its id stays its own.
        if known is None or known[0] is not value:
            known = self._known[id(value)] = (value, {})
        found = known[1].get(complete)
        if found is None:
            found = known[1][complete] = complete(value)
            self._kept += 1
            if self._kept > self._most:
                self.forget()
        return found

    def forget(self) -> None:
        """Begin anew."""
        self._known.clear()
        self._kept = 0
        count("shared.forgotten")


SHARED = Shared()
"""One a process."""
