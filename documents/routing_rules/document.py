"""The stored shape of a routing rule."""

from typing import ClassVar

from pymongo import IndexModel

from documents.kernel.record import Record


class RoutingRule(Record):
    """To whom a case goes that fits all conditions; an empty condition asks nothing. `rank` counts from 1, the first first.

    `words` are words and phrases, one of which the case must have. `hours` is WORKING, OUTSIDE or null.
    """

    title: str
    topic_ids: list[str] = []
    sector_ids: list[str] = []
    settlement_ids: list[str] = []
    channel_ids: list[str] = []
    regimes: list[str] = []
    importances: list[str] = []
    words: list[str] = []
    hours: str | None = None
    recipient_id: str
    assignee_id: str | None = None
    reason: str
    is_active: bool = True
    rank: int
    sort_rank: str = ""
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset(
        {
            "title",
            "topic_ids",
            "sector_ids",
            "settlement_ids",
            "channel_ids",
            "regimes",
            "importances",
            "hours",
            "recipient_id",
            "assignee_id",
            "is_active",
            "rank",
        }
    )
    texts: ClassVar[frozenset[str]] = frozenset({"words", "reason"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_rank", "is_demo"}
    )

    class Settings:
        name = "routing_rules"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill the rank as text that sorts like the number; of two at one rank the older id comes first."""
        self.sort_rank = f"{self.rank:06d}|{self.id}"
