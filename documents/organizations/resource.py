"""How organizations and officials are read: from memory, by name; work contacts are withheld from partners' clients."""

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource
from documents.organizations.document import Organization, Person

ORGANIZATIONS = Resource(
    name="organization",
    record=Organization,
    read=Action.DIRECTORY_READ,
    orders={"NAME": "sort_name"},
    default_order=("NAME", Direction.ASC),
    relations={
        "parent": Relation("organizations", "parent_id"),
        "sectors": Relation("sectors", "sector_ids", many=True),
    },
)

PERSONS = Resource(
    # The name under which the policy withholds work_phone and work_email.
    name="person",
    record=Person,
    read=Action.DIRECTORY_READ,
    orders={"NAME": "sort_name"},
    default_order=("NAME", Direction.ASC),
    relations={"organization": Relation("organizations", "organization_id")},
)
