"""How routing rules are read: from memory, in their order."""

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource
from documents.routing_rules.document import RoutingRule

ROUTING_RULES = Resource(
    name="routing_rule",
    record=RoutingRule,
    read=Action.POLICY_READ,
    orders={"RANK": "sort_rank"},
    default_order=("RANK", Direction.ASC),
    relations={
        "topics": Relation("topics", "topic_ids", many=True),
        "sectors": Relation("sectors", "sector_ids", many=True),
        "settlements": Relation("settlements", "settlement_ids", many=True),
        "channels": Relation("channels", "channel_ids", many=True),
        "recipient": Relation("organizations", "recipient_id"),
        "assignee": Relation("persons", "assignee_id"),
    },
)
