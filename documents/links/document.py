"""The stored shape of a link, a part of the object that it opens."""

from datetime import datetime

from documents.kernel.record import EmbeddedDocument


class GuestLink(EmbeddedDocument):
    """One link: for what, the digest of its token and what the token is made from, and how it stands. `of_case_id` is the
    case merged into its object whose applicant has it; null for the applicant of the object itself."""

    purpose: str
    nonce: str
    digest: str
    minted_at: datetime
    ends_at: datetime
    of_case_id: str | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None
