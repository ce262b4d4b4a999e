"""`problemChain`: the way from a problem to its solution, from any of its objects on (III.2–III.3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.resource import CASES
from documents.chains.chain import CASE_TYPES, Chain, ChainReading, Question
from documents.chains.effect import MeasuredEffect
from documents.chains.vocabulary import ChainLink, EffectVerdict
from documents.meetings.resource import MEETINGS
from documents.protocols.resource import PROTOCOLS
from schema.assignments.types import Assignment
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.directory.types import Settlement, Topic
from schema.engine.selection import selected
from schema.lookup import read_ids
from schema.meetings.types import AgendaSource, Meeting
from schema.memory import related
from schema.nodes import query
from schema.protocols.types import Decision, Protocol
from schema.shapes.kinds import Id

TYPES = CASE_TYPES | {"Meeting", "Protocol", "Assignment"}
QUESTIONS = "questions"

LINKS: Mapping[str, tuple[str, ...]] = {
    MEETINGS.name: ("meeting",),
    PROTOCOLS.name: ("protocol",),
    ASSIGNMENTS.name: ("assignments", "cancelled"),
    CASES.name: ("cases",),
}
"""Name of a resource → the fields of a question that show its objects."""

Row = Mapping[str, Any]


@strawberry.type(
    description=(
        "Результат решения: cases of the topic, and of the settlement if all cases of the question are of one, received in "
        "the seven days before the meeting and in the seven days after the last assignment was completed."
    )
)
class ChainEffect:
    topic: Topic | None = strawberry.field(description="The topic that is counted.")
    settlement: Settlement | None = strawberry.field(
        description="The settlement that is counted; null for the whole municipality."
    )
    before_from: date = strawberry.field(description="The first of the seven days before the meeting.")
    before: int = strawberry.field(description="Cases received in them.")
    after_from: date | None = strawberry.field(
        description="The first of the seven days after; null until they are over."
    )
    after: int | None = strawberry.field(description="Cases received in them; null until they are over.")
    verdict: EffectVerdict = strawberry.field(
        description="What the numbers say; `TOO_FEW` with less than ten before."
    )


@strawberry.type(
    description="Вопрос и его путь: one question of an agenda, from its cases to what it led to."
)
class ChainQuestion:
    order: int = strawberry.field(description="Position on the agenda, from 1.")
    title: str = strawberry.field(description="The title of the item.")
    sources: list[AgendaSource] = strawberry.field(
        description="What it comes from; empty where you do not see the meeting."
    )
    cases: list[Case] = strawberry.field(description="The cases among them that you see.")
    meeting: Meeting | None = strawberry.field(description="The meeting; null if you do not see it.")
    protocol: Protocol | None = strawberry.field(
        description="The protocol; null if there is none, or you do not see it."
    )
    decisions: list[Decision] = strawberry.field(description="РЕШИЛИ: the decisions on it.")
    assignments: list[Assignment] = strawberry.field(
        description="The assignments that they ordered, each with its reports and evidence; at most 100."
    )
    cancelled: list[Assignment] = strawberry.field(
        description="Earlier assignments that the decisions cancel; where they were ordered, their own chain tells."
    )
    effect: ChainEffect | None = strawberry.field(
        description=(
            "What it led to; null until the protocol is signed, where its cases are of several topics, and where your "
            "counts of cases are rounded (`EFFECT` in `hiddenLinks`)."
        )
    )
    hidden_links: list[ChainLink] = strawberry.field(
        description="Links of which there is, or may be, more than you see; never how much."
    )


@strawberry.type(
    description="Цепочка: the way from a problem to its solution. Nothing of it is stored: it follows from the objects."
)
class ProblemChain:
    questions: list[ChainQuestion] = strawberry.field(
        description=(
            "The questions that the object belongs to: those that a case is a source of, all of a meeting or its protocol, "
            "that of an assignment. Latest meeting first; empty where no meeting dealt with it."
        )
    )
    hidden_links: list[ChainLink] = strawberry.field(
        description="Links that you may not see all of, so that there may be more questions."
    )


@strawberry.type
class ChainQueries:
    @query(
        (
            Action.SUBMISSION_READ,
            Action.INCIDENT_READ,
            Action.MEETING_READ,
            Action.PROTOCOL_READ,
            Action.ASSIGNMENT_READ,
        ),
        ProblemChain,
        "The way from a problem to its solution, by the id of any of its objects (case, meeting, protocol or assignment): "
        "cases, question, decisions, protocol with its dispatch, assignments with their evidence, effect; each under the "
        "rights of its own lists. Null if you do not see the object. `BAD_REQUEST` (`wrong_type`) for another "
        "object.",
    )
    async def problem_chain(self, info: GraphInfo, id: Id) -> Any:
        ((type_name, record_id),) = read_ids([id], path="id")
        if type_name not in TYPES:
            raise BadRequest("wrong_type", path=("id",))
        context = info.context
        reading = ChainReading(
            access=context.container.access,
            who=context.principal,
            now=context.now,
            shown={
                name: frozenset().union(*(selected(info, (QUESTIONS, one)) for one in shown))
                for name, shown in LINKS.items()
            },
            weighs="effect" in selected(info, (QUESTIONS,)) or "hidden_links" in selected(info, (QUESTIONS,)),
        )
        chain = await reading.chain(type_name, record_id)
        return None if chain is None else _shown(info, chain)


def _shown(info: GraphInfo, chain: Chain) -> Row:
    return {
        "questions": [_question(info, one) for one in chain.questions],
        "hidden_links": list(chain.hidden_links),
    }


def _question(info: GraphInfo, question: Question) -> Row:
    return {
        "order": question.order,
        "title": question.title,
        "sources": question.sources,
        "cases": question.cases,
        "meeting": question.meeting,
        "protocol": question.protocol,
        "decisions": question.decisions,
        "assignments": question.assignments,
        "cancelled": question.cancelled,
        "effect": _effect(info, question.effect) if question.effect is not None else None,
        "hidden_links": question.hidden_links,
    }


def _effect(info: GraphInfo, effect: MeasuredEffect) -> Row:
    return {
        "topic": related(info, "topics", effect.topic_id),
        "settlement": related(info, "settlements", effect.settlement_id),
        "before_from": effect.before_from,
        "before": effect.before,
        "after_from": effect.after_from,
        "after": effect.after,
        "verdict": effect.verdict,
    }
