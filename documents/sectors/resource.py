"""How directions and what orders them are read: from memory; sectors in the decree's order, the rest by title."""

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource
from documents.sectors.document import Channel, Sector, Settlement, Street, Topic

SECTORS = Resource(
    name="sector",
    record=Sector,
    read=Action.DIRECTORY_READ,
    orders={"LETTER": "letter"},
    default_order=("LETTER", Direction.ASC),
)

TOPICS = Resource(
    name="topic",
    record=Topic,
    read=Action.DIRECTORY_READ,
    orders={"TITLE": "sort_title"},
    default_order=("TITLE", Direction.ASC),
    relations={
        "group": Relation("topic_groups", "group_id"),
        "sector": Relation("sectors", "sector_id"),
        "default_recipient": Relation("organizations", "default_recipient_id"),
    },
)

SETTLEMENTS = Resource(
    name="settlement",
    record=Settlement,
    read=Action.DIRECTORY_READ,
    orders={"TITLE": "sort_title"},
    default_order=("TITLE", Direction.ASC),
)

STREETS = Resource(
    name="street",
    record=Street,
    read=Action.DIRECTORY_READ,
    orders={"TITLE": "sort_title"},
    default_order=("TITLE", Direction.ASC),
    relations={"settlement": Relation("settlements", "settlement_id")},
)

CHANNELS = Resource(
    name="channel",
    record=Channel,
    read=Action.DIRECTORY_READ,
    orders={"CODE": "_id"},
    default_order=("CODE", Direction.ASC),
    relations={"policy": Relation("deadline_policies", "policy_code")},
    paths={"policy_code": "policy_code"},
)
