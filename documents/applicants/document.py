"""The stored shape of an applicant: who wrote, apart from the case."""

from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from documents.kernel.record import Record


class Applicant(Record):
    """Who wrote, apart from the case from the first day; the four values are sealed, and opened only by revealing."""

    case_id: str
    applicant_type: str = "CITIZEN"
    full_name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    is_demo: bool = False

    sealed: ClassVar[frozenset[str]] = frozenset({"full_name", "phone", "email", "address"})

    class Settings:
        name = "applicants"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("case_id", ASCENDING)], name="case")]
