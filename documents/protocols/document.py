"""The stored shape of a protocol and what follows from it at every write."""

from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.files.document import Attachment
from documents.kernel.read.paging import sort_value
from documents.kernel.record import EmbeddedDocument, Record
from documents.links.document import GuestLink

SORTS = ("sort_date", "sort_number")

SIGNED = frozenset({"SIGNED", "DISPATCHED"})
"""States from which on the contents never change (invariant 8)."""


class Ordered(EmbeddedDocument):
    """What a decision orders: one responsible official, and a day (ISO) or a recurrence to do it by (invariant 9)."""

    text: str
    responsible_id: str
    organization_id: str | None = None
    co_executor_ids: list[str] = []
    due_on: str | None = None
    recurrence: str | None = None


class Votes(EmbeddedDocument):
    """How many voted how; absent where nobody counted («единогласно»)."""

    in_favour: int = 0
    against: int = 0
    abstained: int = 0


class CancelledAssignment(EmbeddedDocument):
    """An earlier assignment that a decision cancels, by the number that it bears."""

    assignment_id: str
    number: str


class Decision(EmbeddedDocument):
    """One decision (РЕШИЛИ), numbered within its question: `1.2`; it orders, cancels what was ordered, or neither."""

    no: str
    text: str
    votes: Votes | None = None
    assignments: list[Ordered] = []
    cancels: list[CancelledAssignment] = []


class Item(EmbeddedDocument):
    """One question of the agenda as it went: who was heard, who spoke, what was decided."""

    order: int
    title: str
    heard: str | None = None
    spoke: list[str] = []
    decisions: list[Decision] = []


class ReviewComment(EmbeddedDocument):
    """What a participant remarks while the protocol is in review; on the whole of it where no question is named."""

    no: int
    order: int | None = None
    text: str
    author_id: str
    at: datetime


class DissentingOpinion(EmbeddedDocument):
    """A member's opinion that differs from what was decided on a question; it is signed and printed with the protocol."""

    order: int
    person_id: str
    full_name: str
    text: str
    at: datetime


class NamedPerson(EmbeddedDocument):
    """Somebody whom the protocol names, as they were called when it was signed."""

    person_id: str
    full_name: str
    position: str | None = None


class PublishedItem(EmbeddedDocument):
    """One question of the copy for the site: its title and what was decided, redacted."""

    order: int
    title: str
    decisions: list[str] = []


class PublishedCopy(EmbeddedDocument):
    """The copy for the site as the curator decided it: when, by whom, in which capacity, and what it says."""

    published_at: datetime
    published_by_id: str
    capacity: str
    items: list[PublishedItem]


class ExtractLetter(EmbeddedDocument):
    """The e-mail that brings an official the extract. `letter_no` counts those that were asked for, `fault` says why the
    last did not go out."""

    letter_no: int = 1
    sent_at: datetime | None = None
    fault: str | None = None


class Dispatch(EmbeddedDocument):
    """One sending of the signed protocol to an official (III.2), instead of one who has left since, perhaps.

    Who acknowledged for himself is told by no `acknowledged_by_id`. `letter` is the e-mail with the extract, `link` the one
    by which somebody without an account acknowledges.
    """

    person_id: str
    full_name: str
    sent_at: datetime
    via: str
    instead_of_id: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_via: str | None = None
    acknowledged_by_id: str | None = None
    letter: ExtractLetter | None = None
    link: GuestLink | None = None


class Protocol(Record):
    """The protocol of one meeting, or an erratum to it, which bears `corrects_id`. `date` is its local day (ISO); number and
    signature are given together."""

    meeting_id: str
    meeting_number: str
    corrects_id: str | None = None
    erratum_no: int | None = None
    errata_ids: list[str] = []
    number: int | None = None
    year: int
    date: str
    place: str | None = None
    form: str
    status: str
    chair_id: str | None = None
    secretary_id: str
    participant_ids: list[str] = []
    voter_ids: list[str] = []
    items: list[Item] = []
    attachments: list[Attachment] = []
    comments: list[ReviewComment] = []
    dissents: list[DissentingOpinion] = []
    people: list[NamedPerson] = []
    send_back_reason: str | None = None
    signed_by_id: str | None = None
    signed_at: datetime | None = None
    signer_capacity: str | None = None
    content_hash: str | None = None
    previous_hash: str | None = None
    chain_hash: str | None = None
    dispatches: list[Dispatch] = []
    link_digests: list[str] = []
    letters_wait: bool = False
    publication: PublishedCopy | None = None
    sort_date: str = ""
    sort_number: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    is_listed_by_action: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {
            "meeting_id",
            "corrects_id",
            "errata_ids",
            "number",
            "year",
            "date",
            "status",
            "signed_by_id",
            "signed_at",
            "signer_capacity",
            "content_hash",
            "previous_hash",
            "chain_hash",
            "meeting_number",
            "form",
            "chair_id",
            "secretary_id",
            "participant_ids",
        }
    )
    texts: ClassVar[frozenset[str]] = frozenset(
        {
            "place",
            "items",
            "attachments",
            "comments",
            "dissents",
            "send_back_reason",
            "dispatches",
            "publication",
        }
    )
    untold: ClassVar[frozenset[str]] = frozenset(
        {
            "revision",
            "updated_at",
            "access_keys",
            "voter_ids",
            "erratum_no",
            "people",
            *SORTS,
            "is_demo",
            "link_digests",
            "letters_wait",
        }
    )

    class Settings:
        name = "protocols"
        indexes: ClassVar[list[IndexModel]] = [
            # A meeting has one protocol, and each erratum to it a number of its own.
            IndexModel(
                [("meeting_id", ASCENDING), ("erratum_no", ASCENDING)], name="meeting_unique", unique=True
            ),
            IndexModel(
                [("year", ASCENDING), ("number", ASCENDING)],
                name="protocol_number_unique",
                unique=True,
                partialFilterExpression={"number": {"$gt": 0}},
            ),
            IndexModel([("link_digests", ASCENDING)], name="link_digests", sparse=True),
            IndexModel(
                [("letters_wait", ASCENDING), ("sort_date", ASCENDING)],
                name="letters_wait",
                partialFilterExpression={"letters_wait": True},
            ),
            *(IndexModel([(sort, DESCENDING)], name=sort) for sort in SORTS),
            # The state stands behind the sort value, so that what does not match is passed over in the index.
            *(
                IndexModel(
                    [("access_keys", ASCENDING), (sort, DESCENDING), ("status", ASCENDING)],
                    name=f"keys_{sort}",
                )
                for sort in SORTS
            ),
            *(
                IndexModel([("status", ASCENDING), (sort, DESCENDING)], name=f"status_{sort}")
                for sort in SORTS
            ),
        ]

    def derive(self) -> None:
        """Fill access keys and sort values, what links are found by, and whether an e-mail waits to go out."""
        self.access_keys = access_keys(self)
        self.sort_date = sort_value(self.date, self.id)
        number = f"{self.year:04d}-{self.number:06d}" if self.number is not None else None
        self.sort_number = sort_value(number, self.id)
        self.link_digests = [one.link.digest for one in self.dispatches if one.link is not None]
        self.letters_wait = any(waits(one.letter) for one in self.dispatches)


def waits(letter: ExtractLetter | None) -> bool:
    """Return whether an e-mail with an extract is still to go out."""
    return letter is not None and letter.sent_at is None and letter.fault is None


def access_keys(protocol: Protocol) -> list[str]:
    """Return who has a right to it: its secretary always, participants from the review on, all members once it is signed."""
    keys = {f"secretary:{protocol.secretary_id}"}
    if protocol.status != "DRAFT":
        keys.update(f"participant:{person_id}" for person_id in protocol.participant_ids)
    if protocol.status in SIGNED:
        keys.add("center")
    return sorted(keys)
