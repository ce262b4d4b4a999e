"""Assignments as an aggregate."""

from auth.texts.errors import Text
from documents.assignments.document import Assignment
from documents.assignments.recurring import WORDS, AssignmentPeriod
from documents.assignments.resource import ASSIGNMENTS
from documents.assignments.rules import MACHINE, AssignmentStatus
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType

AGGREGATE = Aggregate(
    records=(Assignment,),
    resources=(ASSIGNMENTS,),
    object_types=(
        ObjectType(
            "Assignment", ASSIGNMENTS, Text("поручение", "the assignment"), permissions=("assignment",)
        ),
    ),
    machines={"Assignments": MACHINE},
    enumerations=(
        Enumeration(
            AssignmentStatus,
            "AssignmentStatus",
            "Состояние поручения: the state of an assignment.",
            MACHINE.labels,
        ),
        Enumeration(
            AssignmentPeriod,
            "AssignmentPeriod",
            "Периодичность поручения: how often an assignment recurs.",
            WORDS,
        ),
    ),
)
