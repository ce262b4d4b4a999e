"""Proposals to an agenda: the type, the list and one by id, and what members and the head do with them (III.3/2)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import strawberry

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.write.operation import Operation
from documents.meetings.calling import PROPOSED_FROM
from documents.meetings.operations import proposing
from documents.meetings.proposals import ProposalStatus
from documents.meetings.resource import MEETINGS, PROPOSALS
from schema.actions import AllowedAction
from schema.cases.filters import any_of
from schema.cases.inputs import TargetInput
from schema.connections import CountedConnection, load_connection
from schema.context import GraphInfo
from schema.directory.types import Person
from schema.ids import decoded
from schema.lives import OFFERED, history_field
from schema.loading import load_one, loaded
from schema.meetings.inputs import read_sources
from schema.meetings.types import AgendaSource, Meeting
from schema.nodes import Node, query
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Comment, Heading, Id, LongText, Many, PageCursor, PageSize, Revision
from schema.terms import described

Row = Mapping[str, Any]


@strawberry.type(
    description="Предложение члена МЦУ: a question that a member proposes for an agenda (III.3/2)."
)
class MemberProposal(Node):
    number: str = strawberry.field(description="Its number.")
    status: ProposalStatus = strawberry.field(description="Its current state.")
    title: str = strawberry.field(description="The question.")
    text: str = strawberry.field(description="What is proposed, and why.")
    draft_decision: str | None = strawberry.field(description="The decision that is proposed.")
    sources: list[AgendaSource] = strawberry.field(description="What it comes from.")
    person: Person | None = strawberry.field(description="Who proposes it.")
    submitted_at: datetime = strawberry.field(description="When it was proposed.")
    answer: str | None = strawberry.field(description="What was answered; null until it is decided.")
    decided_by: Person | None = strawberry.field(description="Who decided.")
    decided_at: datetime | None = strawberry.field(description="When it was decided.")

    @strawberry.field(
        description="The meeting on whose agenda it stands, if you can see it.", graphql_type=Meeting | None
    )
    async def meeting(self, info: GraphInfo, proposal: strawberry.Parent[Row]) -> Any:
        return await loaded(info, MEETINGS, proposal["meeting_id"])

    updated_at: datetime = strawberry.field(description="When it last changed.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )
    hidden_fields: list[str] = strawberry.field(
        description="Paths of the fields of this object that are withheld from you."
    )
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(PROPOSALS)


@strawberry.input(description="Fields are combined with AND; a list matches any of its values.")
class ProposalFilter:
    status: Many[ProposalStatus] | None = strawberry.field(default=None, description="Current states.")


@described("Сортировка: what proposals are sorted by.", SUBMITTED_AT="Дата подачи")
class ProposalOrderField(StrEnum):
    SUBMITTED_AT = "SUBMITTED_AT"


@strawberry.input(description="Order of proposals; by default the latest come first.")
class ProposalOrder:
    field: ProposalOrderField = strawberry.field(description="What to sort by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="The direction to sort in.")


@strawberry.type
class ProposalQueries:
    @query(
        Action.MEETING_READ,
        CountedConnection[MemberProposal],
        "Proposals to agendas (III.3/2), latest first: one's own; all of them for the head and the curator.",
    )
    async def proposals(
        self,
        info: GraphInfo,
        filter: ProposalFilter | None = None,
        order_by: ProposalOrder | None = None,
        first: PageSize | None = None,
        after: PageCursor | None = None,
        last: PageSize | None = None,
        before: PageCursor | None = None,
    ) -> Any:
        statuses = filter.status if filter is not None else None
        return await load_connection(
            info,
            PROPOSALS,
            order=PROPOSALS.order(
                order_by.field.value if order_by else None, order_by.direction if order_by else None
            ),
            first=first,
            after=after,
            last=last,
            before=before,
            where={"status": any_of([str(one) for one in statuses])} if statuses is not None else {},
        )

    @query(
        Action.MEETING_READ,
        MemberProposal,
        "One proposal to an agenda; null if it does not exist or is not visible to you.",
    )
    async def proposal(self, info: GraphInfo, id: Id) -> Any:
        return await load_one(info, PROPOSALS, where={"_id": decoded(id, "MemberProposal", path=("id",))})


@strawberry.input(description="A question to propose for an agenda.")
class ProposeItemInput:
    title: Heading = strawberry.field(description="The question.")
    text: LongText = strawberry.field(description="What is proposed, and why.")
    draft_decision: LongText | None = strawberry.field(
        default=None, description="The decision that is proposed."
    )
    source_ids: Many[Id] | None = strawberry.field(
        default=None, description="What it comes from: cases, topics, assignments that you see; at most 20."
    )


@strawberry.input(description="The decision on a proposal.")
class DecideProposalInput:
    id: Id = strawberry.field(description="The proposal.")
    accept: bool = strawberry.field(
        description="Whether it is accepted, which takes that it stands on an agenda; else it is rejected."
    )
    answer: Comment = strawberry.field(description="The answer to who proposed it.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on a proposal to an agenda.")
class ProposalPayload:
    proposal: MemberProposal | None = strawberry.field(
        description="Its current state; null if you cannot see it."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


async def _proposal(info: GraphInfo, operation: Operation, input: Any, facts: Mapping[str, Any]) -> Any:
    ids = Ids()
    return await run(
        info,
        operation,
        PROPOSALS,
        shown_as="proposal",
        ids=ids,
        target_id=ids.one(input.id, "MemberProposal", path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )


@strawberry.type
class ProposalMutations:
    @mutation(
        Action.AGENDA_PROPOSE,
        ProposalPayload,
        "Propose a question for an agenda. The head puts it on one by naming the proposal among the sources of an item.",
    )
    async def propose_item(self, info: GraphInfo, input: ProposeItemInput) -> Any:
        ids = Ids()
        facts = {
            "title": input.title,
            "text": input.text,
            "draft_decision": input.draft_decision,
            "sources": read_sources(ids, input.source_ids or (), PROPOSED_FROM, path="sourceIds"),
        }
        return await run(info, proposing.propose_item, PROPOSALS, shown_as="proposal", ids=ids, facts=facts)

    @mutation(
        Action.MEETING_SCHEDULE,
        ProposalPayload,
        "Accept a proposal that stands on an agenda, or reject one, with an answer.",
    )
    async def decide_proposal(self, info: GraphInfo, input: DecideProposalInput) -> Any:
        facts = {"is_accepted": input.accept, "answer": input.answer}
        return await _proposal(info, proposing.decide_proposal, input, facts)

    @mutation(
        Action.AGENDA_PROPOSE,
        ProposalPayload,
        "Withdraw a proposal of your own that is not decided yet.",
    )
    async def withdraw_proposal(self, info: GraphInfo, input: TargetInput) -> Any:
        return await _proposal(info, proposing.withdraw_proposal, input, {})
