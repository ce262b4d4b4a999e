"""How satisfied the applicant is with an answer: the stored shape of a rating, and the words and bounds of it (II.2.1/4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from documents.kernel.record import EmbeddedDocument

Row = Mapping[str, Any]

LEAST_SCORE, GREATEST_SCORE = 1, 5
LOW_SCORE = 2
"""With a comment, so low a score is looked into."""

LOW_RATING = "LOW_RATING"
"""What of a case is looked into: that its answer was rated low, with a comment."""


class SatisfactionSource(StrEnum):
    """How a rating came."""

    LINK = "LINK"
    PHONE = "PHONE"
    RECIPIENT = "RECIPIENT"


LABELS: Mapping[SatisfactionSource, str] = {
    SatisfactionSource.LINK: "По ссылке из ответа",
    SatisfactionSource.PHONE: "Со слов заявителя",
    SatisfactionSource.RECIPIENT: "Со слов заявителя, записал орган, давший ответ",
}
"""The values in Russian."""

SCORES: Mapping[int, str] = {
    1: "полностью не удовлетворён",
    2: "скорее не удовлетворён",
    3: "удовлетворён частично",
    4: "скорее удовлетворён",
    5: "полностью удовлетворён",
}
"""What each score says (§3 of the domain)."""


class SatisfactionRating(EmbeddedDocument):
    """What an applicant said of one answer, never altered: `answer_no` is the number of the response. Who recorded it is
    null where a link was followed. `of_case_id` is the merged case whose applicant said so; null for the case's own."""

    answer_no: int
    of_case_id: str | None = None
    score: int
    solved: bool
    comment: str | None = None
    comment_redacted: str | None = None
    source: str
    at: datetime
    by_id: str | None = None


def is_rated(
    ratings: Sequence[Row], answer_no: int, of_case_id: str | None = None, *, or_by_body: bool = False
) -> bool:
    """Return whether the answer of this number was rated by an applicant: that of the case itself, or of one that was merged
    into it. What the answering body recorded takes the word from nobody; `or_by_body` counts it as well."""
    return any(
        # Not stored on ratings of before merged applicants were asked.
        (one["answer_no"], one.get("of_case_id")) == (answer_no, of_case_id)
        and (or_by_body or one.get("source") != SatisfactionSource.RECIPIENT)
        for one in ratings
    )


def is_low(score: int, comment: str | None) -> bool:
    """Return whether a rating is looked into: a low score that says why."""
    return score <= LOW_SCORE and bool(comment)
