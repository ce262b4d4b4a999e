"""The ladder on which what is late goes up: whom each step reaches, and how many days after the deadline."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from documents.center.settings import ESCALATE_TO_CURATOR, ESCALATE_TO_HEAD, ESCALATE_TO_LEAD, setting
from documents.kernel.read.reference import Snapshot
from documents.notifications.vocabulary import NotificationRelation as R


@dataclass(frozen=True)
class Step:
    """One step: its number, the setting that says after how many days, how many where nobody set it, and whom it reaches."""

    level: int
    setting: str
    days: int
    relations: tuple[R, ...]

    def after(self, snapshot: Snapshot) -> timedelta:
        """Return how long after the deadline it is taken."""
        return timedelta(days=setting(snapshot, self.setting, default=self.days))


LADDER: tuple[Step, ...] = (
    Step(1, ESCALATE_TO_LEAD, 1, (R.SECTOR_LEAD, R.RECIPIENT_HEAD)),
    Step(2, ESCALATE_TO_HEAD, 3, (R.CENTER_HEAD,)),
    Step(3, ESCALATE_TO_CURATOR, 7, (R.CURATOR,)),
)
"""Before the first step, whoever works on it is told that it is overdue."""


def level_due(snapshot: Snapshot, overdue_at: datetime, now: datetime) -> int:
    """Return the highest step that is due for what became overdue then; 0 for none yet. A step is never taken before the
    one below it."""
    level = 0
    for step in LADDER:
        if overdue_at + step.after(snapshot) > now:
            break
        level = step.level
    return level
