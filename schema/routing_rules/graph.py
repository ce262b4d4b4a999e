"""Routing rules as a part of the schema."""

from schema.graph import Graph
from schema.routing_rules.mutations import RoutingRuleMutations
from schema.routing_rules.queries import RoutingRuleQueries
from schema.routing_rules.types import RoutingRule

GRAPH = Graph(
    queries=(RoutingRuleQueries,),
    mutations=(RoutingRuleMutations,),
    nodes=(RoutingRule,),
    sizes={
        "considered": 10,
        "routingRules": 20,
        "settlements": 3,
        "topics": 5,
    },
)
