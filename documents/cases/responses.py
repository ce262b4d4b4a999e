"""The list of responses of a case: adding a draft for review, and deciding on the last one."""

from typing import Any

from documents.cases.document import Case, Response
from documents.kernel.write.changes import Change


def submitted(change: Change, case: Case, text: str, *, kind: str = "FINAL") -> list[dict[str, Any]]:
    """The responses with one more, under review; earlier ones stay as they were."""
    response = Response(
        no=len(case.responses) + 1,
        kind=kind,
        text=text,
        author_id=change.subject,
        status="IN_REVIEW",
        submitted_at=change.now,
    )
    return [*(one.model_dump() for one in case.responses), response.model_dump()]


def decided(case: Case, **sets: Any) -> list[dict[str, Any]]:
    """The responses with `sets` applied to the last one."""
    responses = [one.model_dump() for one in case.responses]
    responses[-1] |= sets
    return responses
