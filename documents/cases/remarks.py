"""What officials keep on a case beside the matter itself: notes, links to other cases, and wordings that were replaced."""

from datetime import datetime

from documents.kernel.record import EmbeddedDocument


class CaseNote(EmbeddedDocument):
    """A note: EVERYONE who works on the case reads it, or the CENTER alone. `edited_at` is null until it is reworded."""

    id: str
    text: str
    text_redacted: str | None = None
    audience: str
    author_id: str
    at: datetime
    edited_at: datetime | None = None


class EarlierWording(EmbeddedDocument):
    """A wording that was replaced: of the SUMMARY, or of a NOTE, whose id and audience it then bears."""

    of: str
    note_id: str | None = None
    audience: str | None = None
    text: str
    text_redacted: str | None = None
    replaced_at: datetime
    replaced_by_id: str


class DraftVersion(EmbeddedDocument):
    """A wording of the draft of an answer; the last one that was not handed in is the draft. `response_no` is the answer
    that it was handed in as, null until then."""

    text: str
    text_redacted: str | None = None
    saved_at: datetime
    saved_by_id: str
    response_no: int | None = None


class CaseLink(EmbeddedDocument):
    """A link to another case, which bears the same one back."""

    case_id: str
    at: datetime
    by_id: str
