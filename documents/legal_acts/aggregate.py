"""Legal acts as an aggregate: what appointments, absences and settings are based on."""

from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.legal_acts.document import LegalAct
from documents.legal_acts.kinds import TERMS, LegalActKind
from documents.legal_acts.resource import LEGAL_ACTS

AGGREGATE = Aggregate(
    records=(LegalAct,),
    resources=(LEGAL_ACTS,),
    object_types=(ObjectType("LegalAct", LEGAL_ACTS),),
    enumerations=(
        Enumeration(
            LegalActKind,
            "LegalActKind",
            "Вид правового акта: what a legal act is.",
            TERMS,
            otherwise=LegalActKind.OTHER,
        ),
    ),
    loaded={LegalAct: "Правовой акт загружен"},
)
