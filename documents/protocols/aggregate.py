"""Protocols as an aggregate."""

from auth.texts.errors import Text
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.protocols.chain import FAULTS, ProtocolFault
from documents.protocols.document import Protocol
from documents.protocols.resource import PROTOCOLS
from documents.protocols.rules import MACHINE, ProtocolStatus

AGGREGATE = Aggregate(
    records=(Protocol,),
    resources=(PROTOCOLS,),
    object_types=(
        ObjectType("Protocol", PROTOCOLS, Text("протокол", "the protocol"), permissions=("protocol",)),
    ),
    machines={"Protocols": MACHINE},
    enumerations=(
        Enumeration(
            ProtocolStatus,
            "ProtocolStatus",
            "Состояние протокола: the state of a protocol.",
            MACHINE.labels,
        ),
        Enumeration(
            ProtocolFault, "ProtocolFault", "Нарушение: what is wrong with a signed protocol.", FAULTS
        ),
    ),
)
