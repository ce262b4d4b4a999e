"""How deadline policies, reasons, settings and days are read: from memory, by id."""

from auth.actions import Action
from documents.center.document import CalendarDay, DeadlinePolicy, DeadlineRecount, Reason, Setting
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource

DEADLINE_POLICIES = Resource(
    name="deadline_policy",
    record=DeadlinePolicy,
    read=Action.POLICY_READ,
    orders={"CODE": "_id"},
    default_order=("CODE", Direction.ASC),
    paths={"applies": "conditions"},
    needs={"conditions": frozenset({"applies"})},
)

DEADLINE_RECOUNTS = Resource(
    name="deadline_recount",
    record=DeadlineRecount,
    read=Action.POLICY_READ,
    orders={"ID": "_id"},
    default_order=("ID", Direction.ASC),
    relations={"asked_by": Relation("persons", "asked_by_id")},
)

REASONS = Resource(
    name="reason",
    record=Reason,
    read=Action.DIRECTORY_READ,
    orders={"CODE": "_id"},
    default_order=("CODE", Direction.ASC),
)

SETTINGS = Resource(
    name="setting",
    record=Setting,
    read=Action.POLICY_READ,
    orders={"NAME": "_id"},
    default_order=("NAME", Direction.ASC),
)

CALENDAR_DAYS = Resource(
    name="calendar_day",
    record=CalendarDay,
    read=Action.DIRECTORY_READ,
    orders={"DATE": "_id"},
    default_order=("DATE", Direction.ASC),
)
