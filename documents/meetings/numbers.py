"""Numbers of meetings and of proposals to agendas: one series a year for each, gaps allowed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from documents.center.calendars import calendar_of
from documents.kernel.read.reference import Snapshot


@dataclass(frozen=True)
class Numbered:
    """How numbers of one kind look, and what their series are called."""

    prefix: str
    name: str

    def series(self, year: int) -> str:
        """Return the name of the series of a local year."""
        return f"{self.name}-{year}"

    def number(self, year: int, drawn: int) -> str:
        """Return a number as it is shown: `З-2026-000012`."""
        return f"{self.prefix}-{year}-{drawn:06d}"

    async def next(self, snapshot: Snapshot, moment: datetime, draw: Callable[[str], Awaitable[int]]) -> str:
        """Return the next number of the local year of a moment; `draw` draws from a series."""
        year = calendar_of(snapshot).day_of(moment).year
        return self.number(year, await draw(self.series(year)))


MEETINGS, PROPOSALS = Numbered("З", "meetings"), Numbered("ПР", "proposals")
