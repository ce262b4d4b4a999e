"""The stored shapes of what is kept about the database itself; none of it is of the domain."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from beanie import Document
from pymongo import IndexModel


class DataRelease(Document):
    """Of which release the data are: one row, whose number counts the steps of migration that they have gone through."""

    id: str  # type: ignore[assignment]  # Beanie's own default is an ObjectId
    number: int
    noted_at: datetime

    class Settings:
        name = "data_release"
        indexes: ClassVar[list[IndexModel]] = []


class KeyCheck(Document):
    """A value by which a key of personal data is known again: nothing of the key follows from it."""

    id: str  # type: ignore[assignment]  # what the key is for, and its id
    value: str

    class Settings:
        name = "key_checks"
        indexes: ClassVar[list[IndexModel]] = []


class MigrationRun(Document):
    """What came of one step of migration: when it began and ended, in how many runs, and what it counted."""

    id: str  # type: ignore[assignment]  # the number of the step
    title: str
    started_at: datetime
    ended_at: datetime | None = None
    seconds: float = 0.0
    runs: int = 0
    counts: Mapping[str, int] = {}

    class Settings:
        name = "migration_runs"
        indexes: ClassVar[list[IndexModel]] = []


class MigrationLease(Document):
    """Who migrates, and until when nobody else may: one row, there while somebody does."""

    id: str  # type: ignore[assignment]  # one and the same
    holder: str
    until: datetime

    class Settings:
        name = "migration_lease"
        indexes: ClassVar[list[IndexModel]] = []


BOOKKEEPING: tuple[type[Document], ...] = (DataRelease, KeyCheck, MigrationRun, MigrationLease)
"""All of them: made with the indexes of the documents."""
