"""Numbers of cases: unique among all cases, one series a year and family, gaps allowed."""

from datetime import datetime, timedelta

from documents.kernel.write.change import Change

LOCAL = timedelta(hours=7)
"""Asia/Krasnoyarsk has had no other offset since 2014; a number carries the local year."""


def series_of(kind: str, registered_at: datetime) -> str:
    """Return the series of the numbers of such cases in the year in which one is registered, whenever it was received."""
    family = "incidents" if kind == "INCIDENT" else "submissions"
    return f"{family}-{(registered_at + LOCAL).year}"


async def case_number(change: Change, kind: str) -> str:
    """Return the next number of its series: `2026-000123` for messages and appeals, `ИМ-2026-000045` for incidents."""
    series = series_of(kind, change.now)
    year, number = series.rpartition("-")[2], await change.number(series)
    return f"ИМ-{year}-{number:06d}" if kind == "INCIDENT" else f"{year}-{number:06d}"
