"""Intake as an aggregate: what is remembered of records of other systems, and the names that nothing here goes by."""

from auth.texts.errors import Text
from documents.intake.document import IntakeRecord, UnmatchedReference
from documents.intake.resource import REFERENCES
from documents.intake.vocabulary import LABELS, ReferenceKind
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType

AGGREGATE = Aggregate(
    records=(IntakeRecord, UnmatchedReference),
    resources=(REFERENCES,),
    object_types=(
        ObjectType("UnmatchedReference", REFERENCES, Text("неизвестное название", "the unknown name")),
    ),
    enumerations=(
        Enumeration(
            ReferenceKind,
            "UnmatchedReferenceKind",
            "Вид названия: what a name of another system is to be here.",
            LABELS,
        ),
    ),
    loaded={UnmatchedReference: "Неизвестное название загружено"},
)
