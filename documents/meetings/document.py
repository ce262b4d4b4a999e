"""The stored shape of a meeting and what follows from it at every write."""

from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.files.document import Attachment
from documents.kernel.read.paging import sort_value
from documents.kernel.record import EmbeddedDocument, Record

UNSEEN = frozenset({"DRAFT"})
"""Until it is scheduled, only the head and the secretary know of a meeting."""


class Participant(EmbeddedDocument):
    """Somebody named in the composition: a MEMBER, who has a ballot, or an INVITEE, who has none (invariant 6)."""

    person_id: str
    kind: str = "MEMBER"
    attendance: str | None = None
    absence_reason: str | None = None
    is_late: bool = False
    full_name: str


class AgendaSource(EmbeddedDocument):
    """What a question comes from: the type and the id of a case, a topic or an assignment."""

    type: str
    id: str


class Heard(EmbeddedDocument):
    """Somebody who spoke to a question, and what he said in short."""

    person_id: str
    full_name: str
    summary: str


class Voted(EmbeddedDocument):
    """How the members voted on a question, and what followed; `chair_choice` is what decided where votes were equal."""

    in_favour: int
    against: int
    abstained: int
    chair_choice: str | None = None
    outcome: str
    ground: str


class AgendaItem(EmbeddedDocument):
    """One question of the agenda: its speaker, what is proposed to be decided, and how it went."""

    order: int
    title: str
    speaker_id: str | None = None
    minutes: int | None = None
    draft_decision: str | None = None
    sources: list[AgendaSource] = []
    heard: list[Heard] = []
    voted: Voted | None = None


class Ballot(EmbeddedDocument):
    """A member's vote on one question of an absentee meeting: FOR, AGAINST or ABSTAINED; changeable to the end."""

    person_id: str
    order: int
    choice: str
    opinion: str | None = None
    cast_at: datetime


class MaterialRemark(EmbeddedDocument):
    """What somebody who takes part says of materials before the meeting begins."""

    text: str
    at: datetime
    by_id: str


class Material(EmbeddedDocument):
    """What somebody prepared for a question: a note, files, or both, with what others say of it. `is_late`: later than the
    lead time of the setting."""

    no: int
    order: int
    note: str | None = None
    files: list[Attachment] = []
    is_late: bool
    added_at: datetime
    added_by_id: str
    remarks: list[MaterialRemark] = []


class KeptQuorum(EmbeddedDocument):
    """The quorum as it was counted when the meeting ended, under the rule of that day."""

    rule: str
    members: int
    present: int
    needed: int


class Meeting(Record):
    """A meeting of the center. `held_on` is the local day (ISO) it was held or, absentee, its ballots were counted."""

    number: str
    form: str
    status: str
    title: str
    planned_at: datetime
    place: str | None = None
    voting_from: datetime | None = None
    voting_to: datetime | None = None
    convened_by_id: str | None = None
    chair_id: str | None = None
    chair_capacity: str | None = None
    secretary_id: str
    participants: list[Participant] = []
    agenda: list[AgendaItem] = []
    ballots: list[Ballot] = []
    materials: list[Material] = []
    opened_at: datetime | None = None
    held_on: str | None = None
    quorum: KeptQuorum | None = None
    cancellation_reason: str | None = None
    move_reason: str | None = None
    not_held_reason: str | None = None
    sort_planned: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    is_listed_by_action: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {"number", "status", "form", "planned_at", "voting_from", "voting_to", "chair_id", "chair_capacity",
         "secretary_id", "held_on", "convened_by_id", "opened_at", "quorum"}
    )  # fmt: skip
    texts: ClassVar[frozenset[str]] = frozenset(
        {"title", "place", "participants", "agenda", "ballots", "materials", "cancellation_reason", "move_reason",
         "not_held_reason"}
    )  # fmt: skip
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_planned", "is_demo"}
    )

    class Settings:
        name = "meetings"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("number", ASCENDING)], name="meeting_number_unique", unique=True),
            IndexModel([("sort_planned", DESCENDING)], name="sort_planned"),
            # The state stands behind the sort value, so that what does not match is passed over in the index.
            IndexModel(
                [("access_keys", ASCENDING), ("sort_planned", DESCENDING), ("status", ASCENDING)],
                name="keys_sort_planned",
            ),
            IndexModel([("status", ASCENDING), ("sort_planned", DESCENDING)], name="status_sort_planned"),
            IndexModel([("status", ASCENDING), ("voting_to", ASCENDING)], name="voting_to"),
            IndexModel([("agenda.sources.id", ASCENDING), ("sort_planned", DESCENDING)], name="sources"),
        ]

    def derive(self) -> None:
        """Fill access keys and the sort value."""
        self.access_keys = access_keys(self)
        self.sort_planned = sort_value(self.planned_at, self.id)


def access_keys(meeting: Meeting) -> list[str]:
    """Return who has a right to it: its secretary always, participants once it is scheduled, all members once it was
    held."""
    keys = {f"secretary:{meeting.secretary_id}"}
    if meeting.status not in UNSEEN:
        keys.update(f"participant:{one.person_id}" for one in meeting.participants)
    if meeting.status == "HELD":
        keys.add("center")
    return sorted(keys)


class MemberProposal(Record):
    """What a member proposes for an agenda (III.3/2): since it stands on one, of which meeting; decided with an answer."""

    number: str
    status: str
    title: str
    text: str
    draft_decision: str | None = None
    sources: list[AgendaSource] = []
    person_id: str
    submitted_at: datetime
    meeting_id: str | None = None
    answer: str | None = None
    decided_by_id: str | None = None
    decided_at: datetime | None = None
    sort_submitted: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    told: ClassVar[frozenset[str]] = frozenset(
        {"number", "status", "person_id", "submitted_at", "meeting_id", "decided_by_id", "decided_at"}
    )
    texts: ClassVar[frozenset[str]] = frozenset({"title", "text", "draft_decision", "sources", "answer"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_submitted", "is_demo"}
    )

    class Settings:
        name = "member_proposals"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("number", ASCENDING)], name="proposal_number_unique", unique=True),
            # With the state behind it, Beanie would take it for the last one: it compares indexes by their sets of keys.
            IndexModel([("sort_submitted", DESCENDING)], name="sort_submitted"),
            IndexModel(
                [("access_keys", ASCENDING), ("sort_submitted", DESCENDING), ("status", ASCENDING)],
                name="keys_sort_submitted",
            ),
            IndexModel([("status", ASCENDING), ("sort_submitted", DESCENDING)], name="status_sort_submitted"),
        ]

    def derive(self) -> None:
        """Fill access keys (whose it is, read as a meeting of one's own) and the sort value."""
        self.access_keys = [f"creator:{self.person_id}", f"participant:{self.person_id}"]
        self.sort_submitted = sort_value(self.submitted_at, self.id)
