"""Tells in the history of a case what its record says of its states in its own system: an event for each, none twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.cases.decision import ANSWERED
from documents.cases.document import Case
from documents.cases.events import REOPENING_ASKED
from documents.cases.rating import asked_again
from documents.cases.source_states import SourceState, mapped_states, with_states
from documents.cases.source_words import ASKS_AGAIN
from documents.intake.events import SOURCE_PAST_TOLD, SOURCE_STATE_MAPPED, SOURCE_STATE_TOLD
from documents.intake.names import key_of
from documents.intake.vocabulary import UnmatchedReferenceKind
from documents.kernel.write.change import Change

Facts = Mapping[str, Any]


async def tell_states(
    change: Change, case: Case, said: Sequence[Facts]
) -> tuple[Case, Sequence[SourceState]]:
    """Tell of each state that is new, in the order of the other system, and return the case and the new ones. Our own state
    stays: one that is earlier than what is known is told as past, and turns nothing back. An answered case is asked to be
    opened again where the table says so."""
    found = with_states(case.source_states, said, case.received_at, change.now)
    case = await _mapped(change, case, found.known)
    waiting = list(found.new)
    for one in found.new:
        waiting.remove(one)
        states = [state for state in found.kept if state not in waiting]
        rows = [state.model_dump() for state in states]
        if states[-1] == one:
            case = await change.save(case, SOURCE_STATE_TOLD, source_states=rows)
            case = await _asked_again(change, case, one)
        else:
            case = await change.save(case, SOURCE_PAST_TOLD, source_states=rows)
    return case, found.new


async def _asked_again(change: Change, case: Case, state: SourceState) -> Case:
    """Note that the applicant says «not solved» there of the answer that went out here: people decide it within a term."""
    if case.status not in ANSWERED or state.code != ASKS_AGAIN.get(case.kind):
        return case
    if state.at is not None and case.answered_at is not None and state.at <= case.answered_at:
        return case
    return await change.save(case, REOPENING_ASKED, **asked_again(change, case))


async def settle_state(change: Change, case: Case, name: str, status: str) -> Case:
    """Note at the states of a case that go by a name what it comes to here, where nobody knew."""
    key = key_of(UnmatchedReferenceKind.STATE, name)
    codes = {one.code for one in case.source_states if key_of(UnmatchedReferenceKind.STATE, one.code) == key}
    return await _mapped(change, case, mapped_states(case.source_states, dict.fromkeys(codes, status)))


async def _mapped(change: Change, case: Case, states: Sequence[SourceState]) -> Case:
    if list(states) == case.source_states:
        return case
    return await change.save(case, SOURCE_STATE_MAPPED, source_states=[one.model_dump() for one in states])
