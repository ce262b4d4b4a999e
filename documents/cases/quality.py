"""The quality of an answer, as people judge it: the criteria, the stored shape of a check, and whose answer is whose
(II.2.1/3).

An answer is checked by its reviewer before it goes out, and by whoever looks after quality when it has gone; of several
checks of one answer the last counts.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from documents.cases.reviewing import answer_no
from documents.kernel.record import EmbeddedDocument

Row = Mapping[str, Any]

MOST_CHECKS = 20
"""Checks kept on one case."""

CHECKED = ("IN_REVIEW", "APPROVED", "SENT")
"""Where an answer stands that can be checked."""


class QualityCriterion(StrEnum):
    """What an answer is checked for."""

    ON_SUBSTANCE = "ON_SUBSTANCE"
    EVIDENCE_ATTACHED = "EVIDENCE_ATTACHED"
    PLAIN_LANGUAGE = "PLAIN_LANGUAGE"
    NO_THIRD_PARTY_DATA = "NO_THIRD_PARTY_DATA"
    TERM_NAMED = "TERM_NAMED"
    POLITE = "POLITE"


class QualityVerdict(StrEnum):
    """What a check comes to."""

    PASSED = "PASSED"
    REMARKS = "REMARKS"
    FAILED = "FAILED"


CRITERIA: Mapping[QualityCriterion, str] = {
    QualityCriterion.ON_SUBSTANCE: "Ответ по существу: на все вопросы",
    QualityCriterion.EVIDENCE_ATTACHED: "Приложено подтверждение",
    QualityCriterion.PLAIN_LANGUAGE: "Понятный язык, без неразъяснённых терминов",
    QualityCriterion.NO_THIRD_PARTY_DATA: "Нет персональных данных третьих лиц",
    QualityCriterion.TERM_NAMED: "Названы срок и ответственный",
    QualityCriterion.POLITE: "Вежливый тон",
}

VERDICTS: Mapping[QualityVerdict, str] = {
    QualityVerdict.PASSED: "Соответствует",
    QualityVerdict.REMARKS: "Есть замечания",
    QualityVerdict.FAILED: "Не соответствует",
}
"""The values in Russian."""


class CriterionResult(EmbeddedDocument):
    """Whether an answer meets one criterion."""

    criterion: str
    is_met: bool


class QualityCheck(EmbeddedDocument):
    """What somebody found of one answer, never altered: `answer_no` is the number of the response, `is_before_sending`
    whether it was still under review."""

    answer_no: int
    is_before_sending: bool
    criteria: list[CriterionResult]
    verdict: str
    comment: str | None = None
    comment_redacted: str | None = None
    at: datetime
    by_id: str


def checked_answer(responses: Sequence[Row]) -> Row | None:
    """Return the answer that can be checked now, handed in or sent; None where the last one is neither."""
    number = answer_no(responses)
    return next((one for one in responses if one["no"] == number and one["status"] in CHECKED), None)


def is_checked_by(checks: Sequence[Row], answer: Row, person_id: str) -> bool:
    """Return whether this person has checked the answer as it stands now, under review or sent."""
    is_before = answer["status"] != "SENT"
    return any(
        (one["answer_no"], one["is_before_sending"], one["by_id"]) == (answer["no"], is_before, person_id)
        for one in checks
    )
