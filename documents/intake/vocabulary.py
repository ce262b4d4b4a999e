"""The words of intake: what came of a record, and which names of other systems have to be found in ours."""

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
