"""Intake as an aggregate: what is remembered of records of other systems, and the names that nothing here goes by."""

from auth.texts.errors import Text
from documents.intake.conflict import IntakeConflict
from documents.intake.document import IntakeRecord, UnmatchedReference
from documents.intake.resource import CONFLICTS, REFERENCES
from documents.intake.vocabulary import (
    DECISION_LABELS,
    FIELD_LABELS,
    LABELS,
    IntakeDecision,
    IntakeField,
    UnmatchedReferenceKind,
)
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType

AGGREGATE = Aggregate(
    records=(IntakeRecord, IntakeConflict, UnmatchedReference),
    resources=(REFERENCES, CONFLICTS),
    object_types=(
        ObjectType("UnmatchedReference", REFERENCES, Text("неизвестное название", "the unknown name")),
        ObjectType("IntakeConflict", CONFLICTS, Text("расхождение", "the conflict")),
    ),
    enumerations=(
        Enumeration(
            UnmatchedReferenceKind,
            "UnmatchedReferenceKind",
            "Вид названия: what a name of another system is to be here.",
            LABELS,
        ),
        Enumeration(
            IntakeField,
            "IntakeField",
            "Поле записи: what a record of another system tells of a case.",
            FIELD_LABELS,
        ),
        Enumeration(
            IntakeDecision, "IntakeDecision", "Решение расхождения: how a difference ended.", DECISION_LABELS
        ),
    ),
    loaded={UnmatchedReference: "Неизвестное название загружено"},
)
