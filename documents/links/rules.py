"""Rules of links: a token is made from a key of the installation, so that it can be told again and is stored nowhere."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from auth.crypto.sealing import Vault
from auth.crypto.tokens import refresh_digest
from documents.links.document import GuestLink

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""What a token looks like: 256 bits."""


class LinkPurpose(StrEnum):
    """For what a link opens its object."""

    SATISFACTION = "SATISFACTION"
    RECIPIENT = "RECIPIENT"
    CALENDAR = "CALENDAR"
    ACKNOWLEDGEMENT = "ACKNOWLEDGEMENT"


def token_of(vault: Vault, purpose: LinkPurpose, object_id: str, nonce: str) -> str:
    """Return the token of a link, the same one each time as long as the key stays."""
    return vault.mark(f"link {purpose}", f"{object_id}\n{nonce}")


def minted(
    vault: Vault,
    purpose: LinkPurpose,
    object_id: str,
    *,
    nonce: str,
    now: datetime,
    days: int,
    of_case_id: str | None = None,
) -> GuestLink:
    """Return a new link that ends after so many days; `nonce` is used for no other link of the object."""
    return GuestLink(
        purpose=purpose.value,
        nonce=nonce,
        digest=refresh_digest(token_of(vault, purpose, object_id, nonce)),
        minted_at=now,
        ends_at=now + timedelta(days=days),
        of_case_id=of_case_id,
    )


def told_token(vault: Vault, object_id: str, link: GuestLink) -> str | None:
    """Return the token of a link that was minted before; None where it was made with another key."""
    token = token_of(vault, LinkPurpose(link.purpose), object_id, link.nonce)
    return token if refresh_digest(token) == link.digest else None


def open_link(
    links: Sequence[GuestLink], purpose: LinkPurpose, now: datetime, of_case_id: str | None = None
) -> GuestLink | None:
    """Return the link of a purpose, and of an applicant, that can be followed now; None where there is none."""
    return next((one for one in reversed(links) if _opens(one, purpose, now, of_case_id)), None)


def link_by(links: Sequence[GuestLink], purpose: LinkPurpose, digest: str) -> GuestLink | None:
    """Return the link of a purpose whose token has this digest, open or not; None where there is none."""
    return next((one for one in links if one.purpose == purpose and one.digest == digest), None)


def is_readable(link: GuestLink, now: datetime) -> bool:
    """Return whether whoever has the link may still look: it has not ended, and nobody revoked it."""
    return link.revoked_at is None and now < link.ends_at


def used(
    links: Sequence[GuestLink], purpose: LinkPurpose, now: datetime, of_case_id: str | None = None
) -> list[GuestLink]:
    """Return the links with the open one of a purpose, and of an applicant, used up: what it was for has been done."""
    return [
        one.model_copy(update={"used_at": now}) if _opens(one, purpose, now, of_case_id) else one
        for one in links
    ]


def revoked(links: Sequence[GuestLink], purpose: LinkPurpose, now: datetime) -> list[GuestLink]:
    """Return the links with those of a purpose revoked: they open nothing any more."""
    return [
        one.model_copy(update={"revoked_at": now})
        if one.purpose == purpose and one.revoked_at is None
        else one
        for one in links
    ]


def _opens(link: GuestLink, purpose: LinkPurpose, now: datetime, of_case_id: str | None) -> bool:
    is_theirs = (link.purpose, link.of_case_id) == (purpose, of_case_id)
    return is_theirs and link.used_at is None and is_readable(link, now)
