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
        "considered": 5,
        "routingRules": 5,
        "settlements": 2,
        "topics": 2,
    },
)
