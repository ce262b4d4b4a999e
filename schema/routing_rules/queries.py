"""Queries of routing rules: all of them, in their order."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.routing_rules.resource import ROUTING_RULES
from schema.context import GraphInfo
from schema.memory import memory_list
from schema.nodes import query
from schema.routing_rules.types import RoutingRule


@strawberry.type
class RoutingRuleQueries:
    @query(
        Action.POLICY_READ,
        list[RoutingRule],
        "Routing rules (правила маршрутизации) in their order, those that are switched off too; at most 100.",
    )
    async def routing_rules(self, info: GraphInfo) -> Any:
        return memory_list(info, ROUTING_RULES)
