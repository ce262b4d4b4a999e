"""Members as an aggregate: who holds which role, and when the curator is away."""

from auth.texts.errors import Text
from documents.kernel.aggregate import Aggregate, ObjectType
from documents.members.curatorship import CURATOR_LOCK, MEMBERS_LOCK
from documents.members.document import CuratorAbsence, Membership
from documents.members.resource import ABSENCES, MEMBERS

AGGREGATE = Aggregate(
    records=(CuratorAbsence, Membership),
    resources=(ABSENCES, MEMBERS),
    object_types=(
        ObjectType("CuratorAbsence", ABSENCES, Text("отсутствие", "the absence"), permissions=("absence",)),
        ObjectType("Membership", MEMBERS),
    ),
    lock_rows=(CURATOR_LOCK, MEMBERS_LOCK),
    loaded={
        CuratorAbsence: "Отсутствие куратора загружено",
        Membership: "Назначение загружено",
    },
)
