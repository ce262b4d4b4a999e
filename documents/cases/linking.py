"""Links by which a body without accounts answers: when one is made, and what is written of it (I.2.3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.crypto.sealing import Vault
from documents.cases.document import Case
from documents.cases.routed import RecipientLink, Routing, with_link
from documents.center.settings import RECIPIENT_LINK, RECIPIENT_LINK_DAYS, setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.links.rules import LinkPurpose, is_readable, minted, told_token
from documents.members.reaching import signs_in

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
    if is_retold or case.kind == "INCIDENT" or address_of_body(change.reference, organization_id) is None:
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
