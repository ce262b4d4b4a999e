"""How conferences of others are read: newest first, one's own; all of them by the head."""

from auth.actions import Action
from documents.conferences.document import Conference
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource, Row


def _files(files: list[Row]) -> list[Row]:
    return [{**one, "file_id": one["id"]} for one in files]


CONFERENCES = Resource(
    name="conference",
    record=Conference,
    read=Action.CONFERENCE_RECORD,
    orders={"HELD_ON": "sort_held"},
    default_order=("HELD_ON", Direction.DESC),
    relations={
        "person": Relation("persons", "person_id"),
        "recorded_by": Relation("persons", "recorded_by_id"),
    },
    paths={"files": "attachments"},
    needs={"attachments": frozenset({"files"})},
    always=frozenset({"access_keys"}),
    carries={"files": _files},
)
