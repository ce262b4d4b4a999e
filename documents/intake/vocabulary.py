"""The words of intake: what came of a record, which names of other systems have to be found in ours, and what differs."""

from collections.abc import Mapping
from enum import StrEnum


class IntakeOutcome(StrEnum):
    """What came of one record of another system."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    CONFLICT = "CONFLICT"
    REJECTED = "REJECTED"


class UnmatchedReferenceKind(StrEnum):
    """What a name of another system is to be here."""

    TOPIC = "TOPIC"
    DEPARTMENT = "DEPARTMENT"
    EXECUTOR = "EXECUTOR"
    SETTLEMENT = "SETTLEMENT"
    STATE = "STATE"


LABELS: Mapping[UnmatchedReferenceKind, str] = {
    UnmatchedReferenceKind.TOPIC: "Тема",
    UnmatchedReferenceKind.DEPARTMENT: "Отдел",
    UnmatchedReferenceKind.EXECUTOR: "Исполнитель",
    UnmatchedReferenceKind.SETTLEMENT: "Населённый пункт",
    UnmatchedReferenceKind.STATE: "Состояние",
}
"""The kinds of names in Russian, as other systems title them."""

COLLECTIONS: Mapping[UnmatchedReferenceKind, str] = {
    UnmatchedReferenceKind.TOPIC: "topics",
    UnmatchedReferenceKind.DEPARTMENT: "organizations",
    UnmatchedReferenceKind.EXECUTOR: "persons",
    UnmatchedReferenceKind.SETTLEMENT: "settlements",
}
"""Kind of a name → what it stands for here; a state stands for a status."""

CASE_FIELDS: Mapping[UnmatchedReferenceKind, str] = {
    UnmatchedReferenceKind.TOPIC: "topic_id",
    UnmatchedReferenceKind.SETTLEMENT: "settlement_id",
}
"""Kind of a name → the field of a case that it decides. Whom a case is sent to is decided here."""


class IntakeField(StrEnum):
    """A field of which a record that comes again may say something else than the case holds."""

    EXTERNAL_DUE_AT = "EXTERNAL_DUE_AT"
    TOPIC = "TOPIC"
    SETTLEMENT = "SETTLEMENT"
    LOCATION = "LOCATION"
    IS_ACTIONABLE = "IS_ACTIONABLE"
    RECEIVED_AT = "RECEIVED_AT"
    TEXT = "TEXT"


FIELD_LABELS: Mapping[IntakeField, str] = {
    IntakeField.EXTERNAL_DUE_AT: "Срок внешней системы",
    IntakeField.TOPIC: "Тема",
    IntakeField.SETTLEMENT: "Населённый пункт",
    IntakeField.LOCATION: "Место",
    IntakeField.IS_ACTIONABLE: "Решаемый",
    IntakeField.RECEIVED_AT: "Время поступления",
    IntakeField.TEXT: "Текст",
}

STORED_AS: Mapping[IntakeField, str] = {
    IntakeField.EXTERNAL_DUE_AT: "external_due_at",
    IntakeField.TOPIC: "topic_id",
    IntakeField.SETTLEMENT: "settlement_id",
    IntakeField.LOCATION: "location",
    IntakeField.IS_ACTIONABLE: "is_actionable",
    IntakeField.RECEIVED_AT: "received_at",
    IntakeField.TEXT: "text",
}
"""Field → its name in the table of what is compared (`comparing.py`)."""

FIELD_OF: Mapping[str, IntakeField] = {name: one for one, name in STORED_AS.items()}


class IntakeDecision(StrEnum):
    """How a difference ended: as the other system says, as the case holds, or by itself."""

    THEIRS = "THEIRS"
    OURS = "OURS"
    LAPSED = "LAPSED"


DECISION_LABELS: Mapping[IntakeDecision, str] = {
    IntakeDecision.THEIRS: "Приняты сведения внешней системы",
    IntakeDecision.OURS: "Оставлены наши сведения",
    IntakeDecision.LAPSED: "Расхождения больше нет",
}
