"""The stored shape of what is remembered of a record of another system, beside the case that it became."""

from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.intake.ids import reference_id_of
from documents.kernel.read.paging import sort_value
from documents.kernel.record import EmbeddedDocument, Record


class UnmatchedName(EmbeddedDocument):
    """A name of another system that nothing here goes by."""

    kind: str
    name: str


class ToldField(EmbeddedDocument):
    """What another system said of a field, and what the case held once it was taken: as keyed marks, to be compared."""

    told: str
    stored: str | None = None


class IntakeRecord(Record):
    """What a record of another system said last: marks of its fields, names that nobody knew, and all else sealed.

    `mark` is of the whole record, so that one that comes again unchanged is known at once. `conflicts` are fields of which
    it says something else than people have decided here, with the mark of what it says. `waiting` are the ids of the
    unmatched names.
    """

    system: str
    external_id: str
    case_id: str
    case_kind: str
    case_number: str
    channel_id: str
    system_id: str | None = None
    creator_id: str
    mark: str
    fields: dict[str, ToldField] = {}
    conflicts: dict[str, str] = {}
    unmatched: list[UnmatchedName] = []
    waiting: list[str] = []
    beside: str | None = None
    first_at: datetime
    access_keys: list[str] = []
    is_demo: bool = False

    sealed: ClassVar[frozenset[str]] = frozenset({"beside"})
    told: ClassVar[frozenset[str]] = frozenset({"system", "external_id", "case_id"})
    texts: ClassVar[frozenset[str]] = frozenset({"conflicts", "unmatched", "beside"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {
            "revision",
            "updated_at",
            "access_keys",
            "mark",
            "fields",
            "waiting",
            "first_at",
            "case_kind",
            "case_number",
            "channel_id",
            "system_id",
            "creator_id",
            "is_demo",
        }
    )

    class Settings:
        name = "intake_records"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("case_id", ASCENDING)], name="case"),
            IndexModel([("waiting", ASCENDING)], name="waiting"),
        ]

    def derive(self) -> None:
        """Fill who may look at it: whoever keeps the desk, and the system itself; and the names that wait."""
        keys = {f"channel:{self.channel_id}", f"creator:{self.creator_id}"}
        if self.system_id is not None:
            keys.add(f"system:{self.system_id}")
        self.access_keys = sorted(keys)
        self.waiting = sorted(
            {reference_id_of(self.system, self.channel_id, one.kind, one.name) for one in self.unmatched}
        )


class UnmatchedReference(Record):
    """A name of another system that nothing here went by when it came, in the records of one channel; `target_id` is what it
    stands for, once somebody has said so."""

    system: str
    kind: str
    name: str
    channel_id: str
    target_id: str | None = None
    first_at: datetime
    sort_first: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    told: ClassVar[frozenset[str]] = frozenset({"system", "kind", "channel_id", "target_id", "first_at"})
    texts: ClassVar[frozenset[str]] = frozenset({"name"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_first", "is_demo"}
    )

    class Settings:
        name = "unmatched_references"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("sort_first", DESCENDING)], name="sort_first"),
            IndexModel([("access_keys", ASCENDING), ("sort_first", DESCENDING)], name="keys_sort_first"),
        ]

    def derive(self) -> None:
        """Fill who may say what it stands for, whoever keeps the desk; and the sort value: the moment it came."""
        self.access_keys = [f"channel:{self.channel_id}"]
        self.sort_first = sort_value(self.first_at, self.id)
