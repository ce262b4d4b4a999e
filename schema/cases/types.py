"""Cases as types: the interfaces Case and Submission, and Message, Appeal and Incident; plain reads of keys."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry

from documents.cases.resource import CASES
from documents.cases.statuses import CaseStatus
from documents.cases.vocabulary import (
    AppealKind,
    ApplicantKind,
    CaseKind,
    ChannelKind,
    DismissalReason,
    Form,
    Importance,
    MessageKind,
    Outcome,
    Priority,
    Regime,
)
from schema.actions import AllowedAction
from schema.cases.highlights import highlights_field
from schema.cases.parts import (
    Applicant,
    CaseClock,
    CaseDecision,
    Deadline,
    Delivery,
    Location,
    QualityCheck,
    ReceptionCard,
    RecipientLink,
    Rejection,
    Response,
    SatisfactionRating,
)
from schema.cases.references import CaseReference, reference, references, with_ranges
from schema.cases.remarks import CaseLink, CaseNote, DraftVersion, EarlierWording, watched_field
from schema.cases.source_states import SourceState
from schema.cases.suggesting import suggestion_field
from schema.context import GraphInfo
from schema.directory.types import Channel, Organization, Person, Sector, Settlement, Topic
from schema.files.types import FileType
from schema.lives import OFFERED, history_field
from schema.nodes import Node
from schema.routing_rules.types import related_rule

Row = Mapping[str, Any]


@strawberry.type(description="Маршрутизация: one routing of a case to an organization.")
class Routing:
    at: datetime = strawberry.field(description="When it was sent.")
    reason: str | None = strawberry.field(
        description=(
            "Why it was routed again, or the reason of the routing rule that a first routing followed; null for other first "
            "routings."
        )
    )
    is_automatic: bool = strawberry.field(
        description="Whether a routing rule sent it by itself, without a person."
    )
    returned_at: datetime | None = strawberry.field(
        description="When it was returned «не по принадлежности»."
    )
    return_reason: str | None = strawberry.field(description="Why it was returned.")
    to_organization: Organization | None = strawberry.field(description="The organization it was sent to.")
    to_person: Person | None = strawberry.field(
        description="The person it was sent to; null if none was named."
    )
    link: RecipientLink | None = strawberry.field(
        description="The link by which the organization answers without an account; null if it got none."
    )

    @strawberry.field(
        description="The id of the routing rule that it followed, one of `routingRules`; null without one, or "
        "without `policy.read`."
    )
    def rule_id(self, info: GraphInfo, routing: strawberry.Parent[Row]) -> strawberry.ID | None:
        rule = related_rule(info, routing.get("rule_id"))
        return strawberry.ID(rule["id"]) if rule is not None else None


@strawberry.type(description="Публикация: one post or comment in an open source.")
class Publication:
    url: str | None = strawberry.field(description="Link; withheld if it would name the author.")
    author_handle: str | None = strawberry.field(description="The author's handle; withheld from most roles.")
    posted_at: datetime | None = strawberry.field(description="When it was posted; null if unknown.")
    text: str | None = strawberry.field(description="Redacted text; withheld in sensitive cases.")
    reply_url: str | None = strawberry.field(description="Where our reply was published; null until then.")
    replied_at: datetime | None = strawberry.field(description="When our reply was published.")


@strawberry.interface(description="Сообщение, обращение или инцидент: anything the center must see answered.")
class Case(Node):
    number: str = strawberry.field(description="Registration number, e.g. `2026-000123` or `ИМ-2026-000045`.")
    kind: CaseKind = strawberry.field(description="Message, appeal or incident.")
    status: CaseStatus = strawberry.field(
        description="Current state. Being overdue is not a state: see `isOverdue`."
    )
    priority: Priority = strawberry.field(description="How urgent it is.")
    channel: Channel | None = strawberry.field(description="The channel it arrived through.")
    sector: Sector | None = strawberry.field(
        description="Sector а)–ж) of the decree; null before formalization, or if the case lies outside the sectors."
    )
    outside_sectors: bool = strawberry.field(
        description="Whether it is confirmed to lie outside the decree's sectors."
    )
    topic: Topic | None = strawberry.field(description="What it is about; null before formalization.")
    settlement: Settlement | None = strawberry.field(
        description="The settlement it concerns; null if unknown."
    )
    location: Location = strawberry.field(description="The exact place.")
    recipient: Organization | None = strawberry.field(
        description="The organization that must answer; null before routing."
    )
    assignee: Person | None = strawberry.field(
        description="The person in that organization who handles it; null if none is named."
    )
    co_assignees: list[Person] = strawberry.field(description="People who share the work.")
    summary: str | None = strawberry.field(description="The gist in one sentence; null before formalization.")
    is_sensitive: bool = strawberry.field(
        description="Whether it concerns health or children: most roles then see only the summary."
    )
    is_actionable: bool | None = strawberry.field(
        description="«Решаемый»: whether it can be resolved; null until known."
    )
    received_at: datetime = strawberry.field(description="When it reached the municipality.")
    registered_at: datetime = strawberry.field(description="When it was registered in this system.")
    routed_at: datetime | None = strawberry.field(description="When it was first routed; null until then.")
    first_response_at: datetime | None = strawberry.field(
        description="When the first answer, intermediate or final, was sent."
    )
    answered_at: datetime | None = strawberry.field(description="When it was answered; null until then.")
    closed_at: datetime | None = strawberry.field(description="When it was closed; null until then.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    due_at: datetime = strawberry.field(
        description="When the answer is due; after a postponement the new date."
    )
    is_overdue: bool = strawberry.field(
        description="Whether it is open past its deadline or was answered late."
    )
    is_due_soon: bool = strawberry.field(
        description="Whether one fifth of the time or one working day is left, or less."
    )
    age_hours: int = strawberry.field(description="Full hours since it was received.")
    deadline: Deadline = strawberry.field(description="The deadline and how it was determined.")
    clocks: list[CaseClock] = strawberry.field(
        description=(
            "Its clocks in the order in which they started; another recipient, a new deadline after a postponement, and "
            "reopening each start a new one."
        )
    )
    routings: list[Routing] = strawberry.field(description="All routings, oldest first.")
    responses: list[Response] = strawberry.field(description="All drafts and answers, oldest first.")
    decisions: list[CaseDecision] = strawberry.field(
        description="What was decided beside the answer, oldest first: put off, opened again and the like."
    )
    quality_checks: list[QualityCheck] | None = strawberry.field(
        description="What was found of its answers, oldest first; of one answer the last counts. Null if withheld."
    )
    deliveries: list[Delivery] = strawberry.field(description="How answers were delivered, oldest first.")
    is_undelivered: bool = strawberry.field(
        description="Whether an answer or a notice came back, or nothing says how it is to go: see `recordDelivery`."
    )
    attachments: list[FileType] = strawberry.field(
        description=(
            "Files, oldest first. Those not cleared of personal data are left out if you do not see the applicant's data; "
            "`hiddenFields` then says that there may be some."
        )
    )
    notes: list[CaseNote] = strawberry.field(
        description="Notes, oldest first; those that are not for you are left out. Empty without `case.note`."
    )
    earlier_wordings: list[EarlierWording] = strawberry.field(
        description=(
            "Wordings that were replaced, oldest first: of the summary, and of the notes that you may read."
        )
    )
    linked_cases: list[CaseLink] = strawberry.field(
        description="Other cases that it has to do with, oldest link first. Empty without `case.note`."
    )
    drafts: list[DraftVersion] = strawberry.field(
        description="Wordings of the draft of an answer, oldest first. Empty for who may not work on answers."
    )
    is_watched = watched_field()
    tags: list[str] = strawberry.field(description="Tags to group by, as codes that the center chose.")
    external_system: str | None = strawberry.field(
        description="The system it came from; null if it was registered here."
    )
    external_id: str | None = strawberry.field(
        description=(
            "Its number in that system: it names a record and nobody, and whoever works on the case quotes it there. "
            "Null if it was registered here."
        )
    )
    source_state: SourceState | None = strawberry.field(
        description="Its present state in that system; null if none was told."
    )
    source_states: list[SourceState] = strawberry.field(
        description="All that were told of there, in that system's order; at most the last 50."
    )
    outcome: Outcome | None = strawberry.field(description="How it ended; null until it is closed.")
    proposed_outcome: Outcome | None = strawberry.field(
        description=(
            "With which outcome it is closed by itself if nobody objects to the answer; null where none was recorded when "
            "the answer was sent."
        )
    )
    outcome_asked_at: datetime | None = strawberry.field(
        description=(
            "When the desk was asked for the outcome, since nobody objected to an answer without one; null if it was not."
        )
    )
    escalation_level: int | None = strawberry.field(
        description=(
            "How far up it was reported after it became overdue: 1 the lead or the recipient's head, 2 the head of the "
            "center, 3 the curator; null if it was not."
        )
    )
    was_returned: bool = strawberry.field(
        description="Whether it was returned «не по принадлежности» at least once."
    )
    is_repeat: bool = strawberry.field(description="Повторное.")
    reopened_count: int = strawberry.field(description="How many times it was reopened.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )
    hidden_fields: list[str] = strawberry.field(
        description="Paths of the fields of this object that are withheld from you."
    )
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    @strawberry.field(
        description="The case that goes on for it, if you can see it; null unless MERGED.",
        graphql_type=CaseReference | None,
    )
    async def merged_into(self, info: GraphInfo, case: strawberry.Parent[Row]) -> Any:
        return await reference(info, case["duplicate_of_id"])

    @strawberry.field(
        description="Cases that were merged into it and that you can see, oldest first: it is answered for all of them.",
        graphql_type=list[CaseReference],
    )
    async def merged_cases(self, info: GraphInfo, case: strawberry.Parent[Row]) -> Any:
        return await references(info, case["merged_ids"])

    @strawberry.field(
        description="The case that it was split off from, if you can see it; null if it is no part of another.",
        graphql_type=CaseReference | None,
    )
    async def split_from(self, info: GraphInfo, case: strawberry.Parent[Row]) -> Any:
        return next(iter(await with_ranges(info, case, case["split_from_id"])), None)

    @strawberry.field(
        description="Cases that were split off from it and that you can see, oldest first.",
        graphql_type=list[CaseReference],
    )
    async def split_into(self, info: GraphInfo, case: strawberry.Parent[Row]) -> Any:
        return await with_ranges(info, case, *case["split_into_ids"])

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(CASES)
    highlights = highlights_field()
    routing_suggestion = suggestion_field()


@strawberry.interface(description="Сообщение или обращение.")
class Submission(Case):
    regime: Regime = strawberry.field(description="Whether 59-ФЗ governs it.")
    form: Form | None = strawberry.field(description="Written, oral or electronic.")
    text: str | None = strawberry.field(
        description="Redacted, plain or withheld, depending on your rights on this case."
    )
    applicant: Applicant | None = strawberry.field(
        description="The applicant, masked; null if anonymous or withheld."
    )
    applicant_kind: ApplicantKind | None = strawberry.field(
        description="Who filed it; null if it is anonymous, or from before this was kept."
    )
    signatories_count: int | None = strawberry.field(
        description="How many people signed it; null unless it is collective, or if nobody counted."
    )
    details_due_at: datetime | None = strawberry.field(
        description=(
            "Until when details of the applicant are awaited; null if nothing was asked, if it was answered, and once that "
            "time is over."
        )
    )
    satisfaction: list[SatisfactionRating] | None = strawberry.field(
        description="What the applicant said of each answer that was rated, oldest first; null if withheld."
    )
    reopening_due_at: datetime | None = strawberry.field(
        description="Until when the applicant's request to open it again is to be decided; null if none waits."
    )
    forwarded_to: Organization | None = strawberry.field(
        description="The organization outside that it was forwarded to; null unless FORWARDED."
    )

    @strawberry.field(
        description="What was registered in its place, if you can see it; null unless CANCELLED.",
        graphql_type=CaseReference | None,
    )
    async def replaced_by(self, info: GraphInfo, case: strawberry.Parent[Row]) -> Any:
        return await reference(info, case["replaced_by_id"])

    @strawberry.field(
        description="The wrong registration that it replaces, if you can see it; null if it replaces none.",
        graphql_type=CaseReference | None,
    )
    async def replaces(self, info: GraphInfo, case: strawberry.Parent[Row]) -> Any:
        return await reference(info, case["replaces_id"])


@strawberry.type(description="Сообщение (I.2.4): filed outside 59-ФЗ.")
class Message(Submission):
    message_kind: MessageKind | None = strawberry.field(description="The kind of message; null until known.")
    rejection: Rejection | None = strawberry.field(description="Why it was rejected; null unless REJECTED.")


@strawberry.type(description="Обращение (I.2.5): proposal, application or complaint under 59-ФЗ.")
class Appeal(Submission):
    appeal_kind: AppealKind | None = strawberry.field(description="Proposal, application or complaint.")
    reception: ReceptionCard | None = strawberry.field(
        description="The card of the personal reception at which it was made; null if it was made otherwise."
    )
    complained_of: Organization | None = strawberry.field(
        description="The organization that it complains of; it is neither routed nor forwarded there."
    )


@strawberry.type(description="Инцидент (I.2.2): publications in open sources on one subject.")
class Incident(Case):
    importance: Importance | None = strawberry.field(
        description="How important it is; this determines the deadline."
    )
    dismissal_reason: DismissalReason | None = strawberry.field(description="Why no answer is needed.")
    publications: list[Publication] = strawberry.field(description="The posts and comments it consists of.")


__all__ = ["Appeal", "Case", "ChannelKind", "Incident", "Message", "Submission"]
