"""Mutations on topics, settlements, channels and reasons (III.6)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.center.resource import REASONS
from documents.directory.operations import channels, topics
from documents.sectors.resource import CHANNELS, SETTLEMENTS, TOPICS
from schema.context import GraphInfo
from schema.directory.changing import created, updated
from schema.directory.inputs import (
    CreateChannelInput,
    CreateReasonInput,
    CreateSettlementInput,
    CreateTopicInput,
    UpdateChannelInput,
    UpdateReasonInput,
    UpdateSettlementInput,
    UpdateTopicInput,
)
from schema.directory.types import Channel, Reason, Settlement, Topic
from schema.problems import ProblemType, mutation


@strawberry.type(description="The result of a mutation on a topic.")
class TopicPayload:
    topic: Topic | None = strawberry.field(description="Its current state; null if there is none.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on a town or village.")
class SettlementPayload:
    settlement: Settlement | None = strawberry.field(description="Its current state; null if there is none.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on an intake channel.")
class ChannelPayload:
    channel: Channel | None = strawberry.field(description="Its current state; null if there is none.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of a mutation on a reason.")
class ReasonPayload:
    reason: Reason | None = strawberry.field(description="Its current state; null if there is none.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class DirectoryMutations:
    @mutation(Action.REFERENCE_MANAGE, TopicPayload, "Add a topic.")
    async def create_topic(self, info: GraphInfo, input: CreateTopicInput) -> Any:
        return await created(info, topics.create_topic, TOPICS, input, shown_as="topic")

    @mutation(
        Action.REFERENCE_MANAGE,
        TopicPayload,
        "Change a topic, or switch it off or on. Cases that have it keep it, and keep their deadlines.",
    )
    async def update_topic(self, info: GraphInfo, input: UpdateTopicInput) -> Any:
        return await updated(info, topics.update_topic, TOPICS, input, shown_as="topic")

    @mutation(Action.REFERENCE_MANAGE, SettlementPayload, "Add a town or village.")
    async def create_settlement(self, info: GraphInfo, input: CreateSettlementInput) -> Any:
        return await created(info, topics.create_settlement, SETTLEMENTS, input, shown_as="settlement")

    @mutation(Action.REFERENCE_MANAGE, SettlementPayload, "Change a town or village.")
    async def update_settlement(self, info: GraphInfo, input: UpdateSettlementInput) -> Any:
        return await updated(info, topics.update_settlement, SETTLEMENTS, input, shown_as="settlement")

    @mutation(Action.REFERENCE_MANAGE, ChannelPayload, "Add an intake channel.")
    async def create_channel(self, info: GraphInfo, input: CreateChannelInput) -> Any:
        return await created(info, channels.create_channel, CHANNELS, input, shown_as="channel")

    @mutation(
        Action.REFERENCE_MANAGE,
        ChannelPayload,
        "Change an intake channel, give it to another desk, or switch it off or on.",
    )
    async def update_channel(self, info: GraphInfo, input: UpdateChannelInput) -> Any:
        return await updated(info, channels.update_channel, CHANNELS, input, shown_as="channel")

    @mutation(Action.REFERENCE_MANAGE, ReasonPayload, "Add a standard reason for a return.")
    async def create_reason(self, info: GraphInfo, input: CreateReasonInput) -> Any:
        return await created(info, channels.create_reason, REASONS, input, shown_as="reason")

    @mutation(Action.REFERENCE_MANAGE, ReasonPayload, "Reword a reason, or switch it off or on.")
    async def update_reason(self, info: GraphInfo, input: UpdateReasonInput) -> Any:
        return await updated(info, channels.update_reason, REASONS, input, shown_as="reason")
