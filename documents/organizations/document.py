"""Stored shapes of organizations and people: organizations (recipients and partners) and persons."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from pymongo import IndexModel

from documents.kernel.read.paging import name_sort_value
from documents.kernel.record import Record


class Organization(Record):
    """An organization that answers (responsible recipient, I.2.3) or helps (partner); `parent_id` builds the tree.

    `work_email` is where a body without accounts gets the links by which it answers. `state` is ACTIVE, CLOSING (since
    `closing_since`: no new work) or CLOSED.
    """

    name: str
    short_name: str
    kind: str
    parent_id: str | None = None
    is_responsible_recipient: bool = False
    sector_ids: list[str] = []
    work_email: str | None = None
    state: str = "ACTIVE"
    closing_since: datetime | None = None
    sort_name: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    links: ClassVar[Mapping[str, tuple[str, str]]] = {"parent": ("organizations", "parent_id")}
    told: ClassVar[frozenset[str]] = frozenset(
        {
            "name",
            "short_name",
            "kind",
            "parent_id",
            "state",
            "is_responsible_recipient",
            "sector_ids",
            "closing_since",
        }
    )
    texts: ClassVar[frozenset[str]] = frozenset({"work_email"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_name", "is_demo"}
    )

    class Settings:
        name = "organizations"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the sort value: the short name, ё as е, case aside."""
        self.sort_name = name_sort_value(self.short_name, self.id)


class Person(Record):
    """An official with his work data; private data are never stored here."""

    full_name: str
    position: str | None = None
    organization_id: str | None = None
    work_phone: str | None = None
    work_email: str | None = None
    is_active: bool = True
    sort_name: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    links: ClassVar[Mapping[str, tuple[str, str]]] = {"organization": ("organizations", "organization_id")}
    acts: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"organization_id", "is_active"})
    texts: ClassVar[frozenset[str]] = frozenset({"full_name", "position", "work_phone", "work_email"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_name", "is_demo"}
    )

    class Settings:
        name = "persons"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the sort value: the full name, ё as е, case aside."""
        self.sort_name = name_sort_value(self.full_name, self.id)
