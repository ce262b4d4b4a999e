"""Routing rules as types: a rule, and what the rules say of one case."""

from collections.abc import Mapping
from typing import Any

import strawberry

from auth.actions import Action
from auth.policy.decide import may_ever
from documents.cases.vocabulary import Importance, Regime
from documents.routing_rules.resource import ROUTING_RULES
from documents.routing_rules.rules import RoutingDecision, rules_in_force
from documents.routing_rules.vocabulary import (
    RoutingCondition,
    RoutingHours,
    RoutingRuleFault,
    RoutingRuleOutcome,
)
from schema.context import GraphInfo
from schema.directory.types import Channel, Organization, Person, Sector, Settlement, Topic
from schema.lives import history_field
from schema.memory import related
from schema.nodes import Node

Row = Mapping[str, Any]


@strawberry.type(
    description=(
        "Правило маршрутизации: to whom cases go that meet all of its conditions; an empty condition asks nothing. "
        "Of several rules the first in their order that fits decides."
    )
)
class RoutingRule(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(ROUTING_RULES)
    title: str = strawberry.field(description="Name in Russian.")
    rank: int = strawberry.field(description="Its rank in the order, from 1.")
    is_active: bool = strawberry.field(description="Whether it is switched on.")
    regimes: list[Regime] = strawberry.field(description="Legal regimes, one of which the case has.")
    importances: list[Importance] = strawberry.field(
        description="Importance that an incident has, one of these."
    )
    words: list[str] = strawberry.field(
        description=(
            "Words and phrases, one of which the case contains in whatever form; of a sensitive case only the summary is "
            "looked at."
        )
    )
    hours: RoutingHours | None = strawberry.field(
        description="Whether it is for what was received within working hours or outside them; null for both."
    )
    reason: str = strawberry.field(description="The reason that routings by this rule give, in Russian.")

    @strawberry.field(description="Topics, one of which the case has.", graphql_type=list[Topic])
    def topics(self, info: GraphInfo, rule: strawberry.Parent[Row]) -> Any:
        return _all(info, "topics", rule["topic_ids"])

    @strawberry.field(description="Sectors, one of which the case has.", graphql_type=list[Sector])
    def sectors(self, info: GraphInfo, rule: strawberry.Parent[Row]) -> Any:
        return _all(info, "sectors", rule["sector_ids"])

    @strawberry.field(description="Settlements, one of which the case has.", graphql_type=list[Settlement])
    def settlements(self, info: GraphInfo, rule: strawberry.Parent[Row]) -> Any:
        return _all(info, "settlements", rule["settlement_ids"])

    @strawberry.field(
        description="Channels, one of which the case arrived through.", graphql_type=list[Channel]
    )
    def channels(self, info: GraphInfo, rule: strawberry.Parent[Row]) -> Any:
        return _all(info, "channels", rule["channel_ids"])

    @strawberry.field(description="The organization that it sends to.", graphql_type=Organization | None)
    def recipient(self, info: GraphInfo, rule: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", rule["recipient_id"])

    @strawberry.field(
        description="The person in that organization; null if it names none.", graphql_type=Person | None
    )
    def assignee(self, info: GraphInfo, rule: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", rule["assignee_id"])

    @strawberry.field(
        description=(
            "Why it cannot be followed, so that it is passed over; null for a sound rule and for one that is switched off."
        ),
        graphql_type=RoutingRuleFault | None,
    )
    def fault(self, info: GraphInfo, rule: strawberry.Parent[Row]) -> Any:
        in_force = rules_in_force(info.context.container.access.reference)
        return next((one.fault for one in in_force if one.row["_id"] == rule["_id"]), None)


def _all(info: GraphInfo, collection: str, ids: list[str]) -> list[Row]:
    found = (related(info, collection, one) for one in ids)
    return [row for row in found if row is not None]


def related_rule(info: GraphInfo, rule_id: str | None) -> Row | None:
    """Return a routing rule that a row names; None for who may not read the policy."""
    return related(info, "routing_rules", rule_id) if reads_rules(info) else None


def reads_rules(info: GraphInfo) -> bool:
    """Return whether the viewer may read routing rules."""
    return may_ever(info.context.principal, Action.POLICY_READ)


@strawberry.type(description="A routing rule that was held against a case, and what became of it.")
class ConsideredRoutingRule:
    rule_id: strawberry.ID = strawberry.field(description="The id of the rule, one of `routingRules`.")
    outcome: RoutingRuleOutcome = strawberry.field(description="What became of it.")
    condition: RoutingCondition | None = strawberry.field(
        description="The condition that the case does not meet, or that cannot be told; null otherwise."
    )
    fault: RoutingRuleFault | None = strawberry.field(
        description="Why the rule cannot be followed; null otherwise."
    )


@strawberry.type(
    description="Предлагаемая маршрутизация: where the routing rules would send a case, and why."
)
class RoutingSuggestion:
    rule_id: strawberry.ID | None = strawberry.field(
        description="The id of the rule that decides, one of `routingRules`; null if none fits."
    )
    recipient: Organization | None = strawberry.field(
        description="The organization to route to; null if no rule fits."
    )
    assignee: Person | None = strawberry.field(
        description="The person in that organization; null if none is named."
    )
    considered: list[ConsideredRoutingRule] = strawberry.field(
        description="The rules that were held against the case, in their order, up to the one that decides."
    )


def shown_suggestion(info: GraphInfo, found: RoutingDecision | None) -> dict[str, Any] | None:
    """Return the mapping that the type reads; None where the rules have no say."""
    if found is None:
        return None
    rule = found.rule
    return {
        "rule_id": rule["id"] if rule is not None else None,
        "recipient": related(info, "organizations", rule["recipient_id"]) if rule is not None else None,
        "assignee": related(info, "persons", rule["assignee_id"]) if rule is not None else None,
        "considered": [
            {
                "rule_id": one.rule["id"],
                "outcome": one.outcome,
                "condition": one.condition,
                "fault": one.fault,
            }
            for one in found.considered
        ],
    }
