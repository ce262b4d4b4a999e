"""Links by which a body without accounts answers: when one is made, what operations on it ask for, and what they write; the
same for messages, appeals and incidents (I.2.3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.crypto.sealing import Vault
from auth.errors import Invalid, NotFound, Problem
from documents.cases.document import Case
from documents.cases.drafting import handed_in
from documents.cases.routed import OWED, QUEUED, SENT, RecipientLink, Routing, present_link, with_link
from documents.center.settings import RECIPIENT_LINK, RECIPIENT_LINK_DAYS, setting
from documents.files.attaching import refuse_one_more, take_file
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, of_state
from documents.links.rules import LinkPurpose, is_readable, minted, told_token
from documents.members.reaching import signs_in

Row = Mapping[str, Any]

ANSWERED_BY_LINK = "recipient-link"
"""Who wrote an answer that came by a link: nobody that has an account."""

ANSWERING_PATH = "/recipient/"
"""What stands before the token in the address of the page."""


@dataclass(frozen=True)
class AnsweringLink:
    """Where a body answers, from the root of the server, and until when."""

    path: str
    ends_at: datetime


def address_of_body(snapshot: Snapshot, organization_id: str) -> str | None:
    """Return where a body gets mail; None where it has said no address."""
    row = snapshot.row("organizations", organization_id)
    # Not stored on organizations of before there were links.
    address: str | None = row.get("work_email") if row is not None else None
    return address


async def link_for(
    change: Change, case: Case, organization_id: str, named_ids: Collection[str | None]
) -> RecipientLink | None:
    """Return a new link for a body that a case is sent to; None where it has no address, or somebody who signs in.

    What the command line tells of the past is told as it was.
    """
    is_retold = change.who is None and not change.is_by_system
    if is_retold or address_of_body(change.reference, organization_id) is None:
        return None
    return (
        None
        if await signs_in(change, organization_id, filter(None, named_ids))
        else await new_link(change, case)
    )


async def new_link(change: Change, case: Case) -> RecipientLink:
    """Return a link that waits to go out."""
    days = setting(change.reference, RECIPIENT_LINK, default=RECIPIENT_LINK_DAYS)
    purpose, nonce = LinkPurpose.RECIPIENT, await change.new_id()
    link = minted(change.vault, purpose, case.id, nonce=nonce, now=change.now, days=days)
    return RecipientLink(**link.model_dump())


def is_open(link: RecipientLink | None, now: datetime) -> bool:
    """Return whether a link can be answered by now."""
    return link is not None and link.used_at is None and is_readable(link, now)


def answering_link(vault: Vault, case_id: str, link: RecipientLink) -> AnsweringLink | None:
    """Return where a link leads, for the letter to its body; None where it was made with another key."""
    token = told_token(vault, case_id, link)
    return AnsweringLink(f"{ANSWERING_PATH}{token}", link.ends_at) if token is not None else None


def linked(case: Case, link: RecipientLink | None, **sets: Any) -> list[dict[str, Any]]:
    """Return the routings with what is written of a link of the last one."""
    assert link is not None, "there is a link to write of"
    return dumped(with_link(case.routings, link.model_copy(update=sets)))


def dumped(routings: Collection[Routing]) -> list[dict[str, Any]]:
    """Return routings as they are given to a save."""
    return [one.model_dump() for one in routings]


@of_state("status")
def with_a_body(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that a body is to answer it now."""
    return None if row["status"] in OWED else Invalid("not_with_a_body", path="id")


def has_address(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the directory knows an e-mail address of the body."""
    address = address_of_body(guard_context.reference, row["recipient_id"] or "")
    return None if address is not None else Invalid("no_address_of_body", path="id")


def _is_open(row: Row, guard_context: GuardContext) -> bool:
    ends_at = row.get("link_ends_at")
    return ends_at is not None and guard_context.now < ends_at


@of_state("link_ends_at", holds=_is_open)
def has_link(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the last routing has a link that can still be followed."""
    return Invalid("no_open_link", path="id")


async def link_to_send(change: Change, case: Case) -> list[dict[str, Any]]:
    """Return the routings with a link of the last one that waits to go out: the same one as long as it can be followed, and
    a new one after it. Raises: INVALID (`body_signs_in`)."""
    body = case.recipient_id or ""
    named = [one for one in (case.assignee_id, *case.co_assignee_ids) if one is not None]
    if await signs_in(change, body, named):
        raise Invalid("body_signs_in", path="id")
    before = link = present_link(case.routings)
    if link is None or not is_open(link, change.now) or told_token(change.vault, case.id, link) is None:
        link = await new_link(change, case)
    number = before.letter_no + 1 if before is not None else 1
    return linked(case, link, sent_at=None, fault=None, late_at=None, letter_no=number)


def queued_link(case: Case, digest: str, letter_no: int) -> RecipientLink:
    """Return the link that waits to go out in this very letter. Raises: INVALID (`not_queued`) where it is not to go out any
    more, or another one is."""
    link = present_link(case.routings)
    if link is None or (link.digest, link.letter_no) != (digest, letter_no) or case.link_state != QUEUED:
        raise Invalid("not_queued", path="id")
    return link


def unopened_link(case: Case, digest: str) -> RecipientLink:
    """Return the link that waits to be opened. Raises: INVALID (`not_queued`) where it waits no more."""
    link = present_link(case.routings)
    if link is None or link.digest != digest or case.link_state != SENT:
        raise Invalid("not_queued", path="id")
    return link


def followed_link(change: Change, case: Case, digest: str) -> RecipientLink:
    """Return the link that was followed. Raises: NOT_FOUND for one that opens the case no more."""
    link = present_link(case.routings)
    if link is None or link.digest != digest or not is_open(link, change.now):
        raise NotFound
    return link


async def answered_by(
    change: Change, case: Case, digest: str, *, text: str, file_ids: Collection[str]
) -> dict[str, Any]:
    """Return what an answer by a link writes: handed in for review in the name of the body, with files that were sent by the
    same link, which is used up.

    Raises: NOT_FOUND for a link that opens the case no more; INVALID (`unknown_file`, `infected`); LIMIT_REACHED.
    """
    link = followed_link(change, case, digest)
    taken = []
    for index, file_id in enumerate(file_ids):
        path = ("fileIds", str(index))
        refuse_one_more(change, len(case.attachments) + index, path=path)
        taken.append(await take_file(change, case, file_id, path=path, held_by=uploader_of(digest)))
    answer = handed_in(change, case, text)
    answer["responses"][-1] |= {"author_id": ANSWERED_BY_LINK, "from_organization_id": case.recipient_id}
    return {
        **answer,
        "attachments": [one.model_dump() for one in (*case.attachments, *taken)],
        "routings": linked(case, link, opened_at=link.opened_at or change.now, used_at=change.now),
    }


def uploader_of(digest: str) -> str:
    """Return whose the files are that were sent by a link, until they are attached."""
    return f"link {digest}"
