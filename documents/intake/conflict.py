"""The stored shape of a conflict: what a record that came again says otherwise, and how people decided it."""

from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.kernel.read.paging import sort_value
from documents.kernel.record import EmbeddedDocument, Record


class IntakeDifference(EmbeddedDocument):
    """One field of which a record says something else than its case holds; `decision` is null while nobody has decided."""

    field: str
    mark: str
    since: datetime
    decision: str | None = None
    decided_at: datetime | None = None
    decided_by_id: str | None = None
    reason: str | None = None


class IntakeConflict(Record):
    """What a record of another system says otherwise than its case: one row beside what is remembered of the record, under
    the same id. `said` are the values of the differences in their order, theirs and, once decided, ours: sealed."""

    system: str
    external_id: str
    case_id: str
    channel_id: str
    differences: list[IntakeDifference] = []
    said: str | None = None
    is_open: bool = True
    since: datetime
    sort_since: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    sealed: ClassVar[frozenset[str]] = frozenset({"said"})
    told: ClassVar[frozenset[str]] = frozenset({"system", "external_id", "channel_id", "is_open", "since"})
    texts: ClassVar[frozenset[str]] = frozenset({"differences"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "said", "access_keys", "sort_since", "is_demo"}
    )

    class Settings:
        name = "intake_conflicts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("sort_since", DESCENDING)], name="sort_since"),
            IndexModel([("access_keys", ASCENDING), ("sort_since", DESCENDING)], name="keys_sort_since"),
        ]

    def derive(self) -> None:
        """Fill who may decide it, whoever keeps the desk; whether anything waits; and the sort value."""
        self.access_keys = [f"channel:{self.channel_id}"]
        self.is_open = any(one.decision is None for one in self.differences)
        self.sort_since = sort_value(self.since, self.id)
