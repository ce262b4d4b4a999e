"""Rules of assignments: the machine of §5.2 of the domain, which report waits, and whose it is."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from documents.kernel.machine import Machine, move

Row = Mapping[str, Any]


class AssignmentStatus(StrEnum):
    """Where an assignment stands."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    IN_PROGRESS = "IN_PROGRESS"
    REPORTED = "REPORTED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


S = AssignmentStatus

MACHINE = Machine(
    "assignment",
    initial=S.DRAFT,
    moves=(
        # Begins inside a draft protocol and is issued when the signed protocol is dispatched (invariant 10).
        move("issue_assignment", (S.DRAFT,), S.ISSUED, within="dispatch_protocol"),
        move("acknowledge_assignment", (S.ISSUED,), S.ACKNOWLEDGED),
        move("start_assignment", (S.ACKNOWLEDGED,), S.IN_PROGRESS),
        move("report_assignment", (S.IN_PROGRESS,), S.REPORTED),
        move("accept_assignment_report", (S.REPORTED,), S.COMPLETED),
        move("return_assignment_report", (S.REPORTED,), S.IN_PROGRESS),
        # A report that waits for its verdict is not extended: it is returned first.
        move("extend_assignment", (S.ISSUED, S.ACKNOWLEDGED, S.IN_PROGRESS), None),
        # By a decision of a later protocol only, at its signature; a draft is simply taken out of its draft protocol.
        move(
            "cancel_assignment",
            (S.ISSUED, S.ACKNOWLEDGED, S.IN_PROGRESS, S.REPORTED),
            S.CANCELLED,
            within="sign_protocol",
        ),
    ),
    terminal=(S.COMPLETED, S.CANCELLED),
    labels={
        S.DRAFT: "Проект",
        S.ISSUED: "Направлено",
        S.ACKNOWLEDGED: "Принято к сведению",
        S.IN_PROGRESS: "Исполняется",
        S.REPORTED: "На проверке",
        S.COMPLETED: "Исполнено",
        S.CANCELLED: "Отменено",
    },
)


def next_report_no(reports: Sequence[Row]) -> int:
    """Return the number of the report to be added, from 1; numbers are never used again."""
    return max((report["no"] for report in reports), default=0) + 1


def waiting_report(assignment: Row) -> Row | None:
    """Return the last report while it has no verdict; None where nothing waits."""
    reports: Sequence[Row] = assignment["reports"]
    return reports[-1] if reports and reports[-1]["verdict"] is None else None


def is_own_report(assignment: Row, person_id: str) -> bool:
    """Return whether the waiting report is the person's own: written by him, or on what he answers for himself."""
    report = waiting_report(assignment)
    return report is not None and person_id in (report["by_id"], assignment["responsible_id"])
