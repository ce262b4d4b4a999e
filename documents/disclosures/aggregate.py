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
            RevealField, "RevealField", "Что раскрыть: what may be shown in plain.", LABELS[RevealField]
        ),
        Enumeration(
            AccessKind,
            "PersonalDataAccessKind",
            "Вид доступа: in which way somebody came to personal data.",
            LABELS[AccessKind],
        ),
    ),
)
