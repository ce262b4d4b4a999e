"""Mutations on protocols: drafting, review, signature and dispatch (III.2, III.4.3/5)."""

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from strawberry import UNSET

from auth.actions import Action
from documents.kernel.write.operation import Operation
from documents.protocols import operations
from documents.protocols.resource import PROTOCOLS
from schema.cases.inputs import ReasonInput, TargetInput, plain
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.protocols.types import Protocol
from schema.shapes.kinds import Heading, Id, LocalDay, LongText, Many, Place, Revision, ShortLine, Whole


@strawberry.input(description="How many voted how.")
class VotesInput:
    in_favour: Whole = strawberry.field(default=0, description="За.")
    against: Whole = strawberry.field(default=0, description="Против.")
    abstained: Whole = strawberry.field(default=0, description="Воздержались.")


@strawberry.input(
    description="An assignment that a decision orders: one responsible official, and a due day or a recurrence."
)
class OrderedAssignmentInput:
    text: LongText = strawberry.field(description="What is to be done.")
    responsible_id: Id = strawberry.field(description="The one responsible official.")
    organization_id: Id | None = strawberry.field(
        default=None, description="Defaults to the official's own organization."
    )
    co_executor_ids: Many[Id] | None = strawberry.field(default=None, description="Соисполнители.")
    due_on: LocalDay | None = strawberry.field(default=None, description="The day it is due.")
    recurrence: Heading | None = strawberry.field(default=None, description="How it recurs, in words.")


@strawberry.input(description="One decision; it is numbered within its agenda item.")
class DecisionInput:
    text: LongText = strawberry.field(description="What was decided.")
    votes: VotesInput | None = strawberry.field(
        default=None, description="The votes; absent if nobody counted them."
    )
    assignments: Many[OrderedAssignmentInput] | None = strawberry.field(
        default=None, description="The assignments it orders."
    )
    cancels_ids: Many[Id] | None = strawberry.field(
        default=None,
        description=(
            "Earlier assignments it cancels, from the signature on; a decision either orders something or cancels."
        ),
    )


@strawberry.input(description="How one agenda item went; items are numbered in their order.")
class ProtocolItemInput:
    title: Heading = strawberry.field(description="The title of the item.")
    heard: LongText | None = strawberry.field(default=None, description="СЛУШАЛИ.")
    spoke: Many[LongText] | None = strawberry.field(default=None, description="ВЫСТУПИЛИ.")
    decisions: Many[DecisionInput] | None = strawberry.field(default=None, description="РЕШИЛИ.")


@strawberry.input(description="The protocol of a meeting that was held.")
class DraftProtocolInput:
    meeting_id: Id = strawberry.field(description="The meeting.")
    items: Many[ProtocolItemInput] | None = strawberry.field(
        default=None, description="How the items went; taken from the agenda if absent."
    )


@strawberry.input(
    description="The new text of a draft. An absent field stays as it is; null clears the place."
)
class UpdateProtocolInput:
    id: Id = strawberry.field(description="The protocol.")
    expected_revision: Revision = strawberry.field(description="The revision you were editing.")
    items: Many[ProtocolItemInput] | None = strawberry.field(
        default=UNSET, description="All items, replacing the previous ones."
    )
    place: Place | None = strawberry.field(default=UNSET, description="Where the meeting was held.")


@strawberry.input(description="One official to send a protocol to.")
class DispatchRecipientInput:
    person_id: Id = strawberry.field(description="To whom.")
    via: ShortLine = strawberry.field(description="By what means.")
    instead_of_id: Id | None = strawberry.field(
        default=None,
        description=(
            "The responsible official who has left since the signing, if his assignments go to this one; the text of the "
            "protocol stays."
        ),
    )


@strawberry.input(
    description="The recipients of a signed protocol; every responsible official must be among them."
)
class DispatchProtocolInput:
    id: Id = strawberry.field(description="The protocol.")
    recipients: Many[DispatchRecipientInput] = strawberry.field(description="At most 100.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on a protocol.")
class ProtocolPayload:
    protocol: Protocol | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


def read_items(ids: Ids, items: Sequence[ProtocolItemInput]) -> list[Mapping[str, Any]]:
    """Return the items as operations take them; ids are read under their paths."""
    return [
        {
            "title": item.title,
            "heard": item.heard,
            "spoke": item.spoke,
            "decisions": [
                {
                    "text": decision.text,
                    "votes": plain(decision.votes),
                    "assignments": _ordered(ids, decision, f"items.{at}.decisions.{number}.assignments"),
                    "cancels_ids": ids.many(
                        decision.cancels_ids, "Assignment", path=f"items.{at}.decisions.{number}.cancelsIds"
                    ),
                }
                for number, decision in enumerate(item.decisions or ())
            ],
        }
        for at, item in enumerate(items)
    ]


def _ordered(ids: Ids, decision: DecisionInput, path: str) -> list[Mapping[str, Any]]:
    return [
        {
            "text": one.text,
            "responsible_id": ids.one(one.responsible_id, "Person", path=f"{path}.{index}.responsibleId"),
            "organization_id": ids.one(
                one.organization_id, "Organization", path=f"{path}.{index}.organizationId"
            ),
            "co_executor_ids": ids.many(one.co_executor_ids, "Person", path=f"{path}.{index}.coExecutorIds"),
            "due_on": one.due_on,
            "recurrence": one.recurrence,
        }
        for index, one in enumerate(decision.assignments or ())
    ]


async def moved(info: GraphInfo, operation: Operation, input: Any, ids: Ids, facts: Mapping[str, Any]) -> Any:
    """Run an operation on the protocol that an input names."""
    return await run(
        info,
        operation,
        PROTOCOLS,
        shown_as="protocol",
        ids=ids,
        target_id=ids.one(input.id, "Protocol", path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )


@strawberry.type
class ProtocolMutations:
    @mutation(Action.PROTOCOL_DRAFT, ProtocolPayload, "Start the protocol of a meeting that was held.")
    async def draft_protocol(self, info: GraphInfo, input: DraftProtocolInput) -> Any:
        ids = Ids()
        facts = {
            "meeting_id": ids.one(input.meeting_id, "Meeting", path="meetingId"),
            "items": read_items(ids, input.items) if input.items is not None else None,
        }
        return await run(
            info, operations.draft_protocol, PROTOCOLS, shown_as="protocol", ids=ids, facts=facts
        )

    @mutation(
        Action.PROTOCOL_DRAFT, ProtocolPayload, "Replace the text of a draft, also while it is in review."
    )
    async def update_protocol(self, info: GraphInfo, input: UpdateProtocolInput) -> Any:
        ids, facts = Ids(), dict[str, Any]()
        if input.items is not UNSET:
            facts["items"] = read_items(ids, input.items or ())
        if input.place is not UNSET:
            facts["place"] = input.place
        return await moved(info, operations.update_protocol, input, ids, facts)

    @mutation(Action.PROTOCOL_DRAFT, ProtocolPayload, "Share a draft with the participants.")
    async def submit_protocol(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved(info, operations.submit_protocol, input, Ids(), {})

    @mutation(Action.PROTOCOL_READY, ProtocolPayload, "Submit a protocol to the curator for signature.")
    async def mark_protocol_ready(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved(info, operations.mark_protocol_ready, input, Ids(), {})

    @mutation(Action.PROTOCOL_SEND_BACK, ProtocolPayload, "Return a protocol unsigned, with a reason.")
    async def send_back_protocol(self, info: GraphInfo, input: ReasonInput) -> Any:
        return await moved(info, operations.send_back_protocol, input, Ids(), {"reason": input.reason})

    @mutation(Action.PROTOCOL_SIGN, ProtocolPayload, "Sign a protocol as the effective curator (III.2).")
    async def sign_protocol(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved(info, operations.sign_protocol, input, Ids(), {})

    @mutation(
        Action.PROTOCOL_DISPATCH, ProtocolPayload, "Send out a signed protocol; this issues its assignments."
    )
    async def dispatch_protocol(self, info: GraphInfo, input: DispatchProtocolInput) -> Any:
        ids = Ids()
        recipients = [
            {
                "person_id": ids.one(one.person_id, "Person", path=f"recipients.{index}.personId"),
                "via": one.via,
                "instead_of_id": ids.one(one.instead_of_id, "Person", path=f"recipients.{index}.insteadOfId"),
            }
            for index, one in enumerate(input.recipients)
        ]
        return await moved(info, operations.dispatch_protocol, input, ids, {"recipients": recipients})
