"""What every stored document has in common, and the list of the kinds of documents there are."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from beanie import Document
from pydantic import BaseModel, ConfigDict

from documents.kernel.calendar import FAR

__all__ = ["FAR", "EmbeddedDocument", "Record"]


SNAPSHOT = "row snapshot"
"""Where a document keeps the row that it was dumped to; no field can have this name."""


class EmbeddedDocument(BaseModel):
    """A piece of a document that has no life of its own; unknown keys are refused, so that nothing is lost in silence."""

    model_config = ConfigDict(extra="forbid")


class Record(Document):
    """A document with a string id and a revision of our own, counted by the kernel.

    `derive()` is called by the kernel at every write: it fills what is stored only to be found by (access keys, sort
    values, moments of being overdue), so that no operation can forget it.
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=False)

    # Beanie reads attributes through code of its own, for documents whose values it parses late; none of ours are.
    __getattribute__ = object.__getattribute__
    if not TYPE_CHECKING:
        # Nor does one of ours ask for a collection as it is made: reading a case costs a quarter less so.
        __init__ = BaseModel.__init__

    id: str  # type: ignore[assignment]  # Beanie expects an ObjectId; ours are strings from the first day
    revision: int = 1
    updated_at: datetime

    #: Read into memory as a whole, one copy a process; a change raises the reference version.
    is_reference: ClassVar[bool] = False
    #: Of reference data: a name under which a kept row holds another kept one → its collection and the key with its id.
    links: ClassVar[Mapping[str, tuple[str, str]]] = MappingProxyType({})
    #: Of reference data: whether its rows are those who act, whom events name.
    acts: ClassVar[bool] = False
    #: Not in memory, but principals follow from it (accounts): a change raises the reference version as well.
    raises_version: ClassVar[bool] = False
    #: Whether lists of such documents are filtered by the actions that wait for the viewer.
    is_listed_by_action: ClassVar[bool] = False
    #: Fields whose values before and after are kept in the event log: whatever is no text.
    told: ClassVar[frozenset[str]] = frozenset()
    #: Texts, names, and parts that hold some: the event log only names them.
    texts: ClassVar[frozenset[str]] = frozenset()
    #: Fields that are stored sealed under a key of personal data; `reseal` finds them by this.
    sealed: ClassVar[frozenset[str]] = frozenset()
    #: Fields that hold a hash of a secret: a sign-in may make it anew without telling of a change.
    hashes: ClassVar[frozenset[str]] = frozenset()
    #: Fields that are noted in passing, without a change: when something was last used.
    noted: ClassVar[frozenset[str]] = frozenset()
    #: Fields that follow from others: never told as changes.
    untold: ClassVar[frozenset[str]] = frozenset({"revision", "updated_at", "access_keys"})

    @classmethod
    def collection_name(cls) -> str:
        """Name of the collection that keeps this kind of document."""
        return str(cls.Settings.name)

    @classmethod
    def type_name(cls, row: Mapping[str, Any]) -> str:
        """Return the name of the GraphQL type that shows this row; kinds kept in one collection differ by row."""
        return cls.__name__

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the document that a stored row holds. Raises pydantic's ValidationError for a row of another shape."""
        kept = dict(row)
        kept.pop("revision_id", None)
        record: Self = cls.model_validate(kept)
        return record

    def to_row(self) -> dict[str, Any]:
        """Return the row to store: plain values, `_id` for the id. It is made once, and again after a field was set: all
        that a step asks of a document looks at the same row, so nobody may change it."""
        row: dict[str, Any] | None = self.__dict__.get(SNAPSHOT)
        if row is None:
            row = self.model_dump(by_alias=False, exclude={"revision_id"})
            row["_id"] = row.pop("id")
            self.__dict__[SNAPSHOT] = row
        return row

    def replaced(self, sets: Mapping[str, Any]) -> Self:
        """Return the document with these fields set, each checked; what is not set is shared with this one.

        Raises pydantic's ValidationError for a value of another shape or a field that there is none of.
        """
        after: Self = self.model_copy()
        after.__dict__.pop(SNAPSHOT, None)
        for name, value in sets.items():
            self.__pydantic_validator__.validate_assignment(after, name, value)
        return after

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a field; the row that was made before tells of it no more."""
        if name not in type(self).__pydantic_fields__:
            super().__setattr__(name, value)
            return
        # What pydantic does where nothing is validated at assignment, without asking how for each of forty fields.
        own = self.__dict__
        own[name] = value
        if SNAPSHOT in own:
            del own[SNAPSHOT]

    def keys(self) -> list[str]:
        """Return the access keys of this document; empty for documents whose reading depends on no key."""
        return list(getattr(self, "access_keys", ()))

    def reckon(self, reference: Any) -> None:
        """Fill what follows from this change, its moment and the reference data (a snapshot); the kernel calls it once
        for every change, before `derive`."""

    def derive(self) -> None:
        """Fill what follows from the other fields; the kernel calls it before every write."""

    def characters(self) -> int:
        """Return how many characters of free text `derive` works on; 0 where it is quickly done."""
        return 0
