"""The e-mails with extracts that a dispatch has go out, and the links by which who has no account acknowledges (III.2)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from documents.accounts.document import Account
from documents.center.settings import ACKNOWLEDGEMENT_LINK, ACKNOWLEDGEMENT_LINK_DAYS, setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.links.document import GuestLink
from documents.links.rules import LinkPurpose, minted
from documents.protocols.document import ExtractLetter, Protocol
from documents.protocols.rules import responsible_ids

Row = Mapping[str, Any]


def address_of_official(snapshot: Snapshot, person_id: str) -> str | None:
    """Return where an official in office gets mail; None where the directory knows no address."""
    row = snapshot.row("persons", person_id)
    address: str | None = row.get("work_email") if row is not None and row["is_active"] else None
    return address


def is_ordered(items: Sequence[Row], sent: Row) -> bool:
    """Return whether the protocol gives something to whom this was sent, or to the one whom he takes over from."""
    given = responsible_ids(items)
    return sent["person_id"] in given or sent.get("instead_of_id") in given


async def with_letters(change: Change, protocol: Protocol, sent: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the entries of a dispatch list with the e-mail that waits to go out to each responsible official whose address
    is known, and with a link for those who have no account.

    What the command line tells of the past is told as it was.
    """
    items = protocol.to_row()["items"]
    is_retold = change.who is None and not change.is_by_system
    written = {
        one["person_id"]
        for one in sent
        if not is_retold
        and is_ordered(items, one)
        and address_of_official(change.reference, one["person_id"]) is not None
    }
    signing_in = await who_sign_in(change, written)
    return [
        {
            **one,
            "letter": ExtractLetter().model_dump() if one["person_id"] in written else None,
            "link": (await new_link(change, protocol)).model_dump()
            if one["person_id"] in written - signing_in
            else None,
        }
        for one in sent
    ]


async def who_sign_in(change: Change, person_ids: Collection[str]) -> set[str]:
    """Return which of these people have an active account."""
    if not person_ids:
        return set()
    where = {"person_id": {"$in": sorted(person_ids)}, "is_active": True}
    return {one.person_id for one in await change.find(Account, where) if one.person_id is not None}


async def new_link(change: Change, protocol: Protocol) -> GuestLink:
    """Return a link by which an official acknowledges what the protocol gives him."""
    days = setting(change.reference, ACKNOWLEDGEMENT_LINK, default=ACKNOWLEDGEMENT_LINK_DAYS)
    nonce = await change.new_id()
    return minted(
        change.vault, LinkPurpose.ACKNOWLEDGEMENT, protocol.id, nonce=nonce, now=change.now, days=days
    )
