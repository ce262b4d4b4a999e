"""The list of responses of a case: drafts for review, the decision on the last one, and what goes out without review."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.cases.document import Case, Response
from documents.cases.quality_signals import signals_of
from documents.cases.reviewing import last_reviewed
from documents.cases.vocabulary import ResponseKind
from documents.kernel.write.change import Change

PENDING = frozenset({"IN_REVIEW", "APPROVED"})
"""Where a draft stands that waits for somebody: under review, or approved and not sent yet."""


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
        signals=signals_of(change.reference, case, text),
    )
    return [*(one.model_dump() for one in case.responses), response.model_dump()]


def answered_at_once(change: Change, case: Case, text: str) -> list[dict[str, Any]]:
    """Return the responses with the final one that was given without a draft, and went out at once by the channel of the
    case."""
    *earlier, answer = submitted(change, case, text)
    sent = {
        "status": "SENT",
        "sent_at": change.now,
        "sent_via": case.channel_id,
        "signer_id": change.subject,
    }
    return [*earlier, {**answer, **sent}]


def decided(case: Case, **sets: Any) -> list[dict[str, Any]]:
    """Return the responses with `sets` applied to the last one that goes through review."""
    responses = [one.model_dump() for one in case.responses]
    reviewed = last_reviewed(responses)
    assert reviewed is not None, "there is a draft to decide on"
    reviewed |= sets
    return responses


def noticed(
    change: Change, case: Case, kind: str, text: str, responses: Sequence[Mapping[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Return the responses with one more that goes out at once, by the channel of the case: an intermediate answer, or a
    notice. `responses` are those to add it to, where they are not the stored ones."""
    kept = [one.model_dump() for one in case.responses] if responses is None else list(map(dict, responses))
    notice = Response(
        no=next_response_no(case.responses),
        kind=kind,
        text=text,
        author_id=change.subject,
        status="SENT",
        submitted_at=change.now,
        sent_at=change.now,
        sent_via=case.channel_id,
        signer_id=change.subject,
    )
    return [*kept, notice.model_dump()]


def laid_aside(change: Change, case: Case, reason: str | None) -> list[dict[str, Any]]:
    """Return the responses with the drafts that wait for somebody given back: what is put off is answered anew."""
    responses = without_proposal(change, case, reason)
    draft = last_reviewed(responses)
    if draft is not None and draft["status"] in PENDING:
        draft |= {"status": "RETURNED", "reviewer_id": change.subject, "return_reason": reason}
    return responses


def proposed(change: Change, case: Case, text: str) -> list[dict[str, Any]]:
    """Return the responses with the draft of an intermediate answer, in the place of one that was proposed before."""
    draft = Response(
        no=next_response_no(case.responses),
        kind=ResponseKind.INTERMEDIATE.value,
        text=text,
        author_id=change.subject,
        status="DRAFT",
    )
    return [*without_proposal(change, case, None), draft.model_dump()]


def proposed_text(case: Case) -> str:
    """Return the text of the intermediate answer that was proposed last. Raises: StopIteration where there is none."""
    return next(one.text for one in reversed(case.responses) if _is_proposed(one.kind, one.status))


def with_proposal_sent(change: Change, case: Case, reason: str | None) -> list[dict[str, Any]]:
    """Return the responses with the proposed intermediate answer sent, and the draft under review given back."""
    sent = {
        "status": "SENT",
        "reviewer_id": change.subject,
        "submitted_at": change.now,
        "sent_at": change.now,
        "sent_via": case.channel_id,
        "signer_id": change.subject,
        "return_reason": None,
    }
    return [
        {**row, **(sent if _is_proposed(one.kind, one.status) else {})}
        for one, row in zip(case.responses, laid_aside(change, case, reason), strict=True)
    ]


def without_proposal(change: Change, case: Case, reason: str | None) -> list[dict[str, Any]]:
    """Return the responses with a proposed intermediate answer given back: it is declined, or another one stands for it."""
    given_back = {"status": "RETURNED", "reviewer_id": change.subject, "return_reason": reason}
    return [
        {**one.model_dump(), **(given_back if _is_proposed(one.kind, one.status) else {})}
        for one in case.responses
    ]


def _is_proposed(kind: str, status: str) -> bool:
    return kind == ResponseKind.INTERMEDIATE and status == "DRAFT"
