"""The draft of an answer: saved wording by wording, and handed in for review."""

from typing import Any

from auth.errors import Invalid, LimitReached
from documents.cases.document import Case
from documents.cases.remarks import DraftVersion
from documents.cases.responses import next_response_no, submitted
from documents.kernel.text.characters import is_blank
from documents.kernel.write.change import Change

MOST_VERSIONS = 50
"""Wordings kept on one case, handed in or not."""


def present_draft(case: Case) -> DraftVersion | None:
    """Return the wording that was saved last and not handed in; None where there is none."""
    last = case.drafts[-1] if case.drafts else None
    return last if last is not None and last.response_no is None else None


def with_draft(change: Change, case: Case, text: str) -> list[dict[str, Any]]:
    """Return the wordings with one more. Raises: INVALID (`nothing_to_change`), LIMIT_REACHED."""
    present = present_draft(case)
    if present is not None and present.text == text:
        raise Invalid("nothing_to_change")
    if len(case.drafts) >= MOST_VERSIONS:
        raise LimitReached("draftVersionsPerCase")
    saved = DraftVersion(text=text, saved_at=change.now, saved_by_id=change.subject)
    return [one.model_dump() for one in (*case.drafts, saved)]


def handed_in(change: Change, case: Case, text: str | None) -> dict[str, Any]:
    """Return what handing in writes: the answer under review, made of `text` or else of the draft, and the wordings that
    became it. Raises: INVALID (`required`) at `text` where there is neither."""
    present = present_draft(case)
    if text is None and present is not None:
        text = present.text
    if text is None or is_blank(text):
        raise Invalid("required", path="text")
    number = next_response_no(case.responses)
    drafts = [one.model_dump() for one in case.drafts]
    drafts = [one if one["response_no"] is not None else {**one, "response_no": number} for one in drafts]
    return {"responses": submitted(change, case, text), "drafts": drafts}
