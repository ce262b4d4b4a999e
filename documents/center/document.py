"""Stored shapes of what the centre rests on: legal acts, deadline policies, calendar days, settings."""

from typing import ClassVar

from pymongo import IndexModel

from documents.kernel.read.paging import sort_value
from documents.kernel.record import Record


class LegalAct(Record):
    """A decree, order or law that something rests on; `issued_on` is an ISO day."""

    kind: str
    number: str
    issued_on: str
    title: str
    url: str | None = None
    file_id: str | None = None
    sort_issued: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    untold: ClassVar[frozenset[str]] = frozenset({"revision", "updated_at", "access_keys", "sort_issued"})

    class Settings:
        name = "legal_acts"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """The sort value: the day of issue."""
        self.sort_issued = sort_value(self.issued_on, self.id)


class DeadlinePolicy(Record):
    """A rule of deadlines as data: `amount` in `unit`, counted from RECEIVED or REGISTERED (domain rules, §5.4)."""

    title: str
    unit: str
    amount: int
    counted_from: str = "RECEIVED"
    applies: dict[str, list[str]] = {}
    note: str | None = None
    clause: str | None = None
    is_active: bool = True

    is_reference: ClassVar[bool] = True

    class Settings:
        name = "deadline_policies"
        indexes: ClassVar[list[IndexModel]] = []


class CalendarDay(Record):
    """A day that differs from its weekday: DAY_OFF, WORKING or SHORTENED; its id is the ISO day.

    A cleared one is ordinary again; the row stays for its history.
    """

    kind: str
    basis: str | None = None
    is_cleared: bool = False

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
    """A number or switch of the centre that practice, not the code, decides."""

    value: bool | int | str | list[str]
    note: str | None = None

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"value"})

    class Settings:
        name = "settings"
        indexes: ClassVar[list[IndexModel]] = []
