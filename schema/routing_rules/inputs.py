"""Inputs of the mutations on routing rules, and of drafts that are tried on past cases."""

import strawberry

from documents.cases.vocabulary import Importance, Regime
from documents.routing_rules.vocabulary import RoutingHours
from schema.shapes.kinds import Few, Id, LongTitle, Revision, ShortLine, ShortTitle, Whole

TOPICS, SECTORS = "Topics, one of which the case has.", "Sectors, one of which the case has."
SETTLEMENTS, CHANNELS = (
    "Settlements, one of which the case has.",
    "Channels, one of which the case came through.",
)
REGIMES, IMPORTANCES = "Legal regimes, one of which the case has.", "Importance of an incident, one of these."
WORDS = "Words and phrases, one of which the case contains in whatever form."
HOURS = "Whether it is for what was received within working hours or outside them; both if absent."
RECIPIENT = "The active responsible recipient to send to."
ASSIGNEE = "A person in that organization, or below it, to send to."
REASON = "The reason that routings by this rule give, in Russian; at most 400 characters."


@strawberry.input(description="A routing rule to try on past cases, as it would be created.")
class RoutingRuleDraft:
    title: ShortTitle = strawberry.field(description="Name in Russian, at most 200 characters.")
    topic_ids: Few[Id] | None = strawberry.field(default=None, description=TOPICS)
    sector_ids: Few[Id] | None = strawberry.field(default=None, description=SECTORS)
    settlement_ids: Few[Id] | None = strawberry.field(default=None, description=SETTLEMENTS)
    channel_ids: Few[Id] | None = strawberry.field(default=None, description=CHANNELS)
    regimes: Few[Regime] | None = strawberry.field(default=None, description=REGIMES)
    importances: Few[Importance] | None = strawberry.field(default=None, description=IMPORTANCES)
    words: Few[ShortLine] | None = strawberry.field(default=None, description=WORDS)
    hours: RoutingHours | None = strawberry.field(default=None, description=HOURS)
    recipient_id: Id = strawberry.field(description=RECIPIENT)
    assignee_id: Id | None = strawberry.field(default=None, description=ASSIGNEE)


@strawberry.input(description="A new routing rule; it comes behind the others.")
class CreateRoutingRuleInput:
    title: ShortTitle = strawberry.field(
        description="Name in Russian, at most 200 characters; no two rules share one."
    )
    topic_ids: Few[Id] | None = strawberry.field(default=None, description=TOPICS)
    sector_ids: Few[Id] | None = strawberry.field(default=None, description=SECTORS)
    settlement_ids: Few[Id] | None = strawberry.field(default=None, description=SETTLEMENTS)
    channel_ids: Few[Id] | None = strawberry.field(default=None, description=CHANNELS)
    regimes: Few[Regime] | None = strawberry.field(default=None, description=REGIMES)
    importances: Few[Importance] | None = strawberry.field(default=None, description=IMPORTANCES)
    words: Few[ShortLine] | None = strawberry.field(default=None, description=WORDS)
    hours: RoutingHours | None = strawberry.field(default=None, description=HOURS)
    recipient_id: Id = strawberry.field(description=RECIPIENT)
    assignee_id: Id | None = strawberry.field(default=None, description=ASSIGNEE)
    reason: LongTitle = strawberry.field(description=REASON)
    is_active: bool | None = strawberry.field(
        default=None, description="Whether it is switched on; it is if absent."
    )


@strawberry.input(description="Changes to a routing rule; an absent field is left alone, null clears it.")
class UpdateRoutingRuleInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    title: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET,
        description="Name in Russian, at most 200 characters; no two rules share one.",
    )
    topic_ids: Few[Id] | None = strawberry.field(default=strawberry.UNSET, description=TOPICS)
    sector_ids: Few[Id] | None = strawberry.field(default=strawberry.UNSET, description=SECTORS)
    settlement_ids: Few[Id] | None = strawberry.field(default=strawberry.UNSET, description=SETTLEMENTS)
    channel_ids: Few[Id] | None = strawberry.field(default=strawberry.UNSET, description=CHANNELS)
    regimes: Few[Regime] | None = strawberry.field(default=strawberry.UNSET, description=REGIMES)
    importances: Few[Importance] | None = strawberry.field(default=strawberry.UNSET, description=IMPORTANCES)
    words: Few[ShortLine] | None = strawberry.field(default=strawberry.UNSET, description=WORDS)
    hours: RoutingHours | None = strawberry.field(default=strawberry.UNSET, description=HOURS)
    recipient_id: Id | None = strawberry.field(default=strawberry.UNSET, description=RECIPIENT)
    assignee_id: Id | None = strawberry.field(default=strawberry.UNSET, description=ASSIGNEE)
    reason: LongTitle | None = strawberry.field(default=strawberry.UNSET, description=REASON)
    is_active: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether it is switched on."
    )


@strawberry.input(description="A routing rule and its new rank.")
class MoveRoutingRuleInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    rank: Whole = strawberry.field(
        description="Its new rank in the order, from 1; those in between move up or down by one."
    )
