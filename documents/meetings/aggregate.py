"""Meetings as an aggregate."""

from auth.texts.errors import Text
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.meetings.document import Meeting, MemberProposal
from documents.meetings.proposals import MACHINE as PROPOSAL_MACHINE
from documents.meetings.proposals import ProposalStatus
from documents.meetings.resource import MEETINGS, PROPOSALS
from documents.meetings.rules import MACHINE, MeetingStatus, QuorumRule, VoteGround, VoteOutcome
from documents.meetings.vocabulary import GROUNDS, OUTCOMES, QUORUM_RULES

AGGREGATE = Aggregate(
    records=(Meeting, MemberProposal),
    resources=(MEETINGS, PROPOSALS),
    object_types=(
        ObjectType("Meeting", MEETINGS, Text("заседание", "the meeting"), permissions=("meeting", "ballot")),
        ObjectType("MemberProposal", PROPOSALS, Text("предложение", "the proposal"), permissions=("agenda",)),
    ),
    machines={"Meetings": MACHINE, "Proposals to an agenda": PROPOSAL_MACHINE},
    enumerations=(
        Enumeration(
            MeetingStatus,
            "MeetingStatus",
            "Состояние заседания: the state of a meeting.",
            MACHINE.labels,
        ),
        Enumeration(
            ProposalStatus,
            "ProposalStatus",
            "Состояние предложения: the state of a proposal to an agenda.",
            PROPOSAL_MACHINE.labels,
        ),
        Enumeration(QuorumRule, "QuorumRule", "Кворум: how many members must take part.", QUORUM_RULES),
        Enumeration(VoteOutcome, "VoteOutcome", "Итог голосования: what a vote came to.", OUTCOMES),
        Enumeration(VoteGround, "VoteGround", "Основание итога: why a vote came to that.", GROUNDS),
    ),
    loaded={Meeting: "Заседание загружено", MemberProposal: "Предложение в повестку загружено"},
)
