"""How unknown names and conflicts of other systems are read: latest first, by whoever keeps the desk that they came to."""

from auth.actions import Action
from documents.intake.conflict import IntakeConflict
from documents.intake.document import UnmatchedReference
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource

TARGET = frozenset({"kind", "target_id"})

REFERENCES = Resource(
    name="unmatched_reference",
    record=UnmatchedReference,
    read=Action.INTAKE_RESOLVE,
    orders={"FIRST_AT": "sort_first"},
    default_order=("FIRST_AT", Direction.DESC),
    relations={"channel": Relation("channels", "channel_id")},
    paths={"target_id": None},
    needs={
        **dict.fromkeys(("topic", "organization", "person", "settlement", "status"), TARGET),
        **dict.fromkeys(("records", "last_at"), frozenset({"_id"})),
    },
    always=frozenset({"access_keys"}),
)

CONFLICTS = Resource(
    name="intake_conflict",
    record=IntakeConflict,
    read=Action.INTAKE_RESOLVE,
    orders={"SINCE": "sort_since"},
    default_order=("SINCE", Direction.DESC),
    relations={"channel": Relation("channels", "channel_id")},
    paths={"case_id": None},
    needs={
        "case": frozenset({"case_id"}),
        "differences": frozenset({"_id", "differences", "said", "case_id"}),
    },
    always=frozenset({"access_keys"}),
)
