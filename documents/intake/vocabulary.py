"""The words of intake: what came of a record, and which names of other systems have to be found in ours."""

from collections.abc import Mapping
from enum import StrEnum


class IntakeOutcome(StrEnum):
    """What came of one record of another system."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    CONFLICT = "CONFLICT"
    REJECTED = "REJECTED"


class ReferenceKind(StrEnum):
    """What a name of another system is to be here."""

    TOPIC = "TOPIC"
    DEPARTMENT = "DEPARTMENT"
    EXECUTOR = "EXECUTOR"
    SETTLEMENT = "SETTLEMENT"


LABELS: Mapping[ReferenceKind, str] = {
    ReferenceKind.TOPIC: "Тема",
    ReferenceKind.DEPARTMENT: "Отдел",
    ReferenceKind.EXECUTOR: "Исполнитель",
    ReferenceKind.SETTLEMENT: "Населённый пункт",
}
"""The kinds of names in Russian, as other systems title them."""

COLLECTIONS: Mapping[ReferenceKind, str] = {
    ReferenceKind.TOPIC: "topics",
    ReferenceKind.DEPARTMENT: "organizations",
    ReferenceKind.EXECUTOR: "persons",
    ReferenceKind.SETTLEMENT: "settlements",
}
"""Kind of a name → what it stands for here."""

CASE_FIELDS: Mapping[ReferenceKind, str] = {
    ReferenceKind.TOPIC: "topic_id",
    ReferenceKind.SETTLEMENT: "settlement_id",
}
"""Kind of a name → the field of a case that it decides. Whom a case is sent to is decided here."""
