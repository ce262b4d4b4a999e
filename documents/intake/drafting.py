"""Makes of a record what is to be registered: the facts of the registration, and what is remembered beside it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from auth.errors import Invalid, Problem
from documents.cases.checks import SUMMARY_LIMIT, TEXT_LIMIT
from documents.cases.vocabulary import ChannelKind
from documents.intake.cells import CellProblem, CellReading
from documents.intake.layouts import INCIDENTS, POS
from documents.intake.names import found_by_name
from documents.intake.records import GivenRecord, shown
from documents.intake.stating import ToldState, told_states
from documents.intake.vocabulary import UnmatchedReferenceKind
from documents.kernel.calendar import Calendar
from documents.kernel.read.reference import Snapshot
from documents.kernel.text.links import is_url
from documents.privacy.contacts import EMAIL_LIMIT, PHONE_LIMIT, is_email, is_phone

ID_LIMIT, NAME_LIMIT, PLACE_LIMIT, HOUSE_LIMIT, URL_LIMIT = 200, 300, 500, 50, 2_000

UNKNOWN: Mapping[UnmatchedReferenceKind, str] = {
    UnmatchedReferenceKind.TOPIC: "unknown_topic",
    UnmatchedReferenceKind.DEPARTMENT: "unknown_organization",
    UnmatchedReferenceKind.EXECUTOR: "unknown_person",
    UnmatchedReferenceKind.SETTLEMENT: "unknown_settlement",
    UnmatchedReferenceKind.STATE: "unknown_state",
}

ACTIONABLE: Mapping[str, bool] = {"решаемый": True, "нерешаемый": False}

SITES: Mapping[str, ChannelKind] = {
    "vk.com": ChannelKind.VK,
    "vk.ru": ChannelKind.VK,
    "ok.ru": ChannelKind.OK,
    "t.me": ChannelKind.TELEGRAM,
    "max.ru": ChannelKind.MAX,
}
"""Host of a publication → what kind of channel it came through."""


COLUMN_OF: Mapping[str, str] = {
    "text": "text",
    "publications": "text",
    "receivedAt": "created_at",
    "externalDueAt": "answer_at",
    "topicId": "fact",
    "settlementId": "settlement",
    "externalId": "id",
}
"""First step of a problem's path → the field of the record that it is about."""


@dataclass
class IntakeDraft:
    """What a record comes to. `facts` are those of the registration."""

    number: int
    external_id: str | None
    kind: str
    facts: dict[str, Any]
    unmatched: list[tuple[UnmatchedReferenceKind, str]] = field(default_factory=list)
    states: list[ToldState] = field(default_factory=list)
    """Of its states in its own system."""

    beside: Mapping[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong for which it is not taken."""
        return any(one.is_fatal for one in self.problems)

    def note(self, problem: Problem, *, is_fatal: bool = True, told_in: str | None = None) -> None:
        """Note what is wrong by the rules of registering, under the title of the column that it is about, or of a field."""
        name = told_in or (COLUMN_OF.get(problem.path[0], "") if problem.path else "")
        self.problems.append(CellProblem(self.titles.get(name, name), problem, is_fatal))


def drafted(record: GivenRecord, system: str, snapshot: Snapshot, calendar: Calendar) -> IntakeDraft:
    """Return what a record of a system comes to; what is wrong with it stands in its problems."""
    reading = CellReading(record, calendar)
    draft = _DRAFTED[system](reading, snapshot)
    draft.states = told_states(reading, system)
    for code, told_in in {one.code: one.told_in for one in draft.states if one.status is None}.items():
        _unknown(draft, reading, UnmatchedReferenceKind.STATE, told_in, code)
    draft.beside, draft.problems, draft.titles = reading.rest(), reading.problems, record.titles
    return draft


def _message(reading: CellReading, snapshot: Snapshot) -> IntakeDraft:
    draft = IntakeDraft(reading.record.number, reading.number("id", ID_LIMIT), "MESSAGE", {})
    draft.facts = {
        "kind": "MESSAGE",
        "channel_id": _channel(snapshot, ChannelKind.POS),
        "text": reading.text("text", TEXT_LIMIT, is_required=True),
        "received_at": reading.moment("created_at", is_required=True),
        "external_due_at": reading.moment("answer_at"),
        "is_sensitive": reading.is_so("is_confidential"),
        "topic_id": _topic(draft, reading, snapshot, "fact", "subsubject", "subject"),
        "settlement_id": _named(draft, reading, snapshot, UnmatchedReferenceKind.SETTLEMENT, "settlement"),
        "location": _location(reading),
        "applicant": _applicant(reading),
    }
    _bodies(draft, reading, snapshot)
    return draft


def _incident(reading: CellReading, snapshot: Snapshot) -> IntakeDraft:
    external_id = reading.number("id", ID_LIMIT)
    draft = IntakeDraft(reading.record.number, external_id, "INCIDENT", {})
    received_at = reading.moment("created_at", is_required=True)
    link = reading.held("url", URL_LIMIT, is_url, "malformed_url")
    url = link or f"urn:incident-management:{quote(external_id or '')}"
    post = {
        "url": url,
        "text": reading.text("text", TEXT_LIMIT, is_required=True),
        "author_handle": reading.line("author", NAME_LIMIT),
        "posted_at": received_at,
    }
    group, topic = reading.line("group", SUMMARY_LIMIT), reading.line("topic", SUMMARY_LIMIT)
    draft.facts = {
        "channel_id": _channel(snapshot, _site(url), ChannelKind.OTHER_SOCIAL, ChannelKind.VK),
        "publications": [post],
        # What the system calls it: the text is the author's, and may tell of somebody.
        "summary": topic or group or f"Инцидент № {external_id}",
        "received_at": received_at,
        "topic_id": _topic(draft, reading, snapshot, "topic", "group"),
        "settlement_id": _named(draft, reading, snapshot, UnmatchedReferenceKind.SETTLEMENT, "settlement"),
        "location": _location(reading),
        "is_actionable": ACTIONABLE.get((reading.line("kind", NAME_LIMIT) or "").casefold()),
    }
    _bodies(draft, reading, snapshot)
    return draft


_DRAFTED: Mapping[str, Callable[[CellReading, Snapshot], IntakeDraft]] = {
    POS.system: _message,
    INCIDENTS.system: _incident,
}


def _channel(snapshot: Snapshot, *kinds: ChannelKind) -> str | None:
    """The channel of the first of some kinds that has one; of several the one that bears the name of the kind."""
    for kind in kinds:
        rows = [
            row for row in snapshot.rows("channels") if row["kind"] == kind and row.get("is_active", True)
        ]
        if rows:
            return str(min(rows, key=lambda row: (row["code"] != kind, row["_id"]))["_id"])
    return None


def _site(url: str) -> ChannelKind:
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    return SITES.get(host, ChannelKind.OTHER_SOCIAL)


def _topic(draft: IntakeDraft, reading: CellReading, snapshot: Snapshot, *fields: str) -> str | None:
    """The topic that the narrowest of some names stands for; that of the narrowest is unknown where none does."""
    said = [(name, words) for name in fields if (words := reading.line(name, NAME_LIMIT))]
    found = (found_by_name(snapshot, UnmatchedReferenceKind.TOPIC, words) for _, words in said)
    topic_id = next((one for one in found if one is not None), None)
    if topic_id is None and said:
        _unknown(draft, reading, UnmatchedReferenceKind.TOPIC, *said[0])
    return topic_id


def _named(
    draft: IntakeDraft,
    reading: CellReading,
    snapshot: Snapshot,
    kind: UnmatchedReferenceKind,
    field_name: str,
) -> str | None:
    said = reading.line(field_name, NAME_LIMIT)
    if said is None:
        return None
    found = found_by_name(snapshot, kind, said)
    if found is None:
        _unknown(draft, reading, kind, field_name, said)
    return found


def _unknown(
    draft: IntakeDraft, reading: CellReading, kind: UnmatchedReferenceKind, name: str, said: str
) -> None:
    draft.unmatched.append((kind, said))
    reading.refuse(name, Invalid(UNKNOWN[kind]), is_fatal=False)


def _bodies(draft: IntakeDraft, reading: CellReading, snapshot: Snapshot) -> None:
    """Look for the department and the person: whom a case is sent to is decided here, so their names are only known."""
    _named(draft, reading, snapshot, UnmatchedReferenceKind.DEPARTMENT, "department")
    _named(draft, reading, snapshot, UnmatchedReferenceKind.EXECUTOR, "executor")


_PAIR = re.compile(r"\[?\s*(-?\d{1,3}[.,]\d+)\s*[,; ]\s*(-?\d{1,3}[.,]\d+)\s*\]?")


def _location(reading: CellReading) -> dict[str, Any]:
    found = {
        "street": reading.line("street", NAME_LIMIT),
        "house": reading.line("house", HOUSE_LIMIT),
        "description": reading.line("address", PLACE_LIMIT),
        "latitude": reading.degrees("latitude", 90),
        "longitude": reading.degrees("longitude", 180),
    }
    pair = reading.first("coordinates")
    parts = _PAIR.fullmatch(shown(pair[1]).strip()) if pair is not None else None
    if parts is not None and found["latitude"] is None:
        found["latitude"], found["longitude"] = (float(one.replace(",", ".")) for one in parts.groups())
    if None in (found["latitude"], found["longitude"]):
        found["latitude"] = found["longitude"] = None
    return found


def _applicant(reading: CellReading) -> dict[str, Any]:
    parts = [reading.line(one, NAME_LIMIT) for one in ("surname", "name", "patronymic")]
    name = " ".join(one for one in parts if one)[:NAME_LIMIT]
    address, flat = reading.line("post_address", PLACE_LIMIT - HOUSE_LIMIT), reading.line("flat", HOUSE_LIMIT)
    return {
        "full_name": name or reading.line("full_name", NAME_LIMIT),
        "phone": reading.held("phone", PHONE_LIMIT, is_phone, "malformed_phone"),
        "email": reading.held("email", EMAIL_LIMIT, is_email, "malformed_email"),
        "address": f"{address}, кв. {flat}" if address and flat else address,
    }
