"""Protocols as types: plain reads of keys."""

from asyncio import gather
from collections.abc import Mapping
from datetime import date as day
from datetime import datetime
from typing import Annotated, Any

import strawberry

from auth.texts.wording import Text
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.vocabulary import DeliveryFault
from documents.center.calendars import calendar_of
from documents.meetings.resource import MEETINGS
from documents.protocols.resource import PROTOCOLS
from documents.protocols.rules import IMMUTABLE, LAST_YEAR, ProtocolStatus, terms
from schema.actions import AllowedAction
from schema.context import GraphInfo
from schema.directory.types import Organization, Person
from schema.files.types import FileType
from schema.lives import OFFERED, history_field
from schema.loading import loaded
from schema.meetings.types import Capacity, Meeting, MeetingForm
from schema.nodes import Node

Row = Mapping[str, Any]

DUE_ON_DAY_OFF = "due_on_day_off"
DAY_OFF = Text("Срок {day} — нерабочий день.", "The due date {day} is not a working day.")


@strawberry.type(
    description="Поручение в решении: an assignment that a decision orders; issued when the protocol is dispatched."
)
class OrderedAssignment:
    text: str = strawberry.field(description="What is to be done.")
    responsible: Person | None = strawberry.field(description="The one responsible official.")
    organization: Organization | None = strawberry.field(description="The organization that carries it out.")
    co_executors: list[Person] = strawberry.field(description="Соисполнители.")
    due_on: day | None = strawberry.field(description="The day it is due; null if it recurs.")
    recurrence: str | None = strawberry.field(description="How it recurs, in words; null if it does not.")


@strawberry.type(description="Голоса: how many voted how.")
class Votes:
    in_favour: int = strawberry.field(description="За.")
    against: int = strawberry.field(description="Против.")
    abstained: int = strawberry.field(description="Воздержались.")


@strawberry.type(description="Отмена поручения: an earlier assignment that a decision cancels.")
class CancelledAssignment:
    number: str = strawberry.field(description="The number that it bears.")

    @strawberry.field(
        description="The assignment, if you can see it.",
        graphql_type=Annotated["Assignment", strawberry.lazy("schema.assignments.types")] | None,  # noqa: F821
    )
    async def assignment(self, info: GraphInfo, cancelled: strawberry.Parent[Row]) -> Any:
        return await loaded(info, ASSIGNMENTS, cancelled["assignment_id"])


@strawberry.type(description="Решение (РЕШИЛИ).")
class Decision:
    no: str = strawberry.field(description="Number within its agenda item, e.g. `1.2`.")
    text: str = strawberry.field(description="What was decided.")
    votes: Votes | None = strawberry.field(description="The votes; null if nobody counted them.")
    assignments: list[OrderedAssignment] = strawberry.field(description="The assignments it orders.")
    cancels: list[CancelledAssignment] = strawberry.field(
        description="Earlier assignments it cancels, from the signature on."
    )


@strawberry.type(description="Вопрос протокола: how one agenda item went.")
class ProtocolItem:
    order: int = strawberry.field(description="Position on the agenda, from 1.")
    title: str = strawberry.field(description="The title of the item.")
    heard: str | None = strawberry.field(description="СЛУШАЛИ.")
    spoke: list[str] = strawberry.field(description="ВЫСТУПИЛИ.")
    decisions: list[Decision] = strawberry.field(description="РЕШИЛИ.")


@strawberry.type(
    description="Предупреждение: what to look at before the signature; it keeps nothing from being signed."
)
class ProtocolWarning:
    rule: str = strawberry.field(description="What it is, as a code: `due_on_day_off`.")
    message: str = strawberry.field(
        description="A sentence for people to read, in the language of `Accept-Language`."
    )
    path: list[str] = strawberry.field(
        description="The field it is about, from the protocol on; indexes as decimal strings."
    )


@strawberry.type(description="Замечание: what a participant remarked while the protocol was in review.")
class ReviewComment:
    no: int = strawberry.field(description="Its number, in the order in which they came.")
    order: int | None = strawberry.field(description="The item it is about; null for the whole protocol.")
    text: str = strawberry.field(description="What was remarked.")
    author: Person | None = strawberry.field(description="Who remarked it.")
    at: datetime = strawberry.field(description="When it was remarked.")


@strawberry.type(
    description="Особое мнение: a member's opinion that differs from what was decided; signed and printed with the protocol."
)
class DissentingOpinion:
    order: int = strawberry.field(description="The item it is about.")
    person: Person | None = strawberry.field(description="Whose it is.")
    full_name: str = strawberry.field(description="The name at that time.")
    text: str = strawberry.field(description="The opinion.")
    at: datetime = strawberry.field(description="When it was added.")


@strawberry.type(description="Вопрос опубликованной копии: what the copy for the site says of one item.")
class PublishedItem:
    order: int = strawberry.field(description="Its position in the protocol.")
    title: str = strawberry.field(description="The title, redacted.")
    decisions: list[str] = strawberry.field(description="What was decided, redacted.")


@strawberry.type(
    description="Опубликованная копия: the copy for the site as the curator decided it: decisions without people."
)
class PublishedCopy:
    published_at: datetime = strawberry.field(description="When it was published.")
    published_by: Person | None = strawberry.field(description="Who decided it.")
    capacity: Capacity = strawberry.field(description="The capacity in which they acted (III.2/2).")
    items: list[PublishedItem] = strawberry.field(description="What it says.")


@strawberry.type(description="Письмо с выпиской: the e-mail that brings an official the extract.")
class ExtractLetter:
    sent_at: datetime | None = strawberry.field(description="When it went out; null until then.")
    fault: DeliveryFault | None = strawberry.field(
        description="Why it did not go out; null if it did, or if it waits."
    )


@strawberry.type(
    description="Ссылка для ознакомления: the link by which an official without an account acknowledges, once."
)
class AcknowledgementLink:
    ends_at: datetime = strawberry.field(
        description="Until when it opens; before, if nothing of it is the official's to do any more."
    )
    used_at: datetime | None = strawberry.field(description="When it was acknowledged by; null until then.")
    revoked_at: datetime | None = strawberry.field(
        description="Since when it opens nothing; null if it was not revoked."
    )


@strawberry.type(description="Направление протокола: one sending of the signed protocol.")
class ProtocolDispatch:
    person: Person | None = strawberry.field(description="To whom.")
    full_name: str = strawberry.field(description="The name at that time.")
    sent_at: datetime = strawberry.field(description="When it happened.")
    via: str = strawberry.field(description="By what means.")
    instead_of: Person | None = strawberry.field(
        description="The official whom the protocol names, if he has left since the signing, or has handed it over."
    )
    acknowledged_at: datetime | None = strawberry.field(
        description="When it was acknowledged; null until then."
    )
    acknowledged_via: str | None = strawberry.field(
        description="How an acknowledgement came that somebody else recorded, or that came by a link."
    )
    acknowledged_by: Person | None = strawberry.field(
        description="Who recorded it; null if the official acknowledged himself."
    )
    letter: ExtractLetter | None = strawberry.field(
        description="The e-mail with the extract; null if no address was known, or if it orders nothing of them."
    )
    link: AcknowledgementLink | None = strawberry.field(
        description="The link in it; null for who has an account."
    )


@strawberry.type(
    description="Протокол заседания (III.2): signed by the effective curator only, then immutable."
)
class Protocol(Node):
    number: int | None = strawberry.field(
        description="Without gaps within its year; null until it is signed."
    )
    year: int = strawberry.field(description="The year of its number.")
    date: day = strawberry.field(description="The day of the meeting.")
    meeting_number: str = strawberry.field(description="Number of the meeting.")
    place: str | None = strawberry.field(
        description="Where the meeting was held; null for absentee meetings."
    )
    form: MeetingForm = strawberry.field(description="Form of the meeting.")
    status: ProtocolStatus = strawberry.field(description="Its current state.")
    is_signed: bool = strawberry.field(description="Whether its contents can no longer change.")
    chair: Person | None = strawberry.field(description="Председательствующий.")
    secretary: Person | None = strawberry.field(description="Секретарь.")
    participants: list[Person] = strawberry.field(description="Who took part.")
    items: list[ProtocolItem] = strawberry.field(description="The items, in order.")
    attachments: list[FileType] = strawberry.field(
        description="Files that it is signed with, in their order."
    )
    comments: list[ReviewComment] = strawberry.field(
        description="What participants remarked while it was in review, in their order."
    )
    dissents: list[DissentingOpinion] = strawberry.field(description="Dissenting opinions, by item.")
    send_back_reason: str | None = strawberry.field(description="Why it was sent back; null if it was not.")
    signed_by: Person | None = strawberry.field(description="Who signed; null until then.")
    signed_at: datetime | None = strawberry.field(description="When it was signed.")
    signer_capacity: Capacity | None = strawberry.field(
        description="The capacity in which the signer acted (III.2/2)."
    )
    content_hash: str | None = strawberry.field(description="SHA-256 of what was signed, in hexadecimal.")
    previous_hash: str | None = strawberry.field(
        description="The link of the protocol before it in its year, to which its signature is bound."
    )
    chain_hash: str | None = strawberry.field(
        description="Its own link, over contents, signature and the link before; the next protocol is bound to it."
    )
    dispatches: list[ProtocolDispatch] = strawberry.field(description="To whom it was sent.")
    publication: PublishedCopy | None = strawberry.field(
        description="The copy for the site; null if it was not published."
    )
    updated_at: datetime = strawberry.field(description="When it last changed.")
    revision: int = strawberry.field(
        description="Increases with every change; pass it as `expectedRevision`."
    )
    hidden_fields: list[str] = strawberry.field(
        description="Paths of the fields of this object that are withheld from you."
    )
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    @strawberry.field(
        description="What to look at before the signature: due dates that are no working days. Empty once it is signed."
    )
    def warnings(self, info: GraphInfo, protocol: strawberry.Parent[Row]) -> list[ProtocolWarning]:
        if protocol["status"] in IMMUTABLE:
            return []
        calendar = calendar_of(info.context.container.access.reference)
        text = DAY_OFF.en if info.context.locale == "en" else DAY_OFF.ru
        return [
            ProtocolWarning(rule=DUE_ON_DAY_OFF, message=text.format(day=f"{due:%d.%m.%Y}"), path=list(path))
            for path, due in terms(protocol["items"])
            if due.year <= LAST_YEAR and not calendar.is_working(due)
        ]

    @strawberry.field(description="The meeting, if you can see it.", graphql_type=Meeting | None)
    async def meeting(self, info: GraphInfo, protocol: strawberry.Parent[Row]) -> Any:
        return await loaded(info, MEETINGS, protocol["meeting_id"])

    @strawberry.field(description="The protocol that it corrects; null if it is no erratum.")
    async def corrects(self, info: GraphInfo, protocol: strawberry.Parent[Row]) -> "Protocol | None":
        return await loaded(info, PROTOCOLS, protocol["corrects_id"])  # type: ignore[return-value]

    @strawberry.field(description="Errata that were signed to it, in the order of their signatures.")
    async def errata(self, info: GraphInfo, protocol: strawberry.Parent[Row]) -> list["Protocol"]:
        found = await gather(*(loaded(info, PROTOCOLS, one) for one in protocol["errata_ids"]))
        return [one for one in found if one is not None]  # type: ignore[misc]

    allowed_actions: list[AllowedAction] = strawberry.field(description=OFFERED)
    history = history_field(PROTOCOLS)
