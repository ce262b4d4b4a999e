"""The stored shape of a template of answers, and whose it is."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pymongo import IndexModel

from documents.kernel.record import Record
from documents.kernel.text.matching import name_key


class ResponseTemplate(Record):
    """The words of an answer with places in double braces. It belongs to an organization, to a channel, or to all."""

    title: str
    text: str
    organization_id: str | None = None
    channel_id: str | None = None
    is_active: bool = True
    sort_title: str = ""
    access_keys: list[str] = []
    is_demo: bool = False

    is_reference: ClassVar[bool] = True
    told: ClassVar[frozenset[str]] = frozenset({"title", "organization_id", "channel_id", "is_active"})
    texts: ClassVar[frozenset[str]] = frozenset({"text"})
    untold: ClassVar[frozenset[str]] = frozenset(
        {"revision", "updated_at", "access_keys", "sort_title", "is_demo"}
    )

    class Settings:
        name = "response_templates"
        indexes: ClassVar[list[IndexModel]] = []

    def derive(self) -> None:
        """Fill who may change it, and the title in the form in which titles are sorted."""
        self.access_keys = owner_keys(vars(self))
        self.sort_title = f"{name_key(self.title)}|{self.id}"


def owner_keys(fields: Mapping[str, Any]) -> list[str]:
    """Return the access keys of whose template it is; none for one of all."""
    owners = (("org", fields.get("organization_id")), ("channel", fields.get("channel_id")))
    return [f"{word}:{owner}" for word, owner in owners if owner is not None]
