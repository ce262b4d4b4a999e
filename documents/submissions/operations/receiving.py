"""Operations of personal reception: the card of an appeal that was made there, and an answer given there and then
(59-ФЗ, art. 13)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.cases import events
from documents.cases.checks import TEXT_LIMIT, text_within
from documents.cases.delivering import going_out
from documents.cases.document import Case
from documents.cases.formalizing import formalized
from documents.cases.gathering import gathers_nothing
from documents.cases.numbers import LOCAL
from documents.cases.reception import ReceptionCard
from documents.cases.responses import answered_at_once
from documents.cases.targets import known
from documents.cases.vocabulary import ChannelKind, DeliveryWay
from documents.center.calendars import calendar_of
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, operation
from documents.submissions.rules import MACHINE

APPEALS = ("APPEAL",)

Row = Mapping[str, Any]
Facts = Mapping[str, Any]


def made_at_a_reception(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the appeal came by the channel of personal reception."""
    channel = guard_context.reference.row("channels", row["channel_id"]) or {}
    is_reception = channel.get("kind") == ChannelKind.PERSONAL_RECEPTION
    return None if is_reception else Invalid("not_of_a_reception", path="id")


def has_card(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the card of the reception is recorded: it tells who answered."""
    return None if row.get("reception") is not None else Invalid("no_card", path="id")


def _consented(facts: Facts) -> Iterable[Problem]:
    if not facts["consent"]:
        yield Invalid("consent_required", path="consent")


@operation(
    title="Записать карточку личного приёма",
    action=Action.SUBMISSION_ACCEPT,
    record=Case,
    machine=MACHINE,
    kinds=APPEALS,
    read=Action.SUBMISSION_READ,
    guards=(made_at_a_reception,),
)
async def record_reception(change: Change, case: Case, *, on: date, received_by_id: str | None) -> Case:
    """Record the card of a personal reception: its day and the official; its number is given once and stays when the card is
    corrected. Raises: INVALID (`unknown_person`, `required`, `in_the_future`)."""
    if known(change, "persons", received_by_id, path="receivedById") is None:
        raise Invalid("required", path="receivedById")
    if on > calendar_of(change.reference).day_of(change.now):
        raise Invalid("in_the_future", path="on")
    number = case.reception.number if case.reception is not None else await _number(change)
    card = ReceptionCard(number=number, on=on.isoformat(), received_by_id=str(received_by_id))
    return await change.save(case, events.RECEPTION_RECORDED, reception=card.model_dump())


async def _number(change: Change) -> str:
    year = (change.now + LOCAL).year
    return f"ЛП-{year}-{await change.number(f'receptions-{year}'):05d}"


@operation(
    title="Ответить устно на личном приёме",
    action=Action.RESPONSE_SEND,
    record=Case,
    machine=MACHINE,
    kinds=APPEALS,
    read=Action.SUBMISSION_READ,
    guards=(has_card, formalized, gathers_nothing),
    checks=(text_within("text", "text", TEXT_LIMIT), _consented),
)
async def answer_orally(change: Change, case: Case, *, text: str, consent: bool) -> Case:
    """Record that the official of the reception answered there and then, with the consent of the applicant: none in writing
    follows, and the card says so. Raises: INVALID (`consent_required`)."""
    assert case.reception is not None, "the guard asks for the card"
    card = case.reception.model_copy(update={"is_answered_orally": consent})
    return await change.save(
        case,
        events.ANSWERED_ORALLY,
        reception=card.model_dump(),
        answered_at=change.now,
        first_response_at=case.first_response_at or change.now,
        **going_out(change, case, answered_at_once(change, case, text), way=DeliveryWay.IN_PERSON),
    )
