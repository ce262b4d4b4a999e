"""Operations on links by which a body without accounts answers: sent, opened, told of, revoked, and the answer itself
(I.2.3, III.4.4/1)."""

from collections.abc import Collection, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, NotFound, Problem
from documents.cases import events
from documents.cases.checks import TEXT_LIMIT, text_within
from documents.cases.document import Case
from documents.cases.drafting import handed_in
from documents.cases.linking import address_of_body, is_open, linked, new_link
from documents.cases.routed import QUEUED, SENT, RecipientLink, present_link
from documents.cases.statuses import CaseStatus
from documents.files.attaching import refuse_one_more, take_file
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, of_state, operation
from documents.links.rules import told_token
from documents.members.reaching import signs_in
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import ANSWERED_BY_LINK, MACHINE

Row = Mapping[str, Any]

HOLDS = frozenset({CaseStatus.ASSIGNED, CaseStatus.IN_PROGRESS, CaseStatus.REOPENED})
"""Where an answer is still owed, so that a link can be of use."""


@of_state("status")
def with_a_body(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that a body is to answer it now."""
    return None if row["status"] in HOLDS else Invalid("not_with_a_body", path="id")


def has_address(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the directory knows an e-mail address of the body."""
    address = address_of_body(guard_context.reference, row["recipient_id"] or "")
    return None if address is not None else Invalid("no_address_of_body", path="id")


@of_state("link_ends_at")
def has_link(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the last routing has a link that can still be followed."""
    ends_at = row.get("link_ends_at")
    is_open = ends_at is not None and guard_context.now < ends_at
    return None if is_open else Invalid("no_open_link", path="id")


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
    body = case.recipient_id or ""
    named = [one for one in (case.assignee_id, *case.co_assignee_ids) if one is not None]
    if await signs_in(change, body, named):
        raise Invalid("body_signs_in", path="id")
    before = link = present_link(case.routings)
    if link is None or not is_open(link, change.now) or told_token(change.vault, case.id, link) is None:
        link = await new_link(change, case)
    number = before.letter_no + 1 if before is not None else 1
    again = {"sent_at": None, "fault": None, "late_at": None, "letter_no": number}
    return await change.save(case, events.LINK_QUEUED, routings=linked(case, link, **again))


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
    link = present_link(case.routings)
    is_this = link is not None and (link.digest, link.letter_no) == (digest, letter_no)
    if not is_this or case.link_state != QUEUED:
        raise Invalid("not_queued", path="id")
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
    link = present_link(case.routings)
    if link is None or link.digest != digest or case.link_state != SENT:
        raise Invalid("not_queued", path="id")
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
    link = _followed(change, case, digest)
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
    link = _followed(change, case, digest)
    taken = []
    for index, file_id in enumerate(file_ids):
        refuse_one_more(change, len(case.attachments) + index, path=("fileIds", str(index)))
        path = ("fileIds", str(index))
        taken.append(await take_file(change, case, file_id, path=path, held_by=uploader_of(digest)))
    opened = {"opened_at": link.opened_at or change.now, "used_at": change.now}
    answer = handed_in(change, case, text)
    answer["responses"][-1] |= {"author_id": ANSWERED_BY_LINK, "from_organization_id": case.recipient_id}
    return await change.save(
        case,
        events.RESPONSE_SUBMITTED,
        **answer,
        attachments=[one.model_dump() for one in (*case.attachments, *taken)],
        routings=linked(case, link, **opened),
    )


def uploader_of(digest: str) -> str:
    """Return whose the files are that were sent by a link, until they are attached."""
    return f"link {digest}"


def _followed(change: Change, case: Case, digest: str) -> RecipientLink:
    link = present_link(case.routings)
    if link is None or link.digest != digest or not is_open(link, change.now):
        raise NotFound
    return link
