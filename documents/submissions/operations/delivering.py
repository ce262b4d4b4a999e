"""Operations on how an answer reached the applicant: people and the worker record what came of it (III.4.4/1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, LimitReached, Problem
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.delivering import refuse_without_address
from documents.cases.delivery import BACK, Delivery, latest
from documents.cases.document import Case
from documents.cases.vocabulary import DeliveryStatus, DeliveryWay
from documents.files.attaching import refuse_one_more, take_file
from documents.files.document import Attachment
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, of_state, operation
from documents.submissions.operations.intake import KINDS

Row = Mapping[str, Any]

MOST_DELIVERIES = 100
"""Facts about the deliveries of one case."""

EXPLAINED = frozenset({DeliveryStatus.RETURNED, DeliveryStatus.ABANDONED})
"""What is recorded with the reason."""


def _is_sent(row: Row, _guard_context: GuardContext) -> bool:
    return any(one["status"] == "SENT" for one in row["responses"])


@of_state("responses.status", holds=_is_sent)
def something_sent(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that an answer or a notice went out."""
    return Invalid("nothing_sent", path="id")


def _sound(facts: Row) -> Iterable[Problem]:
    """Check that the facts fit the status: a reason, a way that the worker knows, a number of the post alone."""
    status, way = facts["status"], facts.get("way")
    if status == DeliveryStatus.NO_WAY:
        yield Invalid("unknown_value", path="status")
    if status == DeliveryStatus.QUEUED and way not in (None, DeliveryWay.EMAIL):
        yield Invalid("queued_by_mail_alone", path="status")
    if status in EXPLAINED and not (facts.get("note") or "").strip():
        yield Invalid("required", path="note")


@operation(
    title="Записать, как доставлен ответ",
    action=Action.RESPONSE_SEND,
    record=Case,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(something_sent,),
    checks=(_sound, text_within("note", "note", COMMENT_LIMIT, required=False)),
)
async def record_delivery(
    change: Change,
    case: Case,
    *,
    response_no: int,
    status: str,
    way: str | None = None,
    at: datetime | None = None,
    number: str | None = None,
    note: str | None = None,
    file_ids: Sequence[str] = (),
) -> Case:
    """Record what came of sending an answer or a notice, or that it goes once more, by another way perhaps. What is QUEUED
    goes out by e-mail to the address that the applicant left. Uploads of one's own become files of the case that show it:
    a receipt of the post, a signature.

    Raises: INVALID (`unknown_response`, `delivery_way_required`, `no_email_address`, `queued_by_mail_alone`,
    `number_of_the_post`, `in_the_future`, `before_it_was_sent`, `unknown_file`, `infected`); LIMIT_REACHED.
    """
    taken = _way(case, response_no, status, way)
    if number is not None and taken != DeliveryWay.POST:
        raise Invalid("number_of_the_post", path="number")
    fact = Delivery(
        response_no=response_no,
        way=taken,
        status=status,
        at=_moment(change, case, response_no, at),
        by_id=change.subject,
        number=number,
        note=note,
    )
    evidence = []
    for index, file_id in enumerate(file_ids):
        path = ("fileIds", str(index))
        refuse_one_more(change, len(case.attachments) + index, path=path)
        evidence.append(await take_file(change, case, file_id, path=path, evidence_of=response_no))
    return await _noted(change, case, fact, evidence)


@operation(
    title="Записать, что стало с письмом",
    action=Action.RESPONSE_SEND,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def note_mailing(
    change: Change, case: Case, *, response_no: int, status: str, fault: str | None = None
) -> Case:
    """Note what became of a letter that was QUEUED. Raises: INVALID (`not_queued`) where somebody recorded something else
    meanwhile."""
    before = latest(case.deliveries).get(response_no)
    if before is None or before.status != DeliveryStatus.QUEUED:
        raise Invalid("not_queued", path="responseNo")
    fact = Delivery(response_no=response_no, way=before.way, status=status, at=change.now, fault=fault)
    return await _noted(change, case, fact)


def _way(case: Case, response_no: int, status: str, way: str | None) -> str | None:
    """The way that is recorded: the one named, or that of the latest fact. Raises: Invalid."""
    if not any(one.no == response_no and one.status == "SENT" for one in case.responses):
        raise Invalid("unknown_response", path="responseNo")
    before = latest(case.deliveries).get(response_no)
    taken = way or (before.way if before is not None else None)
    if taken is None and status != DeliveryStatus.ABANDONED:
        raise Invalid("delivery_way_required", path="way")
    if status == DeliveryStatus.QUEUED:
        if taken != DeliveryWay.EMAIL:
            raise Invalid("queued_by_mail_alone", path="status")
        refuse_without_address(case, taken)
    return taken


def _moment(change: Change, case: Case, response_no: int, at: datetime | None) -> datetime:
    """When it was: now, where nothing is said. Raises: Invalid."""
    if at is None:
        return change.now
    sent_at = next(one.sent_at for one in case.responses if one.no == response_no)
    if at > change.now:
        raise Invalid("in_the_future", path="at")
    if sent_at is not None and at < sent_at:
        raise Invalid("before_it_was_sent", path="at")
    return at


async def _noted(change: Change, case: Case, fact: Delivery, evidence: Sequence[Attachment] = ()) -> Case:
    if len(case.deliveries) >= MOST_DELIVERIES:
        raise LimitReached("deliveriesPerCase")
    told = {"responseNo": fact.response_no, "way": fact.way, "status": fact.status}
    kept: dict[str, Any] = {"deliveries": [one.model_dump() for one in (*case.deliveries, fact)]}
    if evidence:
        kept["attachments"] = [one.model_dump() for one in (*case.attachments, *evidence)]
    if fact.status in BACK:
        return await change.save(case, events.UNDELIVERED, facts=told, **kept)
    return await change.save(case, events.DELIVERY_RECORDED, facts=told, **kept)
