"""The stored shape of a step by which a deadline was computed."""

from datetime import datetime

from documents.kernel.record import EmbeddedDocument


class DueStep(EmbeddedDocument):
    """One step of how a deadline was computed."""

    at: datetime
    rule: str
    note: str
