"""What the executor did, as numbers: how often generated code answered, and why it did not."""

from collections import Counter
from collections.abc import Mapping

_counts: Counter[str] = Counter()


def count(name: str, by: int = 1) -> None:
    """Add to a counter. Names come from this package, never from a request, so that there is a bounded number."""
    _counts[name] += by


def figures() -> Mapping[str, int]:
    """Return the counters since the start of the process.

    `plans` and `fields` were compiled, `runs.list` and `runs.object` answered by generated code; `kept.<reason>`
    selections were left to graphql-core when they were compiled, `fell.<reason>` when they ran.
    """
    return dict(sorted(_counts.items()))


def forget() -> None:
    """Start counting anew."""
    _counts.clear()
