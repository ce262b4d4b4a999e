"""Meetings as an aggregate."""

from auth.texts.errors import Text
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.meetings.document import Meeting
from documents.meetings.resource import MEETINGS
from documents.meetings.rules import MACHINE, MeetingStatus, QuorumRule, VoteGround, VoteOutcome
from documents.meetings.vocabulary import GROUNDS, OUTCOMES, QUORUM_RULES

AGGREGATE = Aggregate(
    records=(Meeting,),
    resources=(MEETINGS,),
    object_types=(
        ObjectType("Meeting", MEETINGS, Text("заседание", "the meeting"), permissions=("meeting", "ballot")),
    ),
    machines={"Meetings": MACHINE},
    enumerations=(
        Enumeration(
            MeetingStatus,
            "MeetingStatus",
            "Состояние заседания: the state of a meeting.",
            MACHINE.labels,
        ),
        Enumeration(QuorumRule, "QuorumRule", "Кворум: how many members must take part.", QUORUM_RULES),
        Enumeration(VoteOutcome, "VoteOutcome", "Итог голосования: what a vote came to.", OUTCOMES),
        Enumeration(VoteGround, "VoteGround", "Основание итога: why a vote came to that.", GROUNDS),
    ),
    loaded={Meeting: "Заседание загружено"},
)
