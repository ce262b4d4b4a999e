"""Parts of a case as types: its place, its applicant, its deadline, and what was decided about it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import strawberry

from documents.cases.addresses import PlaceRemark, remarks_on
from documents.cases.quality import QualityCriterion, QualityVerdict
from documents.cases.quality_signals import QualitySignal
from documents.cases.satisfaction import SatisfactionSource
from documents.cases.vocabulary import (
    CaseDecisionKind,
    ClockKind,
    DeliveryFault,
    DeliveryStatus,
    DeliveryWay,
    RejectionReason,
    ResponseKind,
    ResponseStatus,
    UnansweredGround,
)
from schema.cases.references import CaseReference, reference
from schema.context import GraphInfo
from schema.directory.types import Organization, Person, Street
from schema.legal_acts.types import LegalAct, related_act
from schema.memory import related

Row = Mapping[str, Any]


@strawberry.type(description="The place it concerns.")
class Location:
    street: str | None = strawberry.field(
        description="Street: as the directory has it, or in the words of who wrote it."
    )
    house: str | None = strawberry.field(
        description="House number in one form («48а», «5к2», «5/2»), or in the words of who wrote it."
    )
    flat: str | None = strawberry.field(description="Flat number; withheld along with the applicant's data.")
    description: str | None = strawberry.field(description="Description of the place.")
    latitude: float | None = strawberry.field(description="Degrees, WGS 84.")
    longitude: float | None = strawberry.field(description="Degrees, WGS 84.")

    @strawberry.field(
        description="The street in the directory; null where it was not recognized.",
        graphql_type=Street | None,
    )
    def directory_street(self, info: GraphInfo, location: strawberry.Parent[Row]) -> Any:
        return related(info, "streets", location.get("street_id"))

    @strawberry.field(description="What was not recognized, and is kept as it was written.")
    def remarks(self, location: strawberry.Parent[Row]) -> list[PlaceRemark]:
        return list(remarks_on(location))


@strawberry.type(
    description=(
        "Ссылка для ответа: the link by which a body that nobody signs in for reads what was routed to it, and answers once."
    )
)
class RecipientLink:
    ends_at: datetime = strawberry.field(
        description="Until when it can be followed, if it is neither revoked nor used before."
    )
    sent_at: datetime | None = strawberry.field(
        description="When the letter with it last went out; null if it waits to, or could not."
    )
    fault: DeliveryFault | None = strawberry.field(
        description="Why the letter could not go out; null if it could, or waits to."
    )
    opened_at: datetime | None = strawberry.field(description="When the body first opened it.")
    unopened_at: datetime | None = strawberry.field(
        description="When the desk and the lead were told that nobody has opened it, after `unopenedLinkDays`."
    )
    answered_at: datetime | None = strawberry.field(
        description="When the body answered: the answer stands among `responses`, under review."
    )
    revoked_at: datetime | None = strawberry.field(
        description="When it was revoked: by an official, or with its routing."
    )


@strawberry.type(description="Why a message was rejected.")
class Rejection:
    reason: RejectionReason = strawberry.field(description="The reason from the list.")
    comment: str = strawberry.field(description="What the applicant was told.")


@strawberry.type(description="The applicant as masked text; queries never return the plain values.")
class Applicant:
    full_name: str | None = strawberry.field(description="Initials, e.g. «И. И.».")
    phone: str | None = strawberry.field(description="Last four digits, e.g. `+7 *** ***-12-34`.")
    email: str | None = strawberry.field(description="Masked e-mail address.")
    address: str | None = strawberry.field(description="«адрес скрыт» if an address was given.")


@strawberry.type(description="One step of how a deadline was computed.")
class DeadlineStep:
    at: datetime = strawberry.field(description="The moment this step arrives at.")
    rule: str = strawberry.field(description="The rule that was applied, as a code.")
    note: str = strawberry.field(description="The step, described in Russian.")


@strawberry.type(description="Срок: when the answer is due, by which policy, and how that was computed.")
class Deadline:
    due_at: datetime = strawberry.field(
        description=(
            "The moment at which it is due; of what was postponed the second deadline, and of what another system sets a "
            "term for as well the one that counts by the setting `externalTerm`."
        )
    )
    own_due_at: datetime = strawberry.field(description="When it is due by our own term, whichever counts.")
    external_due_at: datetime | None = strawberry.field(
        description="When it is due by the term of another system; null if none was recorded."
    )
    first_due_at: datetime | None = strawberry.field(
        description="The first deadline of what was postponed, which the intermediate answer met; null otherwise."
    )
    legal_due_on: date | None = strawberry.field(
        description="The last day of our own term; null for deadlines in hours."
    )
    control_due_on: date | None = strawberry.field(
        description="The working day to aim at; null for deadlines in hours."
    )
    policy: str = strawberry.field(description="Code of the deadline policy, e.g. `POS_STANDARD`.")
    policy_code: str = strawberry.field(description="The same as `policy`; histories call it by this name.")
    postponed_until: datetime | None = strawberry.field(
        description="The second deadline; null if it was never postponed."
    )
    steps: list[DeadlineStep] = strawberry.field(
        description=(
            "The steps of the computation, in order; after a postponement, an extension or a reopening those of the earlier "
            "deadline come first."
        )
    )


@strawberry.type(
    description=(
        "Срок одного этапа или требования: a clock of a case. REGISTRATION, MODERATION, COORDINATION, ROUTING, EXECUTION "
        "and APPROVAL follow one another, so that their times add up to that of the whole case; the others run beside them."
    )
)
class CaseClock:
    kind: ClockKind = strawberry.field(description="What it measures.")
    started_at: datetime = strawberry.field(description="When it started.")
    due_at: datetime | None = strawberry.field(
        description="When it is due; null if no policy sets a term for this stage."
    )
    done_at: datetime | None = strawberry.field(description="When it stopped; null while it runs.")
    is_late: bool = strawberry.field(
        description="Whether it stopped after it was due, or is running past that moment."
    )
    held_by: Organization | None = strawberry.field(
        description="The organization that has the case while it runs, or had it when it stopped; null for the center."
    )


@strawberry.type(description="Карточка личного приёма (59-ФЗ, ст. 13).")
class ReceptionCard:
    number: str = strawberry.field(description="Number of the card, e.g. `ЛП-2026-00012`.")
    on: date = strawberry.field(description="The day of the reception.")
    received_by: Person | None = strawberry.field(description="The official who received the applicant.")
    is_answered_orally: bool = strawberry.field(
        description="Whether the applicant was answered there and then and agreed that no written answer follows."
    )


@strawberry.type(
    description="Решение по делу: that it was put off, opened again or the like; what the answer says stands in `responses`."
)
class CaseDecision:
    kind: CaseDecisionKind = strawberry.field(description="What was decided.")
    at: datetime = strawberry.field(description="When it was recorded.")
    by: Person | None = strawberry.field(description="Who recorded it.")
    reason: str | None = strawberry.field(
        description="The reason in words; redacted like the text of the case."
    )
    until: datetime | None = strawberry.field(
        description="The deadline that follows from it; null if none does."
    )
    due_at: datetime | None = strawberry.field(
        description="By when the law wanted it, as with a notice of no answer; null where it sets no term."
    )
    is_late: bool = strawberry.field(description="Whether it came later than that.")
    decided_by: Person | None = strawberry.field(
        description="The official who decided it with authority; null if it was decided by who recorded it."
    )
    organization: Organization | None = strawberry.field(
        description="The organization that it names; null if it names none."
    )
    ground: UnansweredGround | None = strawberry.field(
        description="On what ground an appeal was left unanswered; null otherwise."
    )

    @strawberry.field(
        description="The legal act that it is based on; null without one, or if you may not read legal acts.",
        graphql_type=LegalAct | None,
    )
    def legal_act(self, info: GraphInfo, decision: strawberry.Parent[Row]) -> Any:
        return related_act(info, decision["legal_act_id"])


@strawberry.type(
    description=(
        "Письмо: an answer or a notice as a document, under a letterhead, to its applicant by name. Given to who reads the "
        "case in plain; each time is a line in the log of personal data."
    )
)
class Letter:
    docx_url: str = strawberry.field(description="Where it is had as DOCX, from the root of this server.")
    pdf_url: str = strawberry.field(description="Where it is had as PDF, from the root of this server.")


@strawberry.type(description="Ответ: a draft under review, or what was sent.")
class Response:
    no: int = strawberry.field(description="Number within the case, from 1.")
    kind: ResponseKind = strawberry.field(description="What kind of answer it is.")
    text: str | None = strawberry.field(
        description="The text; redacted like the text of the case, or withheld."
    )
    status: ResponseStatus = strawberry.field(description="Its current state.")
    return_reason: str | None = strawberry.field(description="Why it was returned for rework.")
    return_criteria: list[str] = strawberry.field(description="Criteria of the checklist that it failed.")
    submitted_at: datetime | None = strawberry.field(description="When it was submitted.")
    approved_at: datetime | None = strawberry.field(description="When it was approved.")
    sent_at: datetime | None = strawberry.field(description="When it was sent.")
    author: Person | None = strawberry.field(
        description="Who wrote it; null if it came by a link, from somebody without an account."
    )
    from_organization: Organization | None = strawberry.field(
        description="The organization that gave it by a link, without an account; null for all others."
    )
    official_signer: Person | None = strawberry.field(
        description="Who signs it officially; null before it is approved or sent, or if that was not kept yet."
    )
    letter: Letter | None = strawberry.field(
        description="It as a letter; null before it is approved or sent, and of the reply to an incident."
    )
    signals: list[QualitySignal] | None = strawberry.field(
        description="What was noticed about it when it was handed in: hints to its reviewer. Null if withheld."
    )


@strawberry.type(description="Оценка ответа: what the applicant said of one answer (II.2.1/4).")
class SatisfactionRating:
    answer_no: int = strawberry.field(description="The number of the answer among `responses`.")
    score: int = strawberry.field(
        description="From 1, «полностью не удовлетворён», to 5, «полностью удовлетворён»."
    )
    solved: bool = strawberry.field(description="Whether the applicant says that the matter is solved.")
    comment: str | None = strawberry.field(
        description="What else they said; redacted like the text of the case. Null if nothing."
    )
    source: SatisfactionSource = strawberry.field(
        description="How it came. What the answering body recorded itself counts in no rating of bodies."
    )
    at: datetime = strawberry.field(description="When it was given.")
    by: Person | None = strawberry.field(
        description="Who recorded it; null if the applicant followed the link."
    )

    @strawberry.field(
        description="The case merged into this one whose applicant said so, if you can see it; null for the applicant of "
        "the case itself.",
        graphql_type=CaseReference | None,
    )
    async def merged_case(self, info: GraphInfo, rating: strawberry.Parent[Row]) -> Any:
        return await reference(info, rating.get("of_case_id"))


@strawberry.type(description="Whether an answer meets one criterion.")
class CriterionResult:
    criterion: QualityCriterion = strawberry.field(description="The criterion.")
    is_met: bool = strawberry.field(description="Whether the answer meets it.")


@strawberry.type(description="Проверка качества: what somebody found of one answer (II.2.1/3).")
class QualityCheck:
    answer_no: int = strawberry.field(description="The number of the answer among `responses`.")
    is_before_sending: bool = strawberry.field(
        description="Whether it was still under review; `false` if it had gone out."
    )
    criteria: list[CriterionResult] = strawberry.field(description="The checklist, as it was filled in.")
    verdict: QualityVerdict = strawberry.field(description="What it came to.")
    comment: str | None = strawberry.field(
        description="Why, in words; redacted like the text of the case. Null if nothing."
    )
    at: datetime = strawberry.field(description="When it was checked.")
    by: Person | None = strawberry.field(description="Who checked it.")


@strawberry.type(
    description=(
        "Доставка: one fact of how an answer or a notice reached the applicant. Of several about one answer "
        "the last counts."
    )
)
class Delivery:
    response_no: int = strawberry.field(description="The `no` of the answer or notice that it is about.")
    way: DeliveryWay | None = strawberry.field(description="How it goes; null as long as nothing says how.")
    status: DeliveryStatus = strawberry.field(description="What came of it.")
    at: datetime = strawberry.field(description="When it was so.")
    by: Person | None = strawberry.field(description="Who recorded it; null for the system.")
    number: str | None = strawberry.field(
        description="The number under which the post tracks it; null for other ways."
    )
    note: str | None = strawberry.field(
        description="What shows it, or why it came back, in words; redacted like the text of the case."
    )
    fault: DeliveryFault | None = strawberry.field(
        description="Why a letter by e-mail came back; null if it did not, or somebody else recorded that."
    )
