"""Meetings as an aggregate."""

from auth.texts.errors import Text
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.meetings.document import Meeting
from documents.meetings.resource import MEETINGS
from documents.meetings.rules import MACHINE, MeetingStatus

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
    ),
    loaded={Meeting: "Заседание загружено"},
)
