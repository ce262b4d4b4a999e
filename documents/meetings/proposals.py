"""Proposals to an agenda (III.3/2): their machine, and how they follow the agendas that name them."""

from enum import StrEnum

from documents.kernel.machine import Machine, move
from documents.kernel.write.change import Change
from documents.meetings import events
from documents.meetings.document import UNSEEN, Meeting, MemberProposal
from documents.meetings.rules import MeetingStatus

NAME = "MemberProposal"
"""The type of a proposal, as a source of a question names it."""


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    SUBMITTED = "SUBMITTED"
    ON_AGENDA = "ON_AGENDA"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


S = ProposalStatus

MACHINE = Machine(
    "proposal",
    initial=S.SUBMITTED,
    moves=(
        move("propose_item", (), S.SUBMITTED),
        # By the agenda of a meeting that people know of, which names it among its sources.
        move("put_on_agenda", (S.SUBMITTED,), S.ON_AGENDA, within="schedule_meeting"),
        move("take_off_agenda", (S.ON_AGENDA,), S.SUBMITTED, within="update_meeting"),
        # The decision on an item or, before it stands on any, that it will not.
        move("decide_proposal", (S.SUBMITTED, S.ON_AGENDA), None),
        move("accept_proposal", (S.ON_AGENDA,), S.ACCEPTED, within="decide_proposal"),
        move("reject_proposal", (S.SUBMITTED, S.ON_AGENDA), S.REJECTED, within="decide_proposal"),
        move("withdraw_proposal", (S.SUBMITTED, S.ON_AGENDA), S.WITHDRAWN),
    ),
    terminal=(S.ACCEPTED, S.REJECTED, S.WITHDRAWN),
    labels={
        S.SUBMITTED: "Подано",
        S.ON_AGENDA: "В повестке",
        S.ACCEPTED: "Принято",
        S.REJECTED: "Отклонено",
        S.WITHDRAWN: "Отозвано",
    },
)

OFF = frozenset({MeetingStatus.CANCELLED, MeetingStatus.NOT_HELD})
"""States of a meeting whose agenda nobody will go through."""


def named_in(meeting: Meeting) -> list[str]:
    """Return the ids of the proposals that the questions of a meeting come from."""
    return [one.id for item in meeting.agenda for one in item.sources if one.type == NAME]


async def follow_agenda(change: Change, meeting: Meeting, *, before: Meeting | None = None) -> None:
    """Have the proposals that an agenda names, or named before, stand on it or no longer; those that are decided stay."""
    if meeting.status in UNSEEN:
        return
    named = [] if meeting.status in OFF else named_in(meeting)
    dropped = [one for one in named_in(before or meeting) if one not in named]
    for proposal_id in dict.fromkeys(dropped):
        proposal = await change.get(MemberProposal, proposal_id)
        if proposal is not None and (proposal.status, proposal.meeting_id) == (S.ON_AGENDA, meeting.id):
            await change.save(proposal, events.TAKEN_OFF_AGENDA, status=S.SUBMITTED.value, meeting_id=None)
    for proposal_id in dict.fromkeys(named):
        proposal = await change.get(MemberProposal, proposal_id)
        if proposal is not None and proposal.status == S.SUBMITTED:
            await change.save(proposal, events.PUT_ON_AGENDA, status=S.ON_AGENDA.value, meeting_id=meeting.id)
