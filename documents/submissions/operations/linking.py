"""Operations on links by which a body without accounts answers: sent, opened, told of, revoked, and the answer itself
(I.2.3, III.4.4/1)."""

from collections.abc import Collection

from auth.actions import Action
from documents.cases import events
from documents.cases.checks import TEXT_LIMIT, text_within
from documents.cases.document import Case
from documents.cases.linking import (
    answered_by,
    followed_link,
    has_address,
    has_link,
    link_to_send,
    linked,
    queued_link,
    unopened_link,
    with_a_body,
)
from documents.cases.routed import present_link
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE


@operation(
    title="Направить органу ссылку для ответа",
    action=Action.SUBMISSION_ROUTE,
    record=Case,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(with_a_body, has_address),
)
async def send_recipient_link(change: Change, case: Case) -> Case:
    """Have the link go out by e-mail, once more perhaps: the same one as long as it can be followed, and a new one after it.

    Raises: INVALID (`body_signs_in`).
    """
    return await change.save(case, events.LINK_QUEUED, routings=await link_to_send(change, case))


@operation(
    title="Отозвать ссылку для ответа",
    action=Action.SUBMISSION_ROUTE,
    record=Case,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(has_link,),
)
async def revoke_recipient_link(change: Change, case: Case) -> Case:
    """Revoke the link of the last routing: it opens nothing any more, and the case stays where it is."""
    link = present_link(case.routings)
    return await change.save(case, events.LINK_REVOKED, routings=linked(case, link, revoked_at=change.now))


@operation(
    title="Отметить, что стало с письмом со ссылкой для ответа",
    action=Action.SUBMISSION_ROUTE,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def note_link_sent(
    change: Change, case: Case, *, digest: str, letter_no: int, fault: str | None = None
) -> Case:
    """Note that a letter with a link went out, or why it did not, whatever else became of the case meanwhile: else it would
    go out again. Raises: INVALID (`not_queued`) where it is not to go out any more, or another one is."""
    link = queued_link(case, digest, letter_no)
    if fault is not None:
        return await change.save(
            case, events.LINK_NOT_SENT, facts={"fault": fault}, routings=linked(case, link, fault=fault)
        )
    return await change.save(case, events.LINK_SENT, routings=linked(case, link, sent_at=change.now))


@operation(
    title="Отметить, что орган не открыл ссылку для ответа",
    action=Action.SUBMISSION_ROUTE,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def note_unopened_link(change: Change, case: Case, *, digest: str) -> Case:
    """Note that nobody has opened the link within the days of the setting: it is told once. Raises: INVALID (`not_queued`)
    where it waits to be opened no more."""
    link = unopened_link(case, digest)
    return await change.save(case, events.LINK_UNOPENED, routings=linked(case, link, late_at=change.now))


@operation(
    title="Открыть ссылку для ответа",
    action=Action.SUBMISSION_RESPOND,
    record=Case,
    kinds=KINDS,
    by_system=True,
)
async def open_by_link(change: Change, case: Case, *, digest: str) -> Case:
    """Note when the body first followed the link. Raises: NOT_FOUND for a link that opens the case no more."""
    link = followed_link(change, case, digest)
    if link.opened_at is not None:
        return case
    return await change.save(case, events.LINK_OPENED, routings=linked(case, link, opened_at=change.now))


@operation(
    title="Ответить по ссылке",
    action=Action.SUBMISSION_RESPOND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    by_system=True,
    checks=(text_within("text", "text", TEXT_LIMIT),),
)
async def answer_by_link(
    change: Change, case: Case, *, digest: str, text: str, file_ids: Collection[str] = ()
) -> Case:
    """Take the answer of who followed the link, once, and hand it in for review, with files that were sent by the same link.

    Raises: NOT_FOUND for a link that opens the case no more; INVALID (`unknown_file`, `infected`); LIMIT_REACHED.
    """
    return await change.save(
        case,
        events.RESPONSE_SUBMITTED,
        **await answered_by(change, case, digest, text=text, file_ids=file_ids),
    )
