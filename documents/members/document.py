"""Stored shapes of appointments: memberships and the curator's absences."""

from datetime import datetime
from typing import ClassVar

from pydantic import field_validator
from pymongo import IndexModel

from auth.roles import Role
from documents.kernel.read.paging import sort_value
from documents.kernel.record import Record


class Membership(Record):
    """A role held by a person over a half-open period [valid_from, valid_to), from a legal act where the decree asks.

    Never overwritten but for its end. `substitutes_id` is the membership whose holder is stood in for; such a one
    always has an end. One called off before it began has an empty period.
    """

    person_id: str
    role: str
    sector_ids: list[str] = []
    organization_id: str | None = None
    system: str | None = None
    legal_act_id: str | None = None
    valid_from: datetime
    valid_to: datetime | None = None
    substitutes_id: str | None = None
    recorded_by_id: str | None = None
    ended_by_id: str | None = None
    ended_legal_act_id: str | None = None
    sort_from: str = ""
    is_demo: bool = False

    @field_validator("role")
    @classmethod
    def _is_a_role(cls, value: str) -> str:
        return Role(value).value

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {"person_id", "role", "sector_ids", "organization_id", "valid_from", "valid_to", "substitutes_id"}
        | {"system", "legal_act_id", "recorded_by_id", "ended_by_id", "ended_legal_act_id"}
    )
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_from", "is_demo"}
    )

    class Settings:
        name = "memberships"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the sort value: since when."""
        self.sort_from = sort_value(self.valid_from, self.id)


class CuratorAbsence(Record):
    """A period [starts_at, ends_at) in which the head stands in for the curator (III.2/2); `ended_at` cuts it short."""

    curator_id: str
    starts_at: datetime
    ends_at: datetime | None = None
    reason: str
    legal_act_id: str | None = None
    recorded_by_id: str
    ended_at: datetime | None = None
    ended_by_id: str | None = None
    ended_legal_act_id: str | None = None
    sort_starts: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {"starts_at", "ends_at", "ended_at", "curator_id", "legal_act_id", "recorded_by_id", "ended_by_id"}
        | {"ended_legal_act_id"}
    )
    texts: ClassVar[frozenset[str]] = frozenset({"reason"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_starts", "is_demo"}
    )

    class Settings:
        name = "absences"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill what is derived: an absence is its curator's own, whoever recorded it; sorted by its beginning."""
        self.access_keys = [f"person:{self.curator_id}"]
        self.sort_starts = sort_value(self.starts_at, self.id)
