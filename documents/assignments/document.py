"""The stored shape of an assignment and what follows from it at every write."""

from datetime import date, datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.assignments.deadline import LOCAL_DAYS, RUNNING, acknowledged_by, overdue_from
from documents.assignments.recurring import recurrence_of
from documents.center.calendars import calendar_of
from documents.files.document import Attachment
from documents.kernel.read.paging import sort_value
from documents.kernel.record import FAR, EmbeddedDocument, Record

SORTS = ("sort_due", "sort_issued")

FILTERED = ("status", "responsible_id", "organization_id", "protocol_id")
"""Filters of every screen: each is in a compound index with each sort."""

OPEN = RUNNING | {"REPORTED"}
"""States in which an assignment still waits for somebody, once it is issued."""

CARRIED = ("status", "responsible_id", "organization_id", "overdue_at")
"""What stands behind each sort value, so that rows that do not match are passed over in the index, without being read."""


class Report(EmbeddedDocument):
    """What was done, with evidence (links or words, and files), and what the controller said: ACCEPTED or RETURNED."""

    no: int
    text: str
    evidence: list[str] = []
    files: list[Attachment] = []
    at: datetime
    by_id: str
    verdict: str | None = None
    comment: str | None = None
    decided_by_id: str | None = None
    decided_at: datetime | None = None


class Extension(EmbeddedDocument):
    """One later day, given before the earlier one was over: from which to which (ISO), why, and by whom."""

    from_on: str
    to_on: str
    reason: str
    by_id: str
    at: datetime


def _index(*keys: tuple[str, int], name: str) -> IndexModel:
    return IndexModel(list(keys), name=name)


def _carried() -> list[tuple[str, int]]:
    return [(name, ASCENDING) for name in CARRIED]


class Assignment(Record):
    """One task of one responsible official. `due_on` is a local day (ISO), null where it recurs; the text never changes.

    One that recurs stands for its periods: of each there is one of its own, whose `series_id` names it and whose
    `period_on` is the first day. `made_until` is the first day of the last period that there is one of.
    """

    number: str
    protocol_id: str | None = None
    decision_no: str | None = None
    text: str
    responsible_id: str
    organization_id: str | None = None
    co_executor_ids: list[str] = []
    due_on: str | None = None
    recurrence: str | None = None
    series_id: str | None = None
    period_on: str | None = None
    made_until: str | None = None
    next_period_on: str | None = None
    controller_id: str | None = None
    secretary_id: str | None = None
    status: str
    reports: list[Report] = []
    extensions: list[Extension] = []
    issued_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by_id: str | None = None
    acknowledged_via: str | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelling_protocol_id: str | None = None
    cancelling_decision_no: str | None = None
    escalation_level: int | None = None
    escalated_from: datetime | None = None
    acknowledge_by: datetime = FAR
    overdue_at: datetime = FAR
    sort_due: str = ""
    sort_issued: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    is_listed_by_action: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {"number", "protocol_id", "decision_no", "responsible_id", "organization_id", "co_executor_ids", "due_on",
         "recurrence", "controller_id", "status", "issued_at", "acknowledged_at", "completed_at",
         "secretary_id", "escalation_level", "series_id", "period_on", "cancelled_at", "cancelling_protocol_id",
         "cancelling_decision_no"}
    )  # fmt: skip
    texts: ClassVar[frozenset[str]] = frozenset({"text", "reports", "extensions", "acknowledged_via"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", *SORTS, "overdue_at", "escalated_from", "is_demo",
         "made_until", "next_period_on", "acknowledge_by"}
    )  # fmt: skip

    class Settings:
        name = "assignments"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("number", ASCENDING)], name="assignment_number_unique", unique=True),
            IndexModel([("overdue_at", ASCENDING)], name="overdue"),
            IndexModel([("access_keys", ASCENDING), ("overdue_at", ASCENDING)], name="keys_overdue"),
            IndexModel(
                [("series_id", ASCENDING), ("period_on", ASCENDING)],
                name="period_unique",
                unique=True,
                partialFilterExpression={"series_id": {"$gt": ""}},
            ),
            IndexModel([("next_period_on", ASCENDING)], name="next_period"),
            IndexModel([("acknowledge_by", ASCENDING)], name="acknowledge_by"),
            *(_index((sort, DESCENDING), *_carried(), name=sort) for sort in SORTS),
            *(
                _index(("access_keys", ASCENDING), (sort, DESCENDING), *_carried(), name=f"keys_{sort}")
                for sort in SORTS
            ),
            *(
                IndexModel([(name, ASCENDING), (sort, DESCENDING)], name=f"{name}_{sort}")
                for name in FILTERED
                for sort in SORTS
            ),
        ]

    def reckon(self, reference: Any) -> None:
        """Fill by when its official is to acknowledge it."""
        self.acknowledge_by = acknowledged_by(self.status, self.issued_at, calendar_of(reference))

    def derive(self) -> None:
        """Fill access keys, sort values, the moment of becoming overdue, and the next period of what recurs."""
        self.access_keys = access_keys(self)
        self.sort_due = sort_value(self.due_on, self.id)
        self.sort_issued = sort_value(self.issued_at, self.id)
        self.overdue_at = overdue_from(
            self.status, self.due_on, self.reports[-1].at if self.reports else None
        )
        self.next_period_on = next_period_on(self)


def next_period_on(assignment: Assignment) -> str | None:
    """Return the first day (ISO) of the next period of what recurs and is open; None of all else."""
    recurrence = recurrence_of(assignment.recurrence)
    if recurrence is None or assignment.issued_at is None or assignment.status not in OPEN:
        return None
    if assignment.made_until is not None:
        return recurrence.following(date.fromisoformat(assignment.made_until)).isoformat()
    return recurrence.first_period(LOCAL_DAYS.day_of(assignment.issued_at)).isoformat()


def access_keys(assignment: Assignment) -> list[str]:
    """Return who has a right to it: its secretary always; from the issue on all members, the organization, and those who do
    it."""
    keys = {f"secretary:{assignment.secretary_id}"} if assignment.secretary_id else set()
    if assignment.status == "DRAFT":
        return sorted(keys)
    keys.add("center")
    if assignment.organization_id is not None:
        keys.add(f"org:{assignment.organization_id}")
    keys.update(f"person:{one}" for one in (assignment.responsible_id, *assignment.co_executor_ids))
    return sorted(keys)
