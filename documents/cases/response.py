"""The stored shape of an answer to a case, in the making or sent."""

from datetime import datetime

from documents.kernel.record import EmbeddedDocument


class Response(EmbeddedDocument):
    """An answer in the making or sent: DRAFT, IN_REVIEW, RETURNED, APPROVED, SENT. `signals` are what was noticed when it
    was handed in; `signer_id` is who signs it officially."""

    no: int
    kind: str = "FINAL"
    text: str
    text_redacted: str = ""
    author_id: str
    from_organization_id: str | None = None
    status: str
    submitted_at: datetime | None = None
    reviewer_id: str | None = None
    return_reason: str | None = None
    return_reason_redacted: str | None = None
    return_criteria: list[str] = []
    approved_at: datetime | None = None
    sent_at: datetime | None = None
    sent_via: str | None = None
    signals: list[str] = []
    signer_id: str | None = None
