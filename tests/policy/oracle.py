"""The rights once more, as plain sentences about people and documents: no access keys, nothing of the policy.

It shares only the words of `matrix.csv` with the policy, and says by itself what each word means.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Document = Mapping[str, Any]

MATRIX_FILE = Path(__file__).with_name("matrix.csv")
COLUMNS = ("CC", "CU", "HD", "PO", "IO", "IP", "SL", "MB", "RC", "RH", "AS", "LD", "RG", "AD", "IN")

PARENT: Mapping[str, str | None] = {
    "administration": None,
    "roads-department": "administration",
    "road-repair": "roads-department",
    "road-signs": "road-repair",
    "schools": "administration",
    "heating-company": None,
}
"""Six organizations: who is below whom."""

DESK_OF: Mapping[str, str] = {
    "epgu": "POS",
    "phone": "OFFICE",
    "post": "OFFICE",
    "vk": "SOCIAL",
    "telegram": "SOCIAL",
    "page-comments": "PAGES",
}
"""Six channels and the desk of each."""

KEPT: Mapping[str, tuple[str, ...]] = {
    "PO": ("POS", "OFFICE"),
    "IO": ("SOCIAL",),
    "IP": ("PAGES",),
    "RG": ("OFFICE",),
}
"""The desks each column keeps."""

TECHNICAL = frozenset(
    """RECIPIENT_COORDINATOR RECIPIENT_HEAD ASSIGNEE LEADERSHIP REGISTRAR SYSTEM_ADMINISTRATOR INTEGRATION""".split()
)
"""The roles that the decree does not name."""


@dataclass(frozen=True)
class Seat:
    """One role of a person, by its column, with what belongs to it."""

    column: str
    sectors: tuple[str, ...] = ()
    organization: str | None = None
    system: str | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with some roles. A client has no person id."""

    seats: tuple[Seat, ...]
    person_id: str | None = "me"
    account_id: str = "account-me"
    acts_as_curator: bool = False


def cells() -> dict[str, dict[str, str]]:
    """Action → column → word."""
    with MATRIX_FILE.open(encoding="utf-8", newline="") as file:
        return {row["action"]: {column: row[column] for column in COLUMNS} for row in csv.DictReader(file)}


CELLS = cells()


def is_inside(organization: str | None, own: str | None) -> bool:
    """Whether an organization is one's own or lies below it."""
    while organization is not None:
        if organization == own:
            return True
        organization = PARENT[organization]
    return False


def _is_hidden_draft(document: Document) -> bool:
    """An assignment reaches those who are to do it when it is issued; a draft belongs to its writer."""
    return bool(document["resource"] == "assignment" and document["status"] == "DRAFT")


def _is_responsible(person: Person, document: Document) -> bool:
    if _is_hidden_draft(document):
        return False
    responsible = {
        document.get("assignee_id"),
        document.get("responsible_id"),
        *document.get("co_assignee_ids", ()),
        *document.get("co_executor_ids", ()),
    }
    return person.person_id is not None and person.person_id in responsible


def _is_own(person: Person, document: Document) -> bool:
    """Registered or created by oneself; of absences, those of oneself, whoever recorded them."""
    me = person.person_id or person.account_id
    return me in (document.get("creator_id"), document.get("curator_id"))


def _takes_part(person: Person, document: Document) -> bool:
    """Participants see a meeting from the scheduling on, and a protocol from the review on."""
    if person.person_id is None or person.person_id not in document.get("participant_ids", ()):
        return False
    return bool(document["status"] != "DRAFT")


def _is_secretary(person: Person, document: Document) -> bool:
    return person.person_id is not None and document.get("secretary_id") == person.person_id


OPEN_TO_ALL: Mapping[str, frozenset[str]] = {
    "meeting": frozenset({"HELD"}),
    "protocol": frozenset({"SIGNED", "DISPATCHED"}),
    "assignment": frozenset({"ISSUED", "ACKNOWLEDGED", "IN_PROGRESS", "REPORTED", "COMPLETED"}),
}
"""The states in which a document of the centre is open to all members."""


def _is_open(person: Person, document: Document) -> bool:
    open_now = document.get("status") in OPEN_TO_ALL.get(document["resource"], frozenset())
    return open_now or _takes_part(person, document) or _is_secretary(person, document)


def _on_desk(seat: Seat, document: Document) -> bool:
    return DESK_OF.get(document.get("channel_id", "")) in KEPT.get(seat.column, ())


def _of_organization(seat: Seat, document: Document) -> bool:
    if _is_hidden_draft(document):
        return False
    return is_inside(document.get("recipient_id") or document.get("organization_id"), seat.organization)


def _of_system(seat: Seat, document: Document) -> bool:
    return seat.system is not None and document.get("system_id") == seat.system


WORDS: Mapping[str, Callable[[Person, Seat, Document], bool]] = {
    "": lambda person, seat, document: False,
    "All": lambda person, seat, document: True,
    "Reason": lambda person, seat, document: True,
    "Acting": lambda person, seat, document: person.acts_as_curator,
    "Desk": lambda person, seat, document: _on_desk(seat, document),
    "Sec": lambda person, seat, document: document.get("sector_id") in seat.sectors,
    "Org": lambda person, seat, document: _of_organization(seat, document),
    "Me": lambda person, seat, document: _is_responsible(person, document),
    "Own": lambda person, seat, document: _is_own(person, document),
    "Sys": lambda person, seat, document: _of_system(seat, document),
    "Center": lambda person, seat, document: _is_open(person, document),
    "Participant": lambda person, seat, document: _takes_part(person, document),
    "Secretary": lambda person, seat, document: _is_secretary(person, document),
}

Remark = Callable[[Person, Seat, Document], bool]


def _is_message(person: Person, seat: Seat, document: Document) -> bool:
    return bool(document["kind"] == "MESSAGE")


def _of_office(person: Person, seat: Seat, document: Document) -> bool:
    return DESK_OF[document["channel_id"]] == "OFFICE"


def _new_of_office(person: Person, seat: Seat, document: Document) -> bool:
    return document["status"] == "NEW" and _of_office(person, seat, document)


def _is_effective(person: Person, seat: Seat, document: Document) -> bool:
    return person.acts_as_curator


def _is_anothers_role(person: Person, seat: Seat, document: Document) -> bool:
    is_technical = document.get("role") in TECHNICAL
    fits = "role" in document and is_technical == (seat.column == "AD")
    return fits and document["person_id"] != person.person_id


REMARKS: Mapping[tuple[str, str], Remark] = {
    **{("submission.reject", column): _is_message for column in COLUMNS},
    **{("submission.postpone", column): _is_message for column in COLUMNS},
    ("submission.extend", "PO"): _is_message,
    ("submission.extend", "RH"): lambda person, seat, document: document["kind"] == "APPEAL",
    ("submission.formalize", "RG"): _new_of_office,
    ("submission.accept", "RG"): _of_office,
    ("meeting.chair", "CU"): _is_effective,
    ("protocol.sign", "CU"): _is_effective,
    ("member.appoint", "HD"): _is_anothers_role,
    ("role.grant", "AD"): _is_anothers_role,
}
"""The limits of the remark column that speak of the document as it is before the change."""


def reaches(person: Person, action: str, document: Document, *, without_reason: bool = False) -> bool:
    """Whether the words alone reach the document under one of the person's roles; remarks are not asked."""
    return any(
        _word_holds(person, seat, action, document, without_reason=without_reason) for seat in person.seats
    )


def may(person: Person, action: str, document: Document) -> bool:
    """Whether the person may do the action on the document as it is, by words and remarks."""
    for seat in person.seats:
        remark = REMARKS.get((action, seat.column))
        if _word_holds(person, seat, action, document) and (remark is None or remark(person, seat, document)):
            return True
    return False


def _word_holds(
    person: Person, seat: Seat, action: str, document: Document, *, without_reason: bool = False
) -> bool:
    word = CELLS[action][seat.column]
    if word.startswith("Propose"):
        return False
    if word.startswith("Reason"):
        if without_reason:
            return False
        word = word.removeprefix("Reason:")
    return WORDS[word](person, seat, document)


def hidden_fields(person: Person, document: Document) -> set[str]:
    """The fields of a case that the person does not see, as the contract says it."""
    fields: set[str] = set()
    is_incident = document["kind"] == "INCIDENT"
    if not is_incident and not reaches(person, "applicant.read", document):
        fields.add("applicant")
    if not reaches(person, "applicant.read", document, without_reason=True):
        fields.add("location.flat")
    if is_incident and not reaches(person, "author.read", document):
        fields |= {"publications.url", "publications.author_handle"}
    if text_mode(person, document) == "HIDDEN":
        fields |= {"responses.text", "publications.text" if is_incident else "text"}
    return fields


def text_mode(person: Person, document: Document) -> str:
    """How the text of a case is shown."""
    reads_sensitive = reaches(person, "case.read_sensitive_text", document, without_reason=True)
    if document["is_sensitive"] and not reads_sensitive:
        return "HIDDEN"
    return "PLAIN" if reaches(person, "applicant.read", document, without_reason=True) else "REDACTED"
