"""What each asker may see of each stored row, told by the second opinion alone: no access keys, no code of the doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from api.leaks import rights
from api.leaks.people import Asker
from api.leaks.pipelines import Row, StoredRows
from api.leaks.stored_words import carried, redacted
from documents.kernel.ids import global_id


@dataclass(frozen=True)
class StoredType:
    """A type of the schema whose objects are stored: where they lie and under which action they are read."""

    type_name: str
    collection: str
    resource: str
    read: str
    only: Mapping[str, str] | None = None
    is_by_kind: bool = False
    """Whether who may do the action on anything at all sees every one of them."""


STORED_TYPES: Mapping[str, StoredType] = {
    one.type_name: one
    for one in (
        StoredType("Message", "cases", "case", "submission.read", {"kind": "MESSAGE"}),
        StoredType("Appeal", "cases", "case", "submission.read", {"kind": "APPEAL"}),
        StoredType("Incident", "cases", "case", "incident.read", {"kind": "INCIDENT"}),
        StoredType("Meeting", "meetings", "meeting", "meeting.read"),
        StoredType("MemberProposal", "member_proposals", "proposal", "meeting.read"),
        StoredType("Conference", "conferences", "conference", "conference.record"),
        StoredType("UnmatchedReference", "unmatched_references", "unmatched_reference", "intake.resolve"),
        StoredType("IntakeConflict", "intake_conflicts", "intake_conflict", "intake.resolve"),
        StoredType("Protocol", "protocols", "protocol", "protocol.read"),
        StoredType("Assignment", "assignments", "assignment", "assignment.read"),
        StoredType("CuratorAbsence", "absences", "absence", "absence.read"),
        StoredType("UserAccount", "accounts", "account", "account.manage", {"kind": "PERSON"}),
        StoredType("Client", "accounts", "client", "client.manage", {"kind": "CLIENT"}),
        StoredType("Webhook", "webhooks", "webhook", "webhook.manage"),
        StoredType("LegalAct", "legal_acts", "act", "policy.read"),
        StoredType("RoutingRule", "routing_rules", "routing_rule", "policy.read"),
        StoredType(
            "ResponseTemplate",
            "response_templates",
            "response_template",
            "submission.respond",
            is_by_kind=True,
        ),
        StoredType("DeadlinePolicy", "deadline_policies", "policy", "policy.read"),
        StoredType("Person", "persons", "person", "directory.read"),
        StoredType("Membership", "memberships", "member", "directory.read"),
        StoredType("Organization", "organizations", "organization", "directory.read"),
        StoredType("Topic", "topics", "topic", "directory.read"),
        StoredType("Sector", "sectors", "sector", "directory.read"),
        StoredType("Reason", "reasons", "reason", "directory.read"),
        StoredType("Channel", "channels", "channel", "directory.read"),
        StoredType("Settlement", "settlements", "settlement", "directory.read"),
        StoredType("Street", "streets", "street", "directory.read"),
    )
}
"""Every identifiable type of the schema; one that is not here is reported as a door without cover."""

JUDGED = frozenset(one.collection for one in STORED_TYPES.values())
"""The collections in which they lie."""

CASE_TYPES = ("Message", "Appeal", "Incident")
STORED = (*CASE_TYPES, "Meeting", "MemberProposal", "Protocol", "Assignment")

RESTRICTED: Mapping[str, tuple[str, ...]] = {
    "case": (
        "applicant",
        "location.flat",
        # Not withheld: who may not read the case in plain reads them redacted.
        "summary",
        "tags",
        "location.street",
        "location.house",
        "location.description",
        "text",
        "responses.text",
        "publications.url",
        "publications.reply_url",
        "publications.author_handle",
        "publications.text",
        "routings.reason",
        "routings.return_reason",
        "responses.return_reason",
        "rejection.comment",
        "decisions.reason",
        "deliveries.note",
        # Of each only the files that were cleared, for who may not read the applicant.
        "attachments",
        "attachments.name",
        "attachments.caption",
        # Notes by their audience, earlier words as what they belonged to, links by the right to note.
        "notes",
        "notes.text",
        "earlier_wordings",
        "earlier_wordings.text",
        "linked_cases",
        # What residents said of the answers, what was found of them, and noticed: withheld as a whole, words redacted.
        *"satisfaction satisfaction.comment quality_checks quality_checks.comment responses.signals".split(),
        # For who works on the answer.
        "drafts",
        "drafts.text",
    ),
    "person": ("work_phone", "work_email"),
    "meeting": ("ballots",),
}
"""Resource → paths that some who see the object read not at all, or otherwise than stored; the coverage compares it
with the policy."""

OPENED_BY: Mapping[str, str] = {
    "person": "person.read_contacts",
}
"""Resource → the action without which all its `RESTRICTED` fields are withheld. Of cases each field has its own rule
(`rights.hidden_fields`), of meetings each ballot, of files `rights.reads_file`."""

NOTE = "Note"
"""The type that shows a note."""

FILE, FILES, WAITS = "File", "stored_files", "WAITING"
"""The type that shows a file, the collection of the rows of uploads, and the state of those that belong to nothing yet."""

CARRIED: Mapping[str, tuple[str, ...]] = {
    "case": ("attachments",),
    "assignment": ("reports", "files"),
    "act": ("files",),
    "meeting": ("materials", "files"),
    "conference": ("files",),
    "protocol": ("attachments",),
}
"""Resource → where its rows keep the files that they carry."""


@dataclass(frozen=True)
class CarriedFile:
    """A file and the object that carries it."""

    type_name: str
    row: Row
    file: Row


REMARKS = frozenset(
    """summary tags location.street location.house location.description routings.reason routings.return_reason
    responses.return_reason rejection.comment decisions.reason deliveries.note""".split()
)
"""What officials write about a case in words of their own: never withheld, and read redacted by who may not read it in
plain."""


@dataclass(eq=False)
class Truth:
    """The stored rows by type, and what each asker may see of them."""

    data: StoredRows
    now: datetime
    memo: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def by_type(self) -> dict[str, dict[str, Row]]:
        """Type → id → row, with what the second opinion looks at."""
        found: dict[str, dict[str, Row]] = {}
        for kind in STORED_TYPES.values():
            rows = self.data.collections[kind.collection].items()
            found[kind.type_name] = {
                row_id: self._known(kind, row)
                for row_id, row in rows
                if kind.only is None or all(row[key] == value for key, value in kind.only.items())
            }
        return found

    def rows(self, *type_names: str) -> list[tuple[str, Row]]:
        """Return all rows of these types, with the type of each."""
        return [(name, row) for name in type_names for row in self.by_type[name].values()]

    def visible(self, asker: Asker, type_name: str) -> frozenset[str]:
        """Return the ids of the objects of a type that the asker may see."""
        key = ("visible", type_name)
        if key not in asker.memo:
            kind, rows = STORED_TYPES[type_name], self.by_type[type_name]
            sees_all = kind.is_by_kind and rights.ever(asker.person, kind.read)
            asker.memo[key] = frozenset(
                row_id
                for row_id, row in rows.items()
                if sees_all or (not kind.is_by_kind and rights.reaches(asker.person, kind.read, row))
            )
        found: frozenset[str] = asker.memo[key]
        return found

    def is_visible(self, asker: Asker, type_name: str, row_id: str) -> bool:
        """Return whether the asker may see an object."""
        return row_id in self.visible(asker, type_name)

    def may_know(self, asker: Asker, type_name: str, row_id: str) -> bool:
        """Return whether an answer may show an object: one that is visible, or oneself and where one works (`viewer`)."""
        return self.is_visible(asker, type_name, row_id) or (type_name, row_id) in self._oneself(asker)

    def _oneself(self, asker: Asker) -> frozenset[tuple[str, str]]:
        if "oneself" not in asker.memo:
            person = self.data.row("persons", asker.person.person_id)
            found = {("Person", person["_id"])} if person else set()
            body = person.get("organization_id") if person else None
            while body is not None and ("Organization", body) not in found:
                found.add(("Organization", body))
                body = asker.person.town.parents.get(body)
            asker.memo["oneself"] = frozenset(found)
        kept: frozenset[tuple[str, str]] = asker.memo["oneself"]
        return kept

    def withheld(self, asker: Asker, type_name: str, row: Row) -> frozenset[str]:
        """Return the paths, in stored spelling, that `hiddenFields` must name on this object."""
        resource = STORED_TYPES[type_name].resource
        key = ("withheld", resource, row["_id"])
        if key not in asker.memo:
            asker.memo[key] = self._withheld(asker, resource, row)
        found: frozenset[str] = asker.memo[key]
        return found

    def cases_of_contact(self, key: str, value: str) -> frozenset[str]:
        """Return the ids of the cases whose applicant has a phone or an e-mail, told as it is."""
        rows = self.data.rows("applicants")
        return frozenset(row["case_id"] for row in rows if row.get(key) == value)

    def mode(self, asker: Asker, row: Row) -> str:
        """Return how the text of a case is shown: PLAIN, REDACTED or HIDDEN."""
        key = ("mode", row["_id"])
        if key not in asker.memo:
            asker.memo[key] = rights.text_mode(asker.person, row)
        return str(asker.memo[key])

    def ballots(self, asker: Asker, row: Row) -> list[str]:
        """Return whose ballots of a meeting the asker may see (invariant 7): all once they are counted, which only a meeting
        that was held did; before, one's own, and all for its secretary and for who acts as the curator."""
        voters = [one["person_id"] for one in row["ballots"]]
        if row["status"] == "HELD":
            return voters
        seen = partial(rights.reaches, asker.person, "ballot.read")
        return [one for one in voters if seen({**row, "voter_id": one})]

    @cached_property
    def files(self) -> dict[str, CarriedFile]:
        """Id of a file → what carries it."""
        found: dict[str, CarriedFile] = {}
        for kind in STORED_TYPES.values():
            for row in self.by_type[kind.type_name].values() if kind.resource in CARRIED else ():
                for file in carried(row, CARRIED[kind.resource]):
                    found[file["id"]] = CarriedFile(kind.type_name, row, file)
        return found

    def reads_file(self, asker: Asker, file_id: str) -> bool:
        """Return whether a file is for the asker: by the object that carries it, and of a case by whether it was cleared."""
        known = self.files.get(file_id)
        if known is None or not self.is_visible(asker, known.type_name, known.row["_id"]):
            return False
        return known.type_name not in CASE_TYPES or rights.reads_file(asker.person, known.row, known.file)

    def attachments(self, asker: Asker, row: Row) -> list[Row]:
        """Return the files of a case that the asker may see, their words as they should be read."""
        there = [one for one in row.get("attachments") or () if rights.reads_file(asker.person, row, one)]
        paths = ("name", "caption")
        return [
            {
                **one,
                **{key: self.expected_remark(asker, row, f"attachments.{key}", one[key]) for key in paths},
            }
            for one in there
        ]

    @cached_property
    def noted(self) -> dict[str, tuple[str, Row]]:
        """Id of a note → the type and row of the case that bears it."""
        return {
            one["id"]: (name, row) for name, row in self.rows(*CASE_TYPES) for one in row.get("notes") or ()
        }

    def notes(self, asker: Asker, row: Row) -> list[Row]:
        """Return the notes of a case that the asker may read, their words as they should be read."""
        there = [one for one in row.get("notes") or () if rights.reads_note(asker.person, row, one)]
        return [{**one, "text": self.expected_remark(asker, row, "notes.text", one["text"])} for one in there]

    def earlier_wordings(self, asker: Asker, row: Row) -> list[Row]:
        """Return the replaced wordings of a case that the asker may read, as they should be read."""
        path = "earlier_wordings.text"
        return [
            {**one, "text": self.expected_remark(asker, row, path, one["text"])}
            for one in row.get("earlier_wordings") or ()
            if one["of"] == "SUMMARY" or rights.reads_note(asker.person, row, one)
        ]

    def drafts(self, asker: Asker, row: Row) -> list[Row]:
        """Return the wordings of the draft of a case that the asker may read, as they should be read."""
        if not rights.reaches(asker.person, "submission.respond", row):
            return []
        return [{**one, "text": self.expected_text(asker, row, one)} for one in row.get("drafts") or ()]

    def linked_cases(self, asker: Asker, row: Row) -> list[Row]:
        """Return the links of a case that the asker may know of."""
        return list(row.get("linked_cases") or ()) if rights.reads_note(asker.person, row, {}) else []

    def tells_history(self, asker: Asker, type_name: str, row: Row) -> bool:
        """Return whether the history of an object may be told to somebody who sees it."""
        if type_name == "Membership":
            is_oneself = asker.person.person_id is not None and row["person_id"] == asker.person.person_id
            return is_oneself or rights.reaches(asker.person, "audit.read", row)
        return type_name not in CASE_TYPES or rights.reaches(asker.person, "case.history", row)

    def expected_text(self, asker: Asker, row: Row, part: Mapping[str, Any]) -> str | None:
        """Return a text of a case (its own, of a response or of a publication) as the asker should read it."""
        mode = self.mode(asker, row)
        if mode == "HIDDEN":
            return None
        return str(part["text"] if mode == "PLAIN" else part["text_redacted"])

    def expected_remark(self, asker: Asker, row: Row, path: str, remark: str | None) -> str | None:
        """Return what an official wrote about a case, at a path, as the asker should read it."""
        return remark if not remark or self.mode(asker, row) == "PLAIN" else redacted(path, remark)

    @staticmethod
    def _withheld(asker: Asker, resource: str, row: Row) -> frozenset[str]:
        if resource == "case":
            return frozenset(rights.hidden_fields(asker.person, row))
        action = OPENED_BY.get(resource)
        if action is None or rights.reaches(asker.person, action, row):
            return frozenset()
        return frozenset(RESTRICTED[resource])

    @staticmethod
    def _known(kind: StoredType, row: Row) -> Row:
        known = {**row, "resource": kind.resource}
        if kind.resource == "meeting":
            known["participant_ids"] = [one["person_id"] for one in row["participants"]]
        if kind.resource == "conference":  # of whoever took part
            known["creator_id"] = row["person_id"]
        if kind.resource == "proposal":  # read as a meeting of whose it is
            known |= {"participant_ids": [row["person_id"]], "creator_id": row["person_id"]}
        return known


def gid(type_name: str, row: Row) -> str:
    """Return the global id of a row."""
    return global_id(type_name, row["_id"])
