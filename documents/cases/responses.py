"""The list of responses of a case: adding a draft for review, and deciding on the last one."""

from collections.abc import Sequence
from typing import Any

from documents.cases.document import Case, Response
from documents.kernel.write.change import Change


def next_response_no(responses: Sequence[Response]) -> int:
    """Return the number of the response to be added, from 1; numbers are never used again."""
    return max((response.no for response in responses), default=0) + 1


def submitted(change: Change, case: Case, text: str) -> list[dict[str, Any]]:
    """Return the responses with one more, under review; earlier ones stay as they were."""
    response = Response(
        no=next_response_no(case.responses),
        kind="FINAL",
        text=text,
        author_id=change.subject,
        status="IN_REVIEW",
        submitted_at=change.now,
    )
    return [*(one.model_dump() for one in case.responses), response.model_dump()]


def decided(case: Case, **sets: Any) -> list[dict[str, Any]]:
    """Return the responses with `sets` applied to the last one."""
    responses = [one.model_dump() for one in case.responses]
    responses[-1] |= sets
    return responses
