"""The way from a problem to its solution, from any of its objects on: read under the rights of each link (III.2–III.3).

A question of an agenda holds the chain together: the cases it came from, the decisions of the protocol under the same
number, the assignments that those ordered, and what became of the matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.policy.decide import plan
from auth.principal import Principal
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.resource import CASES
from documents.chains.effect import MeasuredEffect, Weighed, effects_of
from documents.chains.vocabulary import ChainLink
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Window
from documents.kernel.read.resource import Resource, Row
from documents.meetings.resource import MEETINGS
from documents.protocols.resource import PROTOCOLS

CASE_TYPES = frozenset({"Message", "Appeal", "Incident"})
MOST = Window(first=100)
"""So many meetings, protocols and assignments are shown of one chain at most, the latest."""

LOOKED_AT: Mapping[str, frozenset[str]] = {
    MEETINGS.name: frozenset({"agenda", "status"}),
    PROTOCOLS.name: frozenset({"meeting_id", "items", "date", "is_signed"}),
    ASSIGNMENTS.name: frozenset({"protocol_id", "decision_no", "completed_at"}),
    CASES.name: frozenset({"kind", "topic_id", "settlement_id"}),
}
"""What is looked at of each object beside what is shown."""

FieldsByResource = Mapping[str, frozenset[str]]
"""Name of a resource → the fields that are shown of its objects."""


@dataclass
class Question:
    """One question: its links as the viewer sees them, and those of which there is more than is shown."""

    order: int
    title: str
    meeting: Row | None
    protocol: Row | None
    sources: Sequence[Row] = ()
    decisions: Sequence[Row] = ()
    cases: Sequence[Row] = ()
    assignments: Sequence[Row] = ()
    cancelled: Sequence[Row] = ()
    effect: MeasuredEffect | None = None
    hidden_links: list[ChainLink] = field(default_factory=list)


@dataclass(frozen=True)
class Chain:
    """The questions that an object belongs to, and the links that it may have beyond what the viewer sees."""

    questions: Sequence[Question]
    hidden_links: Sequence[ChainLink] = ()


@dataclass(frozen=True)
class ChainReading:
    """Who reads a chain, when, and what is shown of it; `weighs` says whether its effect is."""

    access: Access
    who: Principal
    now: datetime
    shown: FieldsByResource
    weighs: bool

    async def chain(self, type_name: str, record_id: str) -> Chain | None:
        """Return the chain of an object in at most six commands; None where the viewer does not see the object."""
        begin = {
            "Meeting": self._of_meeting,
            "Protocol": self._of_protocol,
            "Assignment": self._of_assignment,
        }
        found = await begin.get(type_name, self._of_case)(type_name, record_id)
        if found is None:
            return None
        await self._add_assignments(found.questions)
        await self._add_cancelled(found.questions)
        begun = [record_id] if type_name in CASE_TYPES else []
        cases = await self._add_cases(found.questions, begun)
        # The case itself is read with those beside it: its chain is shown to nobody who does not see it.
        if any(one not in cases or cases[one]["__type"] != type_name for one in begun):
            return None
        if self.weighs:
            await self._add_effects(found.questions)
        return found

    async def _of_case(self, _type_name: str, record_id: str) -> Chain | None:
        meetings = await self._many(MEETINGS, {"agenda.sources.id": record_id})
        found = await self._asked_at(meetings)
        come = [one for one in found if any(source["id"] == record_id for source in one.sources)]
        return Chain(come, self._unseen(MEETINGS, ChainLink.MEETING))

    async def _of_meeting(self, _type_name: str, record_id: str) -> Chain | None:
        meeting = await self._one(MEETINGS, record_id)
        return None if meeting is None else Chain(await self._asked_at([meeting]))

    async def _of_protocol(self, _type_name: str, record_id: str) -> Chain | None:
        protocol = await self._one(PROTOCOLS, record_id)
        return None if protocol is None else Chain(await self._written_in(protocol))

    async def _of_assignment(self, _type_name: str, record_id: str) -> Chain | None:
        assignment = await self._one(ASSIGNMENTS, record_id)
        if assignment is None:
            return None
        if assignment["protocol_id"] is None:
            return Chain(())
        protocol = await self._one(PROTOCOLS, assignment["protocol_id"])
        if protocol is None:
            return Chain((), (ChainLink.PROTOCOL,))
        ordered = _question_of(assignment)
        return Chain([one for one in await self._written_in(protocol) if one.order == ordered])

    async def _asked_at(self, meetings: Sequence[Row]) -> list[Question]:
        """The questions of meetings, with the protocols that were written of them."""
        ids = [one["_id"] for one in meetings]
        protocols = await self._many(PROTOCOLS, {"meeting_id": {"$in": ids}}) if ids else []
        written = {one["meeting_id"]: one for one in protocols}
        return [
            question
            for meeting in meetings
            for question in self._questions(meeting, written.get(meeting["_id"]))
        ]

    async def _written_in(self, protocol: Row) -> list[Question]:
        meeting = await self._one(MEETINGS, protocol["meeting_id"])
        return self._questions(meeting, protocol)

    def _questions(self, meeting: Row | None, protocol: Row | None) -> list[Question]:
        items = {one["order"]: one for one in protocol["items"]} if protocol is not None else {}
        asked = {one["order"]: one for one in meeting["agenda"]} if meeting is not None else {}
        found = []
        for order in sorted({*items, *asked}):
            item, question = items.get(order), asked.get(order)
            one = Question(
                order=order,
                title=(question or item or {})["title"],
                meeting=meeting,
                protocol=protocol,
                sources=question["sources"] if question is not None else (),
                decisions=item["decisions"] if item is not None else (),
            )
            if meeting is None:
                one.hidden_links.append(ChainLink.MEETING)
            elif protocol is None and meeting["status"] == "HELD":
                one.hidden_links += self._unseen(PROTOCOLS, ChainLink.PROTOCOL)
            found.append(one)
        return found

    async def _add_assignments(self, questions: Sequence[Question]) -> None:
        ids = {one.protocol["_id"] for one in questions if one.protocol is not None}
        rows = await self._many(ASSIGNMENTS, {"protocol_id": {"$in": sorted(ids)}}) if ids else []
        for one in questions:
            if one.protocol is None:
                continue
            one.assignments = [
                row
                for row in rows
                if row["protocol_id"] == one.protocol["_id"] and _question_of(row) == one.order
            ]
            ordered = sum(len(decision["assignments"]) for decision in one.decisions)
            if one.protocol["status"] == "DISPATCHED" and len(one.assignments) < ordered:
                one.hidden_links.append(ChainLink.ASSIGNMENTS)

    async def _add_cancelled(self, questions: Sequence[Question]) -> None:
        ids = dict.fromkeys(named for one in questions for named in _cancelled_by(one))
        fields = self._fields(ASSIGNMENTS)
        found = await self.access.many(ASSIGNMENTS, self.who, self.now, ids=ids, fields=fields) if ids else {}
        for one in questions:
            named = _cancelled_by(one)
            one.cancelled = [found[each] for each in named if each in found]
            if len(one.cancelled) < len(named) and ChainLink.ASSIGNMENTS not in one.hidden_links:
                one.hidden_links.append(ChainLink.ASSIGNMENTS)

    async def _add_cases(self, questions: Sequence[Question], begun: Sequence[str]) -> Mapping[str, Row]:
        """Add the cases that each came from; return those and what the chain begins at, as far as the viewer sees them."""
        ids = dict.fromkeys(one["id"] for question in questions for one in _cases_among(question.sources))
        ids |= dict.fromkeys(begun)
        fields = self._fields(CASES)
        found = await self.access.many(CASES, self.who, self.now, ids=ids, fields=fields) if ids else {}
        for question in questions:
            named = [one["id"] for one in _cases_among(question.sources)]
            question.cases = [found[one] for one in named if one in found]
            question.sources = [
                {**one, "is_seen": one["id"] in found} if one["type"] in CASE_TYPES else one
                for one in question.sources
            ]
            if len(question.cases) < len(named):
                question.hidden_links.append(ChainLink.CASES)
        return found

    async def _add_effects(self, questions: Sequence[Question]) -> None:
        weighed = [Weighed(one.protocol, one.cases, one.sources, one.assignments) for one in questions]
        effects = await effects_of(self.access, self.who, self.now, weighed)
        for question, (effect, is_hidden) in zip(questions, effects, strict=True):
            question.effect = effect
            if is_hidden:
                question.hidden_links.append(ChainLink.EFFECT)

    def _unseen(self, resource: Resource, link: ChainLink) -> list[ChainLink]:
        """The link, where there may be such objects that the viewer does not see: by his rights, whatever there is."""
        return [] if plan(self.who, resource.read).everything else [link]

    def _fields(self, resource: Resource) -> frozenset[str]:
        return self.shown.get(resource.name, frozenset()) | LOOKED_AT[resource.name]

    async def _one(self, resource: Resource, record_id: str) -> Row | None:
        return await self.access.one(
            resource, self.who, self.now, where={"_id": record_id}, fields=self._fields(resource)
        )

    async def _many(self, resource: Resource, where: Mapping[str, Any]) -> Sequence[Row]:
        page = await self.access.page(
            resource,
            self.who,
            self.now,
            order=resource.order(None, None),
            window=MOST,
            where=where,
            fields=self._fields(resource),
        )
        return page.rows


def _cancelled_by(question: Question) -> list[str]:
    """Ids of the assignments that the decisions of a question cancel, each once."""
    named = (one["assignment_id"] for decision in question.decisions for one in decision["cancels"])
    return list(dict.fromkeys(named))


def _cases_among(sources: Sequence[Row]) -> list[Row]:
    return [one for one in sources if one["type"] in CASE_TYPES]


def _question_of(assignment: Row) -> int | None:
    """The number of the question whose decision ordered it: `1` of `1.2`."""
    number = (assignment["decision_no"] or "").partition(".")[0]
    return int(number) if number.isdigit() else None
