"""The one clock: everything below the doors is told what time it is."""

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Read the clock as naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def monotonic() -> float:
    """Read the clock that only goes forward, in seconds; for ages and durations."""
    return time.monotonic()
