"""How meetings are read: their order and who belongs to them."""

from collections.abc import Callable

from auth.actions import Action
from auth.principal import Principal
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource, Row, Seen
from documents.meetings.document import Meeting

VOTING = frozenset({"VOTING", "VOTING_CLOSED"})


def _finish(row: Row, who: Principal) -> None:
    """Until they are counted, ballots are seen by the chair and the secretary only; one's own always (invariant 7)."""
    if row.get("status") not in VOTING or not row.get("ballots"):
        return
    if who.subject not in (row.get("chair_id"), row.get("secretary_id")):
        row["ballots"] = [one for one in row["ballots"] if one["person_id"] == who.subject]


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
    needs={"ballots": frozenset({"ballots", "chair_id", "secretary_id"})},
    always=frozenset({"status", "access_keys"}),
    finish=_finish,
    finishes=frozenset({"ballots"}),
    nested={
        "participants": _named("person_id", "person"),
        "agenda": _named("speaker_id", "speaker"),
        "ballots": _named("person_id", "person"),
    },
    offers=True,
)
