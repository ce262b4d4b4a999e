"""The stored documents of the leak suite: cases in and outside every scope, papers of the center in every state."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from documents.applicants.document import Applicant
from documents.cases.document import (
    Case,
    Location,
    MaskedApplicant,
    Publication,
    Rejection,
    Response,
)
from documents.cases.routed import Routing
from documents.disclosures.document import PersonalDataAccess
from documents.kernel.record import Record
from documents.kernel.write.events import Actor, EventRecord, FieldChange
from tests.leaks.assignments_planted import OTHER, assignments
from tests.leaks.files_planted import files_of_a_case
from tests.leaks.meetings_planted import (
    CONFERENCES,
    MEETINGS,
    NAMES,
    PROPOSALS,
    planted_conference,
    planted_conflict,
    planted_meeting,
    planted_name,
    planted_proposal,
)
from tests.leaks.notes_planted import notes_of_a_case
from tests.leaks.protocols_planted import planted_protocol
from tests.leaks.town_planted import SECTOR, SYSTEM, person_id
from tests.leaks.words_planted import (
    IN_THE_HISTORY,
    Words,
    answers_of_a_case,
    link_of_a_case,
)
from tests.support.keys import VAULT
from tests.support.town import NOW

KINDS = ("MESSAGE", "APPEAL", "INCIDENT")
SHARED_PHONE = "79000001234"
"""The phone by which every planted message and appeal is found; e-mails are shared by kind and sensitivity."""

SCENES: Mapping[str, Mapping[str, Any]] = {
    "far": {"sector_id": "EDUCATION", "recipient_id": "schools", "assignee_id": OTHER},
    "pos": {"channel_id": "epgu", "sector_id": "ENERGY"},
    "office": {"channel_id": "phone", "status": "NEW"},
    "social": {"channel_id": "vk", "recipient_id": "heating-company"},
    "sector": {"sector_id": SECTOR, "system_id": SYSTEM},
    "body": {"recipient_id": "roads-department", "status": "IN_REVIEW"},
    "below": {"recipient_id": "road-repair"},
    "above": {"recipient_id": "administration"},
    "person": {"assignee_id": person_id("AS"), "status": "IN_PROGRESS"},
    "together": {"assignee_id": OTHER, "co_assignee_ids": [person_id("AS")]},
    "creator": {"creator_id": person_id("RG"), "status": "NEW"},
    "system": {"system_id": SYSTEM},
}
"""Each case lies in at most one role's scope, but that of the sector is the narrowed client's as well; all others see it, or
not, for what they are."""


def cases(words: Words) -> Iterator[Record]:
    """Every scene, of every kind, sensitive and not, with an applicant and a history each."""
    numbers = itertools.count(100_001)
    for (guard_context, facts), kind, sensitive in itertools.product(SCENES.items(), KINDS, (False, True)):
        record_id = f"{guard_context}-{kind.lower()}-{'sensitive' if sensitive else 'ordinary'}"
        prefix = "ИМ-" if kind == "INCIDENT" else ""
        number = f"{prefix}2026-{next(numbers)}"
        yield from _case(words, record_id, number, kind, {**facts, "is_sensitive": sensitive})


def accesses(words: Words) -> Iterator[Record]:
    """Lines of the log of access to personal data, on three days."""
    for number, at in enumerate(NOW - timedelta(days=days) for days in (3, 2, 1)):
        line = PersonalDataAccess(
            id=f"access-{number}",
            updated_at=NOW,
            kind="REVEAL",
            at=at,
            day=at.date().isoformat(),
            account_id="account-PO",
            person_id=person_id("PO"),
            role="POS_OFFICER",
            case_id="pos-message-sensitive",
            fields=["PHONE"],
            reason=words.new("personal_data_access.reason"),
        )
        line.derive()
        yield line


def _case(words: Words, record_id: str, number: str, kind: str, facts: Mapping[str, Any]) -> Iterator[Record]:
    document = {
        "kind": kind,
        "status": "ASSIGNED",
        "channel_id": "page-comments",
        "creator_id": "person-imported",
        **facts,
    }
    shared = {"phone": SHARED_PHONE, "email": f"{kind}.{facts['is_sensitive']}@example.org".lower()}
    known = {} if kind == "INCIDENT" else shared
    plain = {name: known.get(name) or words.new(f"applicant.{name}") for name in sorted(Applicant.sealed)}
    received = NOW - timedelta(days=int(number[-2:]), hours=int(number[-1]))
    case = Case(
        id=record_id,
        updated_at=NOW,
        number=number,
        summary=f"Погас фонарь {words.new('case.summary')}",
        location=Location(
            street_id="lenina",
            street="Ленина",
            house="48 кв. 12",
            flat=words.new("case.location.flat"),
            description=words.new("case.place"),
        ),
        topic_id="holes",
        settlement_id="bogotol",
        received_at=received,
        registered_at=received,
        routed_at=received + timedelta(hours=2),
        due_at=received + timedelta(days=30),
        policy_code="POS_STANDARD",
        external_system="POS",
        external_id=f"external-{record_id}",
        applicant_id=f"applicant-{record_id}",
        applicant_phone_mark=VAULT.mark("phone", plain["phone"]) if kind != "INCIDENT" else None,
        applicant_email_mark=VAULT.mark("email", plain["email"]) if kind != "INCIDENT" else None,
        routings=[
            Routing(
                to_organization_id="schools",
                by_id=person_id("PO"),
                at=received,
                reason=words.new("case.routings.reason"),
                link=link_of_a_case(words, received),
            )
        ],
        responses=[
            Response(
                no=1,
                text=words.free_text("case.responses.text"),
                author_id=person_id("AS"),
                status="IN_REVIEW",
                signals=["NO_TERM"],
            )
        ],
        **answers_of_a_case(words, kind, received, person_id("PO")),
        attachments=files_of_a_case(words, record_id),
        **notes_of_a_case(words, record_id),
        **document,
        **_of_kind(words, kind),
    )
    case.derive()
    yield case
    applicant_id = str(case.applicant_id)
    sealed = {
        name: VAULT.seal(value, place=f"applicants:{applicant_id}:{name}") for name, value in plain.items()
    }
    yield Applicant(id=applicant_id, updated_at=NOW, case_id=record_id, **sealed)
    yield _told(words, case, "incident.registered" if kind == "INCIDENT" else "submission.registered")


def _of_kind(words: Words, kind: str) -> dict[str, Any]:
    if kind == "INCIDENT":
        publication = Publication(
            url=f"https://vk.com/{words.new('case.publications.url')}",
            reply_url=f"https://vk.com/{words.new('case.publications.reply_url')}",
            author_handle=words.new("case.publications.author_handle"),
            text=words.free_text("case.publications.text"),
        )
        return {
            "importance": "NORMAL",
            "publications": [publication],
            "applicant": MaskedApplicant(full_name=words.new("case.applicant of an incident")),
        }
    masked = {
        name: words.new(f"case.applicant.{name}") for name in ("full_name", "phone", "email", "address")
    }
    found: dict[str, Any] = {"text": words.free_text("case.text"), "applicant": MaskedApplicant(**masked)}
    if kind == "APPEAL":
        return {**found, "regime": "APPEAL_59FZ", "appeal_kind": "COMPLAINT", "form": "WRITTEN"}
    rejection = Rejection(reason="OTHER", comment=words.new("case.rejection.comment"))
    return {**found, "regime": "MESSAGE", "message_kind": "PROBLEM", "rejection": rejection}


TOLD: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "INCIDENT": {
        "location": ("location.flat",),
        "responses": ("responses.text",),
        "publications": (
            "publications.url",
            "publications.reply_url",
            "publications.author_handle",
            "publications.text",
        ),
    },
    "MESSAGE": {
        "location": ("location.flat",),
        "responses": ("responses.text",),
        "applicant": ("applicant",),
        "text": ("text",),
    },
}
"""Kind of case → field that its planted event tells → the paths whose words it holds."""


def _told(words: Words, case: Case, name: str) -> EventRecord:
    """An event that tells more than the log ever holds: what is withheld must not come out by this door either."""
    told = TOLD["INCIDENT" if case.kind == "INCIDENT" else "MESSAGE"]
    changes = [
        FieldChange(field=key, after=[words.new(f"case.{path} {IN_THE_HISTORY}") for path in paths])
        for key, paths in told.items()
    ]
    row = EventRecord(
        id=f"cases:{case.id}:1",
        updated_at=NOW,
        name=name,
        object_collection="cases",
        object_id=case.id,
        sequence=1,
        at=NOW,
        actor=Actor(account_id="account-PO", person_id=person_id("PO"), role="POS_OFFICER"),
        action="submission.register",
        keys_before=[],
        keys_after=case.access_keys,
        changed=sorted(told),
        changes=changes,
    )
    row.derive()
    return row


PROTOCOLS = {
    "held": ("DRAFT", None),
    "unsigned": ("READY_FOR_SIGNATURE", None),
    "review": ("IN_REVIEW", None),
    "signed": ("SIGNED", 1),
}
"""Meeting → the state and number of its protocol. Meetings without one were never held."""


def papers(words: Words) -> Iterator[Record]:
    """Meetings, protocols and assignments in every state that changes who sees them."""
    for number, (name, (status, secretary, people)) in enumerate(MEETINGS.items(), 1):
        yield planted_meeting(words, name, status, f"З-2026-9{number:05d}", person_id(secretary), people)
    for name in CONFERENCES:
        yield planted_conference(words, name)
    for number, name in enumerate(NAMES, 1):
        yield planted_name(words, name, number)
        yield planted_conflict(words, name, number)
    for number, name in enumerate(PROPOSALS, 1):
        yield planted_proposal(words, name, number)
    for name, (status, order) in PROTOCOLS.items():
        yield planted_protocol(words, name, status, order)
    yield from assignments(words)
