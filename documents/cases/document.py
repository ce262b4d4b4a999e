"""The stored shape of a case (message, appeal or incident) and what follows from it at every write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel

from documents.cases.access_keys import access_keys
from documents.cases.clock_rules import CaseClock, Terms, advanced, answer_begun
from documents.cases.deadlines import due_soon_from, overdue_again_from, overdue_from
from documents.cases.decision import ANSWERED, CaseDecision, idle_fields
from documents.cases.delivery import Delivery, delivery_state
from documents.cases.due_steps import DueStep
from documents.cases.filing import FilingPrefix, filed_terms
from documents.cases.free_text import with_redacted
from documents.cases.indexes import SORTS, case_indexes
from documents.cases.likeness import likeness_keys_of
from documents.cases.outside import term_fields
from documents.cases.places import point_of
from documents.cases.quality import QualityCheck
from documents.cases.reception import ReceptionCard
from documents.cases.remarks import CaseLink, CaseNote, DraftVersion, EarlierWording
from documents.cases.response import Response as Response
from documents.cases.routed import Routing, links_of
from documents.cases.satisfaction import SatisfactionRating
from documents.cases.source_states import SourceState, present_state
from documents.cases.text_ranges import SplitRange
from documents.cases.vocabulary import Priority
from documents.files.document import Attachment
from documents.kernel.read.paging import sort_value
from documents.kernel.record import FAR, EmbeddedDocument, Record
from documents.kernel.search import found_by
from documents.links.document import GuestLink
from documents.links.rules import LinkPurpose, revoked
from documents.privacy.redaction import redact

LISTED_PARTS = (
    "routings",
    "responses",
    "decisions",
    "deliveries",
    "publications",
    "attachments",
    "notes",
    "earlier_wordings",
    "satisfaction",
    "quality_checks",
    "drafts",
)
"""Lists of parts that are stored redacted beside themselves."""

URGENCY = {str(priority): place for place, priority in enumerate(Priority)}
"""Priority → what it is sorted by: the least urgent first."""

TYPE_NAMES = {"MESSAGE": "Message", "APPEAL": "Appeal", "INCIDENT": "Incident"}
"""Stored kind → the type that callers see."""


class Location(EmbeddedDocument):
    """Where it is about; the flat is withheld from those who may not read the applicant's data."""

    street_id: str | None = None
    street: str | None = None
    street_redacted: str | None = None
    house: str | None = None
    house_redacted: str | None = None
    flat: str | None = None
    description: str | None = None
    description_redacted: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class MaskedApplicant(EmbeddedDocument):
    """What everybody who may read some form of the applicant's data sees of it: masked strings, never plain ones."""

    full_name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None


class Rejection(EmbeddedDocument):
    """Why a message was not taken, and what the applicant was told."""

    reason: str
    comment: str
    comment_redacted: str | None = None


class Publication(EmbeddedDocument):
    """One post or comment of an open source that an incident gathers."""

    url: str
    author_handle: str | None = None
    posted_at: datetime | None = None
    text: str
    text_redacted: str = ""
    reply_url: str | None = None
    replied_at: datetime | None = None


class Case(Record):
    """A message, an appeal or an incident: one collection, told apart by `kind`."""

    kind: str
    number: str
    status: str
    regime: str | None = None
    form: str | None = None
    message_kind: str | None = None
    appeal_kind: str | None = None
    priority: str = "NORMAL"
    importance: str | None = None
    channel_id: str
    external_system: str | None = None
    external_id: str | None = None
    system_id: str | None = None
    source_states: list[SourceState] = []
    source_code: str | None = None
    source_status: str | None = None
    source_at: datetime | None = None
    sector_id: str | None = None
    outside_sectors: bool = False
    topic_id: str | None = None
    settlement_id: str | None = None
    location: Location = Location()
    recipient_id: str | None = None
    assignee_id: str | None = None
    co_assignee_ids: list[str] = []
    forwarded_to_id: str | None = None
    complained_of_id: str | None = None
    signatories_count: int | None = None
    reception: ReceptionCard | None = None
    summary: str | None = None
    summary_redacted: str | None = None
    text: str = ""
    text_redacted: str = ""
    is_sensitive: bool = False
    is_actionable: bool | None = None
    applicant_id: str | None = None
    applicant_kind: str | None = None
    applicant: MaskedApplicant | None = None
    applicant_phone_mark: str | None = None
    applicant_email_mark: str | None = None
    received_at: datetime
    registered_at: datetime
    routed_at: datetime | None = None
    first_response_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime
    own_due_at: datetime | None = None
    external_due_at: datetime | None = None
    first_due_at: datetime | None = None
    legal_due_on: str | None = None
    control_due_on: str | None = None
    policy_code: str
    due_steps: list[DueStep] = []
    soon_at: datetime = FAR
    postponed_until: datetime | None = None
    postponed_working_days: int | None = None
    clocks: list[CaseClock] = []
    overdue_at: datetime = FAR
    overdue_twice_at: datetime = FAR
    overdue_thrice_at: datetime = FAR
    due_soon_at: datetime = FAR
    routings: list[Routing] = []
    link_state: str | None = None
    link_digests: list[str] = []
    link_ends_at: datetime | None = None
    responses: list[Response] = []
    rejection: Rejection | None = None
    decisions: list[CaseDecision] = []
    deliveries: list[Delivery] = []
    delivery_state: str | None = None
    proposal: str | None = None
    awaits: str | None = None
    details_due_at: datetime | None = None
    paused_at: datetime | None = None
    reopening_due_at: datetime | None = None
    reopening_late_at: datetime | None = None
    satisfaction: list[SatisfactionRating] = []
    quality_checks: list[QualityCheck] = []
    to_examine: str | None = None
    guest_links: list[GuestLink] = []
    dismissal_reason: str | None = None
    outcome: str | None = None
    proposed_outcome: str | None = None
    outcome_asked_at: datetime | None = None
    escalation_level: int | None = None
    escalated_from: datetime | None = None
    reopened_count: int = 0
    was_returned: bool = False
    is_repeat: bool = False
    repeat_of_id: str | None = None
    duplicate_of_id: str | None = None
    merged_ids: list[str] = []
    replaced_by_id: str | None = None
    replaces_id: str | None = None
    split_from_id: str | None = None
    split_into_ids: list[str] = []
    split_root_id: str | None = None
    split_ranges: list[SplitRange] = []
    publications: list[Publication] = []
    attachments: list[Attachment] = []
    file_hashes: list[str] = []
    notes: list[CaseNote] = []
    earlier_wordings: list[EarlierWording] = []
    linked_cases: list[CaseLink] = []
    drafts: list[DraftVersion] = []
    creator_id: str
    tags: list[str] = []
    search_terms: list[str] = []
    likeness_keys: list[str] = []
    point: dict[str, Any] | None = None
    sort_received: str = ""
    sort_routed: str = ""
    sort_due: str = ""
    sort_number: str = ""
    sort_updated: str = ""
    sort_priority: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    is_listed_by_action: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {"status", "sector_id", "outside_sectors", "topic_id", "settlement_id", "recipient_id",
         "assignee_id", "priority", "importance", "policy_code", "received_at", "registered_at",
         "routed_at", "answered_at", "closed_at", "due_at", "postponed_until", "outcome", "number",
         "channel_id", "kind", "dismissal_reason", "reopened_count", "duplicate_of_id", "repeat_of_id",
         "regime", "form", "message_kind", "appeal_kind", "external_system", "external_id", "is_sensitive",
         "is_actionable", "co_assignee_ids", "first_response_at", "first_due_at", "external_due_at", "legal_due_on",
         "control_due_on", "was_returned", "is_repeat", "proposed_outcome", "outcome_asked_at",
         "escalation_level", "forwarded_to_id", "complained_of_id", "proposal", "replaced_by_id",
         "replaces_id", "split_from_id", "applicant_kind", "signatories_count", "awaits", "details_due_at", "paused_at",
         "reopening_due_at", "reopening_late_at", "to_examine", "source_code", "source_status", "source_at"}
    )  # fmt: skip
    texts: ClassVar[frozenset[str]] = frozenset(
        {"summary", "text", "location", "applicant", "routings",
         "responses", "rejection", "decisions", "deliveries", "publications", "attachments", "tags", "notes",
         "earlier_wordings", "linked_cases", "merged_ids", "split_into_ids", "split_ranges", "reception", "satisfaction",
         "drafts", "quality_checks", "source_states"}
    )  # fmt: skip
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "search_terms", "likeness_keys", "file_hashes", *SORTS, "overdue_at",
         "overdue_twice_at", "overdue_thrice_at", "due_soon_at", "escalated_from", "soon_at", "due_steps",
         "summary_redacted", "text_redacted", "applicant_phone_mark", "applicant_email_mark", "is_demo",
         "clocks", "postponed_working_days", "point", "split_root_id", "own_due_at", "guest_links",
         "delivery_state", "link_state", "link_digests", "link_ends_at"}
    )  # fmt: skip

    class Settings:
        name = "cases"
        indexes: ClassVar[list[IndexModel]] = case_indexes()

    @classmethod
    def type_name(cls, row: Mapping[str, Any]) -> str:
        """Return Message, Appeal or Incident, by the stored kind."""
        return TYPE_NAMES[row["kind"]]

    def reckon(self, reference: Any) -> None:
        """Fill the term that counts, where another system sets one as well, and the clocks: stopped, started and moved, as
        this change makes the case."""
        for name, value in term_fields(vars(self), reference).items():
            setattr(self, name, value)
        self.clocks = advanced(self.clocks, vars(self), Terms.of(reference), self.updated_at)

    def derive(self) -> None:
        """Fill access keys, sort values, redacted texts, search terms, and the moments of becoming overdue and due soon."""
        self.derive_order()
        self._derive_texts()

    def derive_order(self) -> None:
        """Fill what lists go by: access keys, sort values, states of parts, and the moments of becoming overdue."""
        self.access_keys = access_keys(self)
        for name, value in {
            **dict.fromkeys(idle_fields(self.status, self.proposal)),
            **present_state(self.source_states),
        }.items():
            setattr(self, name, value)
        if self.status not in ANSWERED:
            self.guest_links = revoked(self.guest_links, LinkPurpose.SATISFACTION, self.updated_at)
        self.routings, self.link_digests, self.link_state, self.link_ends_at = links_of(
            self.routings, self.status, self.updated_at
        )
        self.delivery_state = delivery_state(self.deliveries)
        self.sort_received = sort_value(self.received_at, self.id)
        self.sort_routed = sort_value(self.routed_at, self.id)
        self.sort_due = sort_value(self.postponed_until or self.due_at, self.id)
        self.sort_number = sort_value(self.number, self.id)
        self.sort_updated = sort_value(self.updated_at, self.id)
        self.sort_priority = sort_value(URGENCY.get(self.priority), self.id)
        self.overdue_at = overdue_from(self.status, self.due_at, self.postponed_until, self.answered_at)
        begun = answer_begun(self.clocks, otherwise=self.registered_at)
        self.overdue_twice_at, self.overdue_thrice_at = overdue_again_from(
            self.status, begun, self.overdue_at
        )
        self.due_soon_at = due_soon_from(self.status, self.soon_at, self.overdue_at)
        if self.paused_at is not None:
            self.overdue_at = self.overdue_twice_at = self.overdue_thrice_at = self.due_soon_at = FAR

    def _derive_texts(self) -> None:
        self.summary_redacted = self.summary and redact(self.summary)
        self.text_redacted = redact(self.text)
        # Parts are shared with the document that this one was made from: another redaction makes another part.
        self.location = with_redacted("location", self.location)
        for name in LISTED_PARTS:
            if parts := getattr(self, name):
                setattr(self, name, [with_redacted(name, one) for one in parts])
        self.rejection = self.rejection and with_redacted("rejection", self.rejection)
        self.file_hashes = sorted({one.sha256 for one in self.attachments})
        self.search_terms = sorted([*found_by(self._searched()), *self._filed_under()])
        self.likeness_keys = likeness_keys_of(self)
        self.point = point_of(self.location.latitude, self.location.longitude)

    def characters(self) -> int:
        """Return the length of the texts of residents and of drafts, which are redacted, and searched."""
        answers = sum(len(one.text) for one in self.responses)
        answers += sum(len(one.text) for one in self.drafts)
        return len(self.text) + answers + sum(len(one.text) for one in self.publications)

    def _searched(self) -> str:
        # Of a sensitive case only the summary is searched: a hit would tell what the text says.
        summary = self.summary_redacted or ""
        if self.is_sensitive:
            return summary
        posts = [one.text_redacted for one in self.publications]
        answers = [one.text_redacted for one in self.responses]
        return " ".join([summary, self.text_redacted, *posts, *answers])

    def _filed_under(self) -> list[str]:
        # The place as everybody reads it who reads the case: a flat that stands beside the house is not in it.
        return [
            *filed_terms(FilingPrefix.STREET, [self.location.street_redacted]),
            *filed_terms(FilingPrefix.HOUSE, [self.location.house_redacted]),
            *filed_terms(FilingPrefix.STREET_ID, [self.location.street_id]),
            *filed_terms(FilingPrefix.TAG, [redact(one) for one in self.tags]),
            *filed_terms(FilingPrefix.EXTERNAL_ID, [self.external_id]),
        ]
