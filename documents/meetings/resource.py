"""How meetings are read: their order and who belongs to them."""

from collections.abc import Callable

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource, Row, Seen
from documents.meetings.document import Meeting


def _named(key: str, shown: str) -> Callable[[list[Row], Seen], list[Row]]:
    """Parts with the person whom each names under a key."""
    return lambda parts, seen: [{**one, shown: seen("persons", one[key])} for one in parts]


MEETINGS = Resource(
    name="meeting",
    record=Meeting,
    read=Action.MEETING_READ,
    orders={"PLANNED_AT": "sort_planned"},
    default_order=("PLANNED_AT", Direction.DESC),
    relations={
        "convened_by": Relation("persons", "convened_by_id"),
        "chair": Relation("persons", "chair_id"),
        "secretary": Relation("persons", "secretary_id"),
    },
    always=frozenset({"status", "access_keys"}),
    nested={
        "participants": _named("person_id", "person"),
        "agenda": _named("speaker_id", "speaker"),
        "ballots": _named("person_id", "person"),
    },
    has_actions=True,
)
