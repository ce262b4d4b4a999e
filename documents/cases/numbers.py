"""Numbers of cases: unique among all cases, one series a year and family, gaps allowed."""

from datetime import timedelta

from documents.kernel.write.change import Change

LOCAL = timedelta(hours=7)
"""Asia/Krasnoyarsk has had no other offset since 2014; a number carries the local year."""


async def case_number(change: Change, kind: str) -> str:
    """Return the next number of this year, in which it is registered, whenever it was received: `2026-000123` for messages
    and appeals, `ИМ-2026-000045` for incidents."""
    year = (change.now + LOCAL).year
    if kind == "INCIDENT":
        return f"ИМ-{year}-{await change.number(f'incidents-{year}'):06d}"
    return f"{year}-{await change.number(f'submissions-{year}'):06d}"
