"""Stored shapes of the directions and what orders them: sectors, topic groups, topics, settlements, streets, channels."""

from collections.abc import Mapping
from typing import ClassVar

from pymongo import IndexModel

from documents.kernel.read.paging import name_sort_value
from documents.kernel.record import Record
from documents.sectors.vocabulary import SHORT_STREETS


class Sector(Record):
    """One of the decree's directions а)–ж) (II.1.2); its id is its code."""

    code: str
    letter: str
    title: str
    clause: str

    is_reference: ClassVar[bool] = True

    class Settings:
        name = "sectors"
        indexes: ClassVar[list[IndexModel]] = []


class TopicGroup(Record):
    """A group of topics of the classifier."""

    title: str

    is_reference: ClassVar[bool] = True

    class Settings:
        name = "topic_groups"
        indexes: ClassVar[list[IndexModel]] = []


class Topic(Record):
    """What a case is about. A topic without a sector lies outside the decree's directions."""

    title: str
    group_id: str | None = None
    sector_id: str | None = None
    fast_track: bool = False
    fast_track_days: int | None = None
    default_recipient_id: str | None = None
    is_sensitive: bool = False
    is_active: bool = True
    sort_title: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    links: ClassVar[Mapping[str, tuple[str, str]]] = {"sector": ("sectors", "sector_id")}
    told: ClassVar[frozenset[str]] = frozenset(
        {
            "title",
            "group_id",
            "sector_id",
            "fast_track",
            "fast_track_days",
            "default_recipient_id",
            "is_sensitive",
            "is_active",
        }
    )
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_title", "is_demo"}
    )

    class Settings:
        name = "topics"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the sort value: the title, ё as е, case aside."""
        self.sort_title = name_sort_value(self.title, self.id)


class Settlement(Record):
    """A town or village of the municipality; `population` in persons."""

    title: str
    kind: str
    division: str | None = None
    population: int | None = None
    sort_title: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"title", "kind", "division", "population"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_title", "is_demo"}
    )

    class Settings:
        name = "settlements"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the sort value: the title, ё as е, case aside."""
        self.sort_title = name_sort_value(self.title, self.id)


class Street(Record):
    """A street of a settlement, or what stands for one in an address; `title` is what an address says: «ул. Кирова»."""

    settlement_id: str
    kind: str
    name: str
    title: str = ""
    sort_title: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    links: ClassVar[Mapping[str, tuple[str, str]]] = {"settlement": ("settlements", "settlement_id")}
    told: ClassVar[frozenset[str]] = frozenset({"settlement_id", "kind", "name"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "title", "sort_title", "is_demo"}
    )

    class Settings:
        name = "streets"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the title, and the sort value: the name, ё as е, case aside."""
        self.title = f"{SHORT_STREETS.get(self.kind, '')} {self.name}".strip()
        self.sort_title = name_sort_value(self.name, self.id)


class Channel(Record):
    """A way in which messages arrive, and the desk (POS, OFFICE, SOCIAL, PAGES) that keeps it."""

    code: str
    title: str
    kind: str
    desk: str
    policy_code: str | None = None
    is_active: bool = True

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"code", "title", "kind", "desk", "policy_code", "is_active"})

    class Settings:
        name = "channels"
        indexes: ClassVar[list[IndexModel]] = []
