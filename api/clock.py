"""The one clock: everything below the doors is told what time it is."""

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Read the clock as naive UTC, cut to milliseconds as the store keeps them: what is answered now is read again later."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000, tzinfo=None)


def monotonic() -> float:
    """Read the clock that only goes forward, in seconds; for ages and durations."""
    return time.monotonic()
