"""How meetings are read: their order and who belongs to them."""

from collections.abc import Callable

from auth.actions import Action
from documents.files.showing import as_shown
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Relation, Resource, Row, Seen
from documents.kernel.record import EmbeddedDocument
from documents.meetings.document import AgendaItem, Ballot, Meeting, MemberProposal, Participant
from documents.meetings.rules import tally


def _absent(part: type[EmbeddedDocument]) -> Row:
    """What a part says that was stored before there was more to say."""
    fields = part.model_fields.items()
    return {name: one.get_default(call_default_factory=True) for name, one in fields if not one.is_required()}


def _named(part: type[EmbeddedDocument], key: str, shown: str) -> Callable[[list[Row], Seen], list[Row]]:
    """Parts with the person whom each names under a key."""
    absent = _absent(part)
    return lambda parts, seen: [{**absent, **one, shown: seen("persons", one[key])} for one in parts]


def _voted(voted: Row | None) -> Row | None:
    """Votes with how many were needed."""
    if voted is None:
        return None
    cast = voted["in_favour"], voted["against"], voted["abstained"]
    return {**voted, "needed": tally(*cast, chair_choice=voted["chair_choice"]).needed}


KINDS = {
    **{one: one.upper() for one in ("Message", "Appeal", "Incident", "Topic", "Assignment")},
    "MemberProposal": "PROPOSAL",
}
"""Type of what a question comes from → its kind."""


def _agenda(items: list[Row], seen: Seen) -> list[Row]:
    """The questions with their speakers and those who were heard."""
    absent = _absent(AgendaItem)
    whole = ({**absent, **one} for one in items)
    return [
        {
            **one,
            "speaker": seen("persons", one["speaker_id"]),
            "sources": [{**each, "kind": KINDS[each["type"]]} for each in one["sources"]],
            "voted": _voted(one["voted"]),
            "heard": [{**each, "person": seen("persons", each["person_id"])} for each in one["heard"]],
        }
        for one in whole
    ]


def _materials(materials: list[Row], seen: Seen) -> list[Row]:
    """Materials with those who prepared them, and with their files."""
    return [
        {
            **one,
            "added_by": seen("persons", one["added_by_id"]),
            "attachments": [as_shown(file, seen) for file in one["files"]],
            # Those of before there were remarks have none.
            "remarks": [{**each, "by": seen("persons", each["by_id"])} for each in one.get("remarks", ())],
        }
        for one in materials
    ]


def _files(materials: list[Row]) -> list[Row]:
    return [file for one in materials for file in one["attachments"]]


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
    needs={"quorum": frozenset({"quorum", "form", "participants"})},
    always=frozenset({"status", "access_keys"}),
    nested={
        "participants": _named(Participant, "person_id", "person"),
        "agenda": _agenda,
        "materials": _materials,
        "ballots": _named(Ballot, "person_id", "person"),
    },
    carries={"materials": _files},
    has_actions=True,
)


def _sources(sources: list[Row], seen: Seen) -> list[Row]:
    """What a proposal comes from."""
    return [{**one, "kind": KINDS[one["type"]]} for one in sources]


PROPOSALS = Resource(
    name="proposal",
    record=MemberProposal,
    read=Action.MEETING_READ,
    orders={"SUBMITTED_AT": "sort_submitted"},
    default_order=("SUBMITTED_AT", Direction.DESC),
    relations={
        "person": Relation("persons", "person_id"),
        "decided_by": Relation("persons", "decided_by_id"),
    },
    ids_of={"meeting_id": "Meeting"},
    paths={"meeting_id": "meeting"},
    needs={"meeting": frozenset({"meeting_id"})},
    always=frozenset({"status", "access_keys"}),
    nested={"sources": _sources},
    has_actions=True,
)
