"""Disclosures as an aggregate: the log of access to personal data."""

from documents.disclosures.document import PersonalDataAccess
from documents.disclosures.resource import ACCESSES
from documents.disclosures.vocabulary import LABELS, AccessKind, RevealField
from documents.kernel.aggregate import Aggregate, Enumeration

AGGREGATE = Aggregate(
    records=(PersonalDataAccess,),
    resources=(ACCESSES,),
    enumerations=(
        Enumeration(
            RevealField, "RevealField", "Что раскрыть: what may be shown unmasked.", LABELS[RevealField]
        ),
        Enumeration(
            AccessKind,
            "PersonalDataAccessKind",
            "Вид доступа: how personal data was accessed.",
            LABELS[AccessKind],
        ),
    ),
)
