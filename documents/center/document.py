"""Stored shapes of what the center rests on: deadline policies, calendar days, reasons, settings."""

from datetime import date, datetime
from typing import ClassVar, Self

from pydantic import field_validator, model_validator
from pymongo import ASCENDING, IndexModel

from documents.kernel.calendar import LONGEST, DayKind, DeadlineUnit
from documents.kernel.record import EmbeddedDocument, Record


class EarlierTerm(EmbeddedDocument):
    """The term of a policy for what was registered before `until`."""

    until: datetime
    unit: str
    amount: int
    counted_from: str


class DeadlinePolicy(Record):
    """A rule of deadlines as data: `amount` in `unit`, counted from RECEIVED or REGISTERED (domain rules, §5.4).

    `earlier_terms`, oldest first, hold for what was registered before they were changed.
    """

    title: str
    unit: str
    amount: int
    counted_from: str = "RECEIVED"
    applies: dict[str, list[str]] = {}
    note: str | None = None
    clause: str | None = None
    is_active: bool = True
    earlier_terms: list[EarlierTerm] = []

    @model_validator(mode="after")
    def _is_computed(self) -> Self:
        if not 1 <= self.amount <= LONGEST[DeadlineUnit(self.unit)]:
            raise ValueError("a policy of no deadline")
        return self

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"title", "unit", "amount", "counted_from", "is_active"})
    texts: ClassVar[frozenset[str]] = frozenset({"note", "clause", "applies", "earlier_terms"})

    class Settings:
        name = "deadline_policies"
        indexes: ClassVar[list[IndexModel]] = []


class DeadlineRecount(Record):
    """That somebody had all open deadlines counted anew, and why; `done_at` is null until nothing is left to count."""

    asked_by_id: str
    reason: str
    done_at: datetime | None = None

    told: ClassVar[frozenset[str]] = frozenset({"asked_by_id", "done_at"})
    texts: ClassVar[frozenset[str]] = frozenset({"reason"})

    class Settings:
        name = "deadline_recounts"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("done_at", ASCENDING)], name="waiting")]


class CalendarDay(Record):
    """A day that differs from its weekday: DAY_OFF, WORKING or SHORTENED; its id is the ISO day.

    A cleared one is ordinary again; the row stays for its history.
    """

    kind: str
    basis: str | None = None
    is_cleared: bool = False

    @field_validator("id")
    @classmethod
    def _names_a_day(cls, value: str) -> str:
        date.fromisoformat(value)
        return value

    @field_validator("kind")
    @classmethod
    def _is_a_kind(cls, value: str) -> str:
        return DayKind(value).value

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"kind", "is_cleared"})

    class Settings:
        name = "calendar_days"
        indexes: ClassVar[list[IndexModel]] = []


class Reason(Record):
    """Usual words for turning down, dismissing or returning; its id is the kind and the code."""

    kind: str
    code: str
    title: str
    is_active: bool = True

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"kind", "code", "title", "is_active"})

    class Settings:
        name = "reasons"
        indexes: ClassVar[list[IndexModel]] = []


class Setting(Record):
    """A number or switch of the center that practice, not the code, decides."""

    value: bool | int | str | list[float] | list[str]
    note: str | None = None

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"value"})

    class Settings:
        name = "settings"
        indexes: ClassVar[list[IndexModel]] = []
