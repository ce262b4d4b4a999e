"""Routing rules as an aggregate."""

from enum import StrEnum

from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.routing_rules.document import RoutingRule
from documents.routing_rules.resource import ROUTING_RULES
from documents.routing_rules.vocabulary import (
    LABELS,
    RoutingCondition,
    RoutingHours,
    RoutingRuleFault,
    RoutingRuleOutcome,
)


def _worded(enum: type[StrEnum], description: str) -> Enumeration:
    return Enumeration(enum, enum.__name__, description, LABELS[enum])


AGGREGATE = Aggregate(
    records=(RoutingRule,),
    resources=(ROUTING_RULES,),
    object_types=(ObjectType("RoutingRule", ROUTING_RULES),),
    enumerations=(
        _worded(RoutingHours, "Время поступления: whether a case was received within working hours."),
        _worded(RoutingCondition, "Условие: what a routing rule may ask of a case."),
        _worded(RoutingRuleOutcome, "Итог: what became of a routing rule when it was held against a case."),
        _worded(RoutingRuleFault, "Помеха: why a routing rule cannot be followed."),
    ),
    loaded={RoutingRule: "Правило маршрутизации загружено"},
)
