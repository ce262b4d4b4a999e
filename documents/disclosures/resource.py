"""How the log of access to personal data is read: its one order, and whose lines they are."""

from auth.actions import Action
from documents.disclosures.document import PersonalDataAccess
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource

ACCESSES = Resource(
    name="personal_data_access",
    record=PersonalDataAccess,
    read=Action.ACCESS_LOG_READ,
    orders={"AT": "sort_at"},
    default_order=("AT", Direction.DESC),
    relations={"person": Relation("persons", "person_id")},
    needs={"case": frozenset({"case_id"})},
)
