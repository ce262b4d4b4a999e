"""Proposals to an agenda: made by a member, withdrawn by whose it is, decided with an answer by the head (III.3/2)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from auth.principal import Principal
from documents.assignments.document import Assignment
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.cases.document import Case
from documents.cases.resource import CASES
from documents.kernel.read.readable import readable
from documents.kernel.record import Record
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation
from documents.meetings import events
from documents.meetings.calling import CASE_TYPES, DECISION_LIMIT, SOURCES_LIMIT, TITLE_LIMIT
from documents.meetings.document import AgendaSource, MemberProposal
from documents.meetings.numbers import PROPOSALS
from documents.meetings.proposals import MACHINE, ProposalStatus

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _keys(facts: Facts, who: Principal) -> Row:
    return {"access_keys": [f"creator:{who.subject}"]}


def _sources(facts: Facts) -> Iterable[Problem]:
    sources = facts.get("sources") or ()
    if len(sources) > SOURCES_LIMIT:
        yield Invalid("too_many", path=("sourceIds",), limit=SOURCES_LIMIT)
    named = [(one["type"], one["id"]) for one in sources]
    for index, one in enumerate(named):
        if one in named[:index]:
            yield Invalid("duplicate", path=("sourceIds", str(index)))


@operation(
    title="Предложить вопрос в повестку",
    action=Action.AGENDA_PROPOSE,
    record=MemberProposal,
    effect=Effect.CREATES,
    machine=MACHINE,
    read=Action.MEETING_READ,
    preview=_keys,
    checks=(
        text_within("title", "title", TITLE_LIMIT),
        text_within("text", "text", TEXT_LIMIT),
        text_within("draft_decision", "draftDecision", DECISION_LIMIT, required=False),
        _sources,
    ),
)
async def propose_item(
    change: Change,
    *,
    title: str,
    text: str,
    draft_decision: str | None = None,
    sources: Sequence[Row] = (),
    is_demo: bool = False,
) -> MemberProposal:
    """Propose a question for an agenda, with what it comes from; the head is told.

    Raises: INVALID (`unknown_id`) for a source that is not there or that whoever proposes may not see.
    """
    unknown = [
        index for index, one in enumerate(sources) if not await _is_seen(change, one["type"], one["id"])
    ]
    if unknown:
        raise Problems([Invalid("unknown_id", path=("sourceIds", str(index))) for index in unknown])
    proposal = MemberProposal(
        id=await change.new_id(),
        updated_at=change.now,
        number=await PROPOSALS.next(change.reference, change.now, change.number),
        status=MACHINE.initial,
        title=title,
        text=text,
        draft_decision=draft_decision,
        sources=[AgendaSource(**one) for one in sources],
        person_id=change.subject,
        submitted_at=change.now,
        is_demo=is_demo,
    )
    return await change.create(proposal, events.PROPOSED)


async def _is_seen(change: Change, type_name: str, record_id: str) -> bool:
    if type_name == "Topic":
        return change.reference.row("topics", record_id) is not None
    resource = CASES if type_name in CASE_TYPES else ASSIGNMENTS
    kind: type[Record] = Case if type_name in CASE_TYPES else Assignment
    found = await change.get(kind, record_id)
    if found is None or change.who is None or kind.type_name(found.to_row()) != type_name:
        return found is not None and kind.type_name(found.to_row()) == type_name
    return readable(change.who, resource).admits(found.to_row())


@operation(
    title="Рассмотреть предложение",
    action=Action.MEETING_SCHEDULE,
    record=MemberProposal,
    machine=MACHINE,
    read=Action.MEETING_READ,
    checks=(text_within("answer", "answer", COMMENT_LIMIT),),
)
async def decide_proposal(
    change: Change, proposal: MemberProposal, *, is_accepted: bool, answer: str
) -> MemberProposal:
    """Accept a proposal that stands on an agenda, or reject one, with an answer; whose it is is told.

    Raises: INVALID (`not_on_agenda`) where what stands on no agenda is to be accepted.
    """
    decided: dict[str, Any] = {"answer": answer, "decided_by_id": change.subject, "decided_at": change.now}
    if not is_accepted:
        return await change.save(
            proposal, events.PROPOSAL_REJECTED, status=ProposalStatus.REJECTED.value, **decided
        )
    if proposal.status != ProposalStatus.ON_AGENDA:
        raise Invalid("not_on_agenda", path=("accept",))
    return await change.save(
        proposal, events.PROPOSAL_ACCEPTED, status=ProposalStatus.ACCEPTED.value, **decided
    )


@operation(
    title="Отозвать предложение",
    action=Action.AGENDA_PROPOSE,
    record=MemberProposal,
    machine=MACHINE,
    read=Action.MEETING_READ,
)
async def withdraw_proposal(change: Change, proposal: MemberProposal) -> MemberProposal:
    """Take back a proposal of one's own that nobody has decided on; an agenda that names it stays as it is."""
    return await change.save(proposal, events.PROPOSAL_WITHDRAWN)
