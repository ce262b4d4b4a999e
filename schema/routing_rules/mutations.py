"""Mutations on routing rules (III.4.3/1)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.directory.operations import routing_rules
from documents.routing_rules.resource import ROUTING_RULES
from schema.context import GraphInfo
from schema.directory.changing import created, updated
from schema.problems import Ids, ProblemType, mutation, run
from schema.routing_rules.inputs import CreateRoutingRuleInput, MoveRoutingRuleInput, UpdateRoutingRuleInput
from schema.routing_rules.types import RoutingRule

SHOWN_AS = "routing_rule"


@strawberry.type(description="The result of a mutation on a routing rule.")
class RoutingRulePayload:
    routing_rule: RoutingRule | None = strawberry.field(
        description="Its current state; null if there is none."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class RoutingRuleMutations:
    @mutation(Action.POLICY_MANAGE, RoutingRulePayload, "Add a routing rule behind the others.")
    async def create_routing_rule(self, info: GraphInfo, input: CreateRoutingRuleInput) -> Any:
        return await created(info, routing_rules.create_routing_rule, ROUTING_RULES, input, shown_as=SHOWN_AS)

    @mutation(
        Action.POLICY_MANAGE,
        RoutingRulePayload,
        "Change a routing rule, or switch it off or on. Cases that have been routed stay where they are.",
    )
    async def update_routing_rule(self, info: GraphInfo, input: UpdateRoutingRuleInput) -> Any:
        return await updated(info, routing_rules.update_routing_rule, ROUTING_RULES, input, shown_as=SHOWN_AS)

    @mutation(
        Action.POLICY_MANAGE,
        RoutingRulePayload,
        "Give a routing rule another rank: the first rule that fits decides.",
    )
    async def move_routing_rule(self, info: GraphInfo, input: MoveRoutingRuleInput) -> Any:
        ids = Ids()
        return await run(
            info,
            routing_rules.move_routing_rule,
            ROUTING_RULES,
            shown_as=SHOWN_AS,
            ids=ids,
            target_id=ids.one(input.id, "RoutingRule", path="id"),
            expected_revision=input.expected_revision,
            facts={"rank": input.rank},
        )
