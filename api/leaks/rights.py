"""The rights once more, as plain sentences about people and documents: no access keys, nothing of the policy.

It shares only the words of `matrix.csv` with the policy, and says by itself what each word means. The leak check judges
by it, and the tests of the policy compare it with what `auth` decides.
"""

# ruff: noqa: ARG005  # every word is called with the same three arguments

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Document = Mapping[str, Any]

MATRIX_FILE = Path(__file__).with_name("matrix.csv")
COLUMNS = ("CC", "CU", "HD", "PO", "IO", "IP", "SL", "MB", "RC", "RH", "AS", "LD", "RG", "AD", "IN")

KEPT: Mapping[str, tuple[str, ...]] = {
    "PO": ("POS", "OFFICE"),
    "IO": ("SOCIAL",),
    "IP": ("PAGES",),
    "RG": ("OFFICE",),
}
"""The desks each column keeps."""


@dataclass(frozen=True)
class Seat:
    """One role of a person, by its column, with what belongs to it; of a substitute, whose work he does."""

    column: str
    sectors: tuple[str, ...] = ()
    organization: str | None = None
    system: str | None = None
    stands_in_for: str | None = None
    bodies: tuple[str, ...] = ()
    """Of a client: the organizations that it is held to."""


@dataclass(frozen=True)
class Town:
    """The facts about a municipality that words look at: organization → the one above it, channel → its desk."""

    parents: Mapping[str, str | None] = field(default_factory=dict)
    desks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RightsHolder:
    """Somebody with some roles. A client has no person id, and does only what it was registered for."""

    seats: tuple[Seat, ...]
    person_id: str | None = "me"
    account_id: str = "account-me"
    acts_as_curator: bool = False
    registered: frozenset[str] | None = None
    town: Town = Town()


def cells() -> dict[str, dict[str, str]]:
    """Return action → column → word."""
    with MATRIX_FILE.open(encoding="utf-8", newline="") as file:
        return {row["action"]: {column: row[column] for column in COLUMNS} for row in csv.DictReader(file)}


CELLS = cells()


def is_inside(organization: str | None, own: str | None, parents: Mapping[str, str | None]) -> bool:
    """Return whether an organization is one's own or lies below it."""
    seen: set[str] = set()
    while organization is not None and organization not in seen:
        if organization == own:
            return True
        seen.add(organization)
        organization = parents.get(organization)
    return False


def _is_hidden_draft(document: Document) -> bool:
    """An assignment reaches those who are to do it when it is issued; a draft belongs to its writer."""
    return bool(document["resource"] == "assignment" and document["status"] == "DRAFT")


def _is_responsible(person: RightsHolder, seat: Seat, document: Document) -> bool:
    """What one answers for oneself, or the one whom one stands in for."""
    if _is_hidden_draft(document):
        return False
    responsible = {
        document.get("assignee_id"),
        document.get("responsible_id"),
        *document.get("co_assignee_ids", ()),
        *document.get("co_executor_ids", ()),
    }
    return any(one is not None and one in responsible for one in (person.person_id, seat.stands_in_for))


def _is_own(person: RightsHolder, document: Document) -> bool:
    """Registered or created by oneself; of absences, those of oneself, whoever recorded them; of webhooks, those of one's
    own client, whoever registered them."""
    me = person.person_id or person.account_id
    is_of_client = document.get("client_id") == person.account_id
    return is_of_client or me in (document.get("creator_id"), document.get("curator_id"))


def _takes_part(person: RightsHolder, document: Document) -> bool:
    """Participants see a meeting from the scheduling on, and a protocol from the review on."""
    if person.person_id is None or person.person_id not in document.get("participant_ids", ()):
        return False
    return bool(document["status"] != "DRAFT")


def _is_secretary(person: RightsHolder, seat: Seat, document: Document) -> bool:
    writes = document.get("secretary_id")
    return writes is not None and writes in (person.person_id, seat.stands_in_for)


OPEN_TO_ALL: Mapping[str, frozenset[str]] = {
    "meeting": frozenset({"HELD"}),
    "protocol": frozenset({"SIGNED", "DISPATCHED"}),
    "assignment": frozenset({"ISSUED", "ACKNOWLEDGED", "IN_PROGRESS", "REPORTED", "COMPLETED", "CANCELLED"}),
}
"""The states in which a document of the center is open to all members."""


def _is_open(person: RightsHolder, seat: Seat, document: Document) -> bool:
    open_now = document.get("status") in OPEN_TO_ALL.get(document["resource"], frozenset())
    return open_now or _takes_part(person, document) or _is_secretary(person, seat, document)


def _on_desk(person: RightsHolder, seat: Seat, document: Document) -> bool:
    return person.town.desks.get(document.get("channel_id", "")) in KEPT.get(seat.column, ())


def _of_organization(person: RightsHolder, seat: Seat, document: Document) -> bool:
    if _is_hidden_draft(document):
        return False
    body = document.get("recipient_id") or document.get("organization_id")
    return is_inside(body, seat.organization, person.town.parents)


def _of_system(seat: Seat, document: Document) -> bool:
    return seat.system is not None and document.get("system_id") == seat.system


def _is_told_a_client(person: RightsHolder, seat: Seat, document: Document) -> bool:
    """A case of the client's system, in one of its sectors and one of its bodies where it is held to such."""
    in_sector = not seat.sectors or document.get("sector_id") in seat.sectors
    body, parents = document.get("recipient_id"), person.town.parents
    in_body = not seat.bodies or any(is_inside(body, one, parents) for one in seat.bodies)
    return _of_system(seat, document) and in_sector and in_body


def _is_own_ballot(person: RightsHolder, document: Document) -> bool:
    """One's own ballot, never that of whom one stands in for."""
    return person.person_id is not None and document.get("voter_id") == person.person_id


WORDS: Mapping[str, Callable[[RightsHolder, Seat, Document], bool]] = {
    "": lambda person, seat, document: False,
    "All": lambda person, seat, document: True,
    "Reason": lambda person, seat, document: True,
    "Acting": lambda person, seat, document: person.acts_as_curator,
    "Desk": _on_desk,
    "Sec": lambda person, seat, document: document.get("sector_id") in seat.sectors,
    "Org": _of_organization,
    "Me": _is_responsible,
    "Own": lambda person, seat, document: _is_own(person, document),
    "Sys": _is_told_a_client,
    "Center": _is_open,
    "Participant": lambda person, seat, document: _takes_part(person, document),
    "Secretary": _is_secretary,
}

Remark = Callable[[RightsHolder, Seat, Document], bool]


def _is_message(person: RightsHolder, seat: Seat, document: Document) -> bool:
    return bool(document["kind"] == "MESSAGE")


def _of_office(person: RightsHolder, seat: Seat, document: Document) -> bool:
    return person.town.desks[document["channel_id"]] == "OFFICE"


def _new_of_office(person: RightsHolder, seat: Seat, document: Document) -> bool:
    return document["status"] == "NEW" and _of_office(person, seat, document)


def _is_effective(person: RightsHolder, seat: Seat, document: Document) -> bool:
    return person.acts_as_curator


TECHNICAL = frozenset(
    """RECIPIENT_COORDINATOR RECIPIENT_HEAD ASSIGNEE LEADERSHIP REGISTRAR SYSTEM_ADMINISTRATOR INTEGRATION""".split()
)
"""The roles that the decree does not name."""


def _is_anothers_role(person: RightsHolder, seat: Seat, document: Document) -> bool:
    is_technical = document.get("role") in TECHNICAL
    fits = "role" in document and is_technical == (seat.column == "AD")
    return fits and document["person_id"] != person.person_id


def _is_nowhere_else(person: RightsHolder, seat: Seat, document: Document) -> bool:
    """What a client sends is of no sector and with no body yet, or of one that it is held to."""
    sector, body, parents = document.get("sector_id"), document.get("recipient_id"), person.town.parents
    fits = body is None or not seat.bodies or any(is_inside(body, one, parents) for one in seat.bodies)
    return fits and (sector is None or not seat.sectors or sector in seat.sectors)


SENT_IN = ("submission.register", "incident.register", "intake.import")
"""What a client does with cases that nobody has seen yet."""

REMARKS: Mapping[tuple[str, str], Remark] = {
    **{("submission.reject", column): _is_message for column in COLUMNS},
    **{("submission.postpone", column): _is_message for column in COLUMNS},
    ("submission.extend", "RH"): lambda person, seat, document: document["kind"] == "APPEAL",
    ("submission.formalize", "RG"): _new_of_office,
    ("submission.accept", "RG"): _of_office,
    ("meeting.chair", "CU"): _is_effective,
    ("protocol.send_back", "CU"): _is_effective,
    ("protocol.sign", "CU"): _is_effective,
    ("protocol.publish", "CU"): _is_effective,
    ("member.appoint", "HD"): _is_anothers_role,
    ("role.grant", "AD"): _is_anothers_role,
    **{(action, "IN"): _is_nowhere_else for action in SENT_IN},
}
"""The limits of the remark column that speak of the document as it is before the change."""


def reaches(person: RightsHolder, action: str, document: Document, *, without_reason: bool = False) -> bool:
    """Return whether the words alone reach the document under one of the person's roles; remarks are not asked."""
    return any(
        _word_holds(person, seat, action, document, without_reason=without_reason) for seat in person.seats
    )


def may(
    person: RightsHolder,
    action: str,
    document: Document,
    *,
    proposing: bool = False,
    without: frozenset[str] = frozenset(),
) -> bool:
    """Return whether the person may do the action on the document as it is, by words and remarks; or propose it, by the
    words that allow no more. Columns in `without` count for nothing."""
    for seat in person.seats:
        remark = REMARKS.get((action, seat.column))
        holds = _word_holds(person, seat, action, document, proposing=proposing)
        if holds and seat.column not in without and (remark is None or remark(person, seat, document)):
            return True
    return False


def _word_holds(
    person: RightsHolder,
    seat: Seat,
    action: str,
    document: Document,
    *,
    without_reason: bool = False,
    proposing: bool = False,
) -> bool:
    word = CELLS[action][seat.column]
    if word.startswith("Propose") is not proposing or not _is_registered(person, action):
        return False
    word = word.removeprefix("Propose:")
    if word.startswith("Reason"):
        if without_reason:
            return False
        word = word.removeprefix("Reason:")
    if action == "ballot.read" and word and _is_own_ballot(person, document):
        return True  # the remark of the row: one's own, whatever the word
    if word == "Sys" and action in SENT_IN:
        return _of_system(seat, document)  # the remark of the rows follows: what comes in is with nobody yet
    return WORDS[word](person, seat, document)


def _is_registered(person: RightsHolder, action: str) -> bool:
    return person.registered is None or action in person.registered


def ever(person: RightsHolder, action: str, *, without_reason: bool = False) -> bool:
    """Return whether one of the person's roles has a word at all for the action."""
    words = [CELLS[action][seat.column] for seat in person.seats]
    dead = ("Propose", "Reason") if without_reason else ("Propose",)
    return _is_registered(person, action) and any(word and not word.startswith(dead) for word in words)


def hidden_fields(person: RightsHolder, document: Document) -> set[str]:
    """Return the fields of a case that the person does not see, as the contract says it."""
    fields: set[str] = set()
    is_incident = document["kind"] == "INCIDENT"
    if not is_incident and not reaches(person, "applicant.read", document):
        fields.add("applicant")
    if not is_incident and not reaches(person, "satisfaction.read", document):
        fields.add("satisfaction")
    if not reaches(person, "quality.read", document):
        fields |= {"quality_checks", "responses.signals"}
    if not reaches(person, "applicant.read", document, without_reason=True):
        fields |= {"location.flat", "attachments"}
    if is_incident and not reaches(person, "author.read", document):
        fields |= {"publications.url", "publications.reply_url", "publications.author_handle"}
    if text_mode(person, document) == "HIDDEN":
        fields.add("drafts.text")
        fields |= {"responses.text", "publications.text" if is_incident else "text"}
    return fields


def text_mode(person: RightsHolder, document: Document) -> str:
    """Return how the text of a case is shown."""
    reads_sensitive = reaches(person, "case.read_sensitive_text", document, without_reason=True)
    if document["is_sensitive"] and not reads_sensitive:
        return "HIDDEN"
    return "PLAIN" if reaches(person, "applicant.read", document, without_reason=True) else "REDACTED"


def reads_file(person: RightsHolder, document: Document, file: Document) -> bool:
    """Return whether a file of a case is for the person who sees the case: one that was cleared for everybody, any other for
    who reads the applicant without a reason."""
    return bool(file["is_cleared"]) or reaches(person, "applicant.read", document, without_reason=True)


NOT_OF_THE_CENTER = frozenset({"RC", "RH", "AS", "RG"})
"""Columns to which a note for the center alone is not shown (the remark of `case.note`)."""


def reads_note(person: RightsHolder, document: Document, note: Document) -> bool:
    """Return whether a note of a case is for the person who sees the case: under `case.note`, one for the center alone by
    who holds that for another role than that of a recipient, an assignee or a registrar."""
    is_closed = note.get("audience") == "CENTER"
    return any(
        _word_holds(person, seat, "case.note", document)
        for seat in person.seats
        if not (is_closed and seat.column in NOT_OF_THE_CENTER)
    )
