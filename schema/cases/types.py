"""Cases as types: the interfaces Case and Submission, and Message, Appeal and Incident; plain reads of keys."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import strawberry

from documents.cases.resource import CASES
from documents.cases.statuses import CaseStatus
from documents.cases.vocabulary import (
    AppealKind,
    ChannelKind,
    DismissalReason,
    Form,
    Importance,
    Kind,
    MessageKind,
    Outcome,
    Priority,
    Regime,
    RejectionReason,
    ResponseKind,
    ResponseStatus,
)
from schema.actions import AllowedAction
from schema.directory.types import Channel, Organization, Person, Sector, Settlement, Topic
from schema.lives import OFFERED, history_field
from schema.nodes import Node

Row = Mapping[str, Any]


@strawberry.type(description="Where it is about.")
class Location:
    street: str | None = strawberry.field(description="Street.")
    house: str | None = strawberry.field(description="House number.")
    flat: str | None = strawberry.field(description="Flat; withheld with the applicant's data.")
    description: str | None = strawberry.field(description="Place in words.")
    latitude: float | None = strawberry.field(description="Degrees, WGS 84.")
    longitude: float | None = strawberry.field(description="Degrees, WGS 84.")


@strawberry.type(description="Who wrote, as masked text; plain values are never part of a read.")
class Applicant:
    full_name: str | None = strawberry.field(description="Initials, e.g. «И. И.».")
    phone: str | None = strawberry.field(description="Last four digits, e.g. `+7 *** ***-12-34`.")
    email: str | None = strawberry.field(description="Masked e-mail.")
    address: str | None = strawberry.field(description="«адрес скрыт» where an address was given.")


@strawberry.type(description="One step of how a deadline was computed.")
class DeadlineStep:
    at: datetime = strawberry.field(description="The moment that this step arrives at.")
    rule: str = strawberry.field(description="The rule applied, in words for machines.")
    note: str = strawberry.field(description="The step in Russian.")


@strawberry.type(description="Срок: when the answer is due, by which policy, and how that was computed.")
class Deadline:
    due_at: datetime = strawberry.field(description="The instant at which it is due.")
    legal_due_on: date | None = strawberry.field(description="The last day; null for deadlines in hours.")
    control_due_on: date | None = strawberry.field(description="The working day to aim at; null for hours.")
    policy_code: str = strawberry.field(description="The deadline policy, e.g. `POS_STANDARD`.")
    postponed_until: datetime | None = strawberry.field(description="The second deadline while postponed.")
    steps: list[DeadlineStep] = strawberry.field(description="The steps, in order.")


@strawberry.type(description="Маршрутизация: one sending of a case to a body.")
class Routing:
    at: datetime = strawberry.field(description="When it was sent.")
    reason: str | None = strawberry.field(description="Why again; null for the first one.")
    returned_at: datetime | None = strawberry.field(description="When it came back «не по принадлежности».")
    return_reason: str | None = strawberry.field(description="Why it came back.")
    to_organization: Organization | None = strawberry.field(description="The body it was sent to.")
    to_person: Person | None = strawberry.field(
        description="The person it was sent to; null when none was named."
    )


@strawberry.type(description="Ответ: a draft under review, or what was sent.")
class Response:
    no: int = strawberry.field(description="Number within the case, from 1.")
    kind: ResponseKind = strawberry.field(description="What kind of answer it is.")
    text: str | None = strawberry.field(
        description="The text; redacted as the case's own text is, or withheld."
    )
    status: ResponseStatus = strawberry.field(description="How far it has come.")
    return_reason: str | None = strawberry.field(description="Why it was returned for rework.")
    return_criteria: list[str] = strawberry.field(description="Criteria of the checklist that it failed.")
    submitted_at: datetime | None = strawberry.field(description="When it was handed in.")
    approved_at: datetime | None = strawberry.field(description="When it was approved.")
    sent_at: datetime | None = strawberry.field(description="When it was sent.")
    author: Person | None = strawberry.field(description="Who wrote it.")


@strawberry.type(description="Why a message was turned down.")
class Rejection:
    reason: RejectionReason = strawberry.field(description="Reason of the list.")
    comment: str = strawberry.field(description="What the applicant was told.")


@strawberry.type(description="Публикация: one post or comment of an open source.")
class Publication:
    url: str | None = strawberry.field(description="Link; withheld where it would name the author.")
    author_handle: str | None = strawberry.field(description="The author's handle; withheld from most roles.")
    posted_at: datetime | None = strawberry.field(description="When it was posted; null when unknown.")
    text: str | None = strawberry.field(description="Redacted text; withheld in sensitive cases.")
    reply_url: str | None = strawberry.field(
        description="Where our reply stands; null until it is published."
    )
    replied_at: datetime | None = strawberry.field(description="When our reply was published.")


@strawberry.interface(description="Сообщение, обращение или инцидент: anything the centre must see answered.")
class Case(Node):
    number: str = strawberry.field(description="Registration number, e.g. `2026-000123` or `ИМ-2026-000045`.")
    kind: Kind = strawberry.field(description="Message, appeal or incident.")
    status: CaseStatus = strawberry.field(description="State; «overdue» is no state but `isOverdue`.")
    priority: Priority = strawberry.field(description="How urgent it is.")
    channel: Channel | None = strawberry.field(description="How it arrived.")
    sector: Sector | None = strawberry.field(
        description="Direction а)–ж); null before formalising or outside them."
    )
    outside_sectors: bool = strawberry.field(description="Confirmed to lie outside the decree's directions.")
    topic: Topic | None = strawberry.field(description="What it is about; null before formalising.")
    settlement: Settlement | None = strawberry.field(description="Where it is about; null when unknown.")
    location: Location = strawberry.field(description="The place in detail.")
    recipient: Organization | None = strawberry.field(
        description="The body that must answer; null before routing."
    )
    assignee: Person | None = strawberry.field(description="The person in it; null when none is named.")
    co_assignees: list[Person] = strawberry.field(description="Persons who share the work.")
    summary: str | None = strawberry.field(description="The gist in one sentence; null before formalising.")
    is_sensitive: bool = strawberry.field(description="Health or children: most roles see the summary only.")
    is_actionable: bool | None = strawberry.field(description="«Решаемый»; null before it is known.")
    received_at: datetime = strawberry.field(description="When it reached the municipality.")
    registered_at: datetime = strawberry.field(description="When it was registered here.")
    routed_at: datetime | None = strawberry.field(description="When it was first routed; null before.")
    first_response_at: datetime | None = strawberry.field(
        description="First answer sent, intermediate or final."
    )
    answered_at: datetime | None = strawberry.field(description="When it was answered; null before.")
    closed_at: datetime | None = strawberry.field(description="When it was taken off control; null before.")
    updated_at: datetime = strawberry.field(description="Last change.")
    due_at: datetime = strawberry.field(description="When the answer is due.")
    is_overdue: bool = strawberry.field(description="Open past its deadline, or answered late.")
    is_due_soon: bool = strawberry.field(
        description="One fifth of the time or one working day is left, or less."
    )
    age_hours: int = strawberry.field(description="Full clock hours since it was received.")
    deadline: Deadline = strawberry.field(description="The deadline and why it is that.")
    routings: list[Routing] = strawberry.field(description="All sendings, oldest first.")
    responses: list[Response] = strawberry.field(description="All drafts and answers, oldest first.")
    outcome: Outcome | None = strawberry.field(description="How it ended; null before closing.")
    was_returned: bool = strawberry.field(description="Came back «не по принадлежности» at least once.")
    is_repeat: bool = strawberry.field(description="Повторное.")
    reopened_count: int = strawberry.field(description="How often it was opened again.")
    revision: int = strawberry.field(description="Grows with every change; pass it as `expectedRevision`.")
    hidden_fields: list[str] = strawberry.field(description="Paths of this row that are withheld from you.")
    is_demo: bool = strawberry.field(description="Part of the demo municipality.")

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(CASES)


@strawberry.interface(description="Сообщение или обращение.")
class Submission(Case):
    regime: Regime = strawberry.field(description="Whether 59-ФЗ governs it.")
    form: Form | None = strawberry.field(description="Written, oral or electronic.")
    text: str | None = strawberry.field(
        description="Redacted, plain or withheld, by your rights on this row."
    )
    applicant: Applicant | None = strawberry.field(
        description="Masked; null for anonymous ones or when withheld."
    )


@strawberry.type(description="Сообщение (I.2.4): filed outside 59-ФЗ.")
class Message(Submission):
    message_kind: MessageKind | None = strawberry.field(description="What it is; null before it is known.")
    rejection: Rejection | None = strawberry.field(
        description="Why it was turned down; null unless REJECTED."
    )


@strawberry.type(description="Обращение (I.2.5): proposal, application or complaint under 59-ФЗ.")
class Appeal(Submission):
    appeal_kind: AppealKind | None = strawberry.field(description="Proposal, application or complaint.")


@strawberry.type(description="Инцидент (I.2.2): publications in open sources on one subject.")
class Incident(Case):
    importance: Importance | None = strawberry.field(description="Decides the deadline.")
    dismissal_reason: DismissalReason | None = strawberry.field(description="Why no answer is needed.")
    publications: list[Publication] = strawberry.field(description="The posts and comments it gathers.")


__all__ = ["Appeal", "Case", "ChannelKind", "Incident", "Message", "Submission"]
