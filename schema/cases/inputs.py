"""Inputs of the case mutations; lengths and rules are the operations', ids are read here."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from documents.cases.checks import MOST_SIGNATORIES
from documents.cases.vocabulary import (
    AppealKind,
    ApplicantKind,
    DeliveryWay,
    DismissalReason,
    ExternalSystem,
    Form,
    Importance,
    MessageKind,
    Outcome,
    Priority,
    Regime,
    RejectionReason,
)
from documents.kernel import shapes
from schema.cases.placed import LocationInput
from schema.shapes.kinds import (
    Code,
    Comment,
    Email,
    ExternalId,
    Id,
    Instant,
    LongText,
    LongTitle,
    Many,
    Phone,
    Place,
    Revision,
    ShortTitle,
    Summary,
    WebLink,
)

Signatories = Annotated[int, shapes.whole(2, MOST_SIGNATORIES, kind="signatories")]


@strawberry.input(description="The applicant; stored apart from the case and shown masked.")
class ApplicantInput:
    full_name: ShortTitle | None = strawberry.field(
        default=None, description="Surname, given name, patronymic."
    )
    phone: Phone | None = strawberry.field(default=None, description="Phone number.")
    email: Email | None = strawberry.field(default=None, description="E-mail address.")
    address: Place | None = strawberry.field(default=None, description="Postal address.")


@strawberry.input(description="One post or comment in an open source.")
class PublicationInput:
    url: WebLink = strawberry.field(description="Link to the post or comment.")
    text: LongText = strawberry.field(description="The text.")
    author_handle: ShortTitle | None = strawberry.field(default=None, description="The author's handle.")
    posted_at: Instant | None = strawberry.field(default=None, description="When it was posted.")


@strawberry.input(description="A new message (regime MESSAGE) or appeal (APPEAL_59FZ).")
class RegisterSubmissionInput:
    regime: Regime = strawberry.field(description="Whether 59-ФЗ governs it.")
    channel_id: Id = strawberry.field(description="The channel it arrived through.")
    text: LongText = strawberry.field(description="The text.")
    form: Form = strawberry.field(default=Form.ELECTRONIC, description="The form in which it was made.")
    message_kind: MessageKind | None = strawberry.field(default=None, description="The kind of a message.")
    appeal_kind: AppealKind | None = strawberry.field(default=None, description="Required for an appeal.")
    summary: Summary | None = strawberry.field(default=None, description="The gist in one sentence.")
    priority: Priority = strawberry.field(default=Priority.NORMAL, description="How urgent it is.")
    received_at: Instant | None = strawberry.field(
        default=None, description="When it was received; defaults to now, never in the future."
    )
    topic_id: Id | None = strawberry.field(default=None, description="What it is about.")
    settlement_id: Id | None = strawberry.field(default=None, description="The place it concerns.")
    location: LocationInput | None = strawberry.field(default=None, description="The exact place.")
    applicant: ApplicantInput | None = strawberry.field(default=None, description="The applicant.")
    applicant_kind: ApplicantKind = strawberry.field(
        default=ApplicantKind.CITIZEN, description="Who files; kept only where there is an applicant."
    )
    signatories_count: Signatories | None = strawberry.field(
        default=None, description="How many people signed it; for a collective one alone."
    )
    is_sensitive: bool = strawberry.field(
        default=False,
        description="Whether it concerns health or children: most roles then see only the summary.",
    )
    external_system: ExternalSystem | None = strawberry.field(
        default=None, description="The system that `externalId` comes from."
    )
    external_id: ExternalId | None = strawberry.field(
        default=None, description="Unique within the external system."
    )
    external_due_at: Instant | None = strawberry.field(
        default=None, description="By when that system wants it answered; kept beside our own term."
    )


@strawberry.input
class Formalization:
    """What every kind of case is formalized by; no type of its own."""

    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision = strawberry.field(description="The revision you were looking at.")
    topic_id: Id = strawberry.field(description="What it is about.")
    summary: Summary = strawberry.field(description="The gist in one sentence.")
    sector_id: Id | None = strawberry.field(
        default=None, description="The sector; defaults to that of the topic."
    )
    outside_sectors: bool = strawberry.field(
        default=False, description="Whether it is confirmed to lie outside the decree's sectors."
    )
    settlement_id: Id | None = strawberry.field(default=None, description="The place it concerns.")
    location: LocationInput | None = strawberry.field(default=None, description="The exact place.")
    is_sensitive: bool | None = strawberry.field(
        default=None,
        description="Whether it concerns health or children: most roles then see only the summary.",
    )
    is_actionable: bool | None = strawberry.field(
        default=None, description="«Решаемый»: whether it can be resolved."
    )
    tags: Many[Code] | None = strawberry.field(default=None, description="Tags to group by.")


@strawberry.input(
    description="What the case is about, in the center's terms; replaces what was stated before."
)
class FormalizeSubmissionInput(Formalization):
    message_kind: MessageKind | None = strawberry.field(default=None, description="The kind of a message.")
    appeal_kind: AppealKind | None = strawberry.field(default=None, description="The kind of an appeal.")
    complained_of_id: Id | None = strawberry.field(
        default=None,
        description="The organization that an appeal complains of: it is neither routed nor forwarded there.",
    )


@strawberry.input(description="The object to act on.")
class TargetInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="The object to act on, and why.")
class ReasonInput:
    id: Id = strawberry.field(description="The object.")
    reason: Comment = strawberry.field(description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A rejection: a reason from the list and the text that the applicant reads.")
class RejectSubmissionInput:
    id: Id = strawberry.field(description="The object.")
    reason: RejectionReason = strawberry.field(description="The reason.")
    comment: Comment = strawberry.field(description="What the applicant reads.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="Where to send a case; another recipient than before needs a reason.")
class RouteInput:
    id: Id = strawberry.field(description="The object.")
    recipient_id: Id = strawberry.field(
        description="The organization to route it to: an active responsible recipient (I.2.3)."
    )
    assignee_id: Id | None = strawberry.field(default=None, description="The person in that organization.")
    co_assignee_ids: Many[Id] | None = strawberry.field(
        default=None, description="People who share the work."
    )
    reason: Comment | None = strawberry.field(default=None, description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="Details that the applicant gave.")
class DetailsInput:
    id: Id = strawberry.field(description="The object.")
    text: LongText = strawberry.field(description="The text.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="The draft of an answer, to go on with later.")
class SaveDraftInput:
    id: Id = strawberry.field(description="The object.")
    text: LongText = strawberry.field(description="The whole text; the earlier one is kept.")
    expected_revision: Revision = strawberry.field(description="The revision you were looking at.")


@strawberry.input(description="A draft for review.")
class DraftInput:
    id: Id = strawberry.field(description="The object.")
    text: LongText | None = strawberry.field(
        default=None, description="The text; the saved draft where it is left out."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A draft returned for rework, with the criteria of the checklist it fails.")
class ReturnDraftInput:
    id: Id = strawberry.field(description="The object.")
    reason: Comment = strawberry.field(description="The reason.")
    criteria: Many[LongTitle] | None = strawberry.field(
        default=None,
        description="Criteria of the checklist that it fails: codes of `caseReasons` of the kind REWORK.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="The approved response to send.")
class SendResponseInput:
    id: Id = strawberry.field(description="The object.")
    via_channel_id: Id | None = strawberry.field(
        default=None, description="The channel to send it through; defaults to that of the case."
    )
    way: DeliveryWay | None = strawberry.field(
        default=None,
        description=(
            "How it reaches the applicant; follows from the kind of the channel where it is left out. Needed where nothing "
            "follows: of a personal reception, say, or of e-mail without an address. `EMAIL` is sent by Pult."
        ),
    )
    text: LongText | None = strawberry.field(
        default=None, description="Only if the center answers without approval."
    )
    outcome: Outcome | None = strawberry.field(
        default=None,
        description=(
            "With which outcome it is closed by itself if nobody objects within the days of the setting "
            "`closeWithoutObjectionDays`; without it the desk is asked then. Never `FORWARDED`."
        ),
    )
    official_signer_id: Id | None = strawberry.field(
        default=None,
        description="Who signs it officially: works in the answering body, above or below it. Defaults to who approved.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A case to close, with its outcome.")
class CloseInput:
    id: Id = strawberry.field(description="The object.")
    outcome: Outcome = strawberry.field(description="The outcome to close it with.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A new incident of one or more publications on one subject.")
class RegisterIncidentInput:
    channel_id: Id = strawberry.field(description="The channel it arrived through.")
    summary: Summary = strawberry.field(description="The gist in one sentence.")
    publications: Many[PublicationInput] = strawberry.field(description="Posts and comments; at least one.")
    importance: Importance = strawberry.field(
        default=Importance.NORMAL, description="How important it is; this determines the deadline."
    )
    topic_id: Id | None = strawberry.field(default=None, description="What it is about.")
    sector_id: Id | None = strawberry.field(
        default=None, description="The sector; defaults to that of the topic."
    )
    settlement_id: Id | None = strawberry.field(default=None, description="The place it concerns.")
    location: LocationInput | None = strawberry.field(default=None, description="The exact place.")
    received_at: Instant | None = strawberry.field(
        default=None, description="When it reached the municipality."
    )
    is_actionable: bool | None = strawberry.field(
        default=None, description="«Решаемый»: whether it can be resolved."
    )
    external_system: ExternalSystem | None = strawberry.field(
        default=None, description="The system that `externalId` comes from."
    )
    external_id: ExternalId | None = strawberry.field(
        default=None, description="Unique within the external system."
    )
    external_due_at: Instant | None = strawberry.field(
        default=None, description="By when that system wants it answered; kept beside our own term."
    )


@strawberry.input(
    description="What the incident is about, in the center's terms; replaces what was stated before."
)
class FormalizeIncidentInput(Formalization):
    pass


@strawberry.input(description="A later post or comment of the same matter.")
class AddPublicationInput:
    id: Id = strawberry.field(description="The incident.")
    publication: PublicationInput = strawberry.field(description="The post or comment.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="An incident that needs no answer, and why.")
class DismissIncidentInput:
    id: Id = strawberry.field(description="The object.")
    reason: DismissalReason = strawberry.field(description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="Where the reply was published: one link per publication, in their order.")
class PublishReplyInput:
    id: Id = strawberry.field(description="The object.")
    reply_urls: Many[WebLink] = strawberry.field(description="One link per publication, in their order.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


def plain(value: Any) -> Mapping[str, Any] | None:
    """Return an input object as a mapping; None for none."""
    return None if value is None else dict(vars(value))
