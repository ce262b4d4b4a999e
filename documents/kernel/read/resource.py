"""What may be read, as a declaration: the action, the orders, what follows from what, and what belongs beside a row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.table import LOOKED_AT
from auth.principal import Principal
from documents.kernel.read.paging import Direction, Order
from documents.kernel.record import Record

Row = dict[str, Any]
Seen = Callable[[str, str | None], Mapping[str, Any] | None]
"""Collection and id → a row of the reference data as the viewer may see it; None for no id or nothing under it."""

StoredKeys = frozenset[str] | None
"""Stored keys that are read; None: all that there are."""

Finish = Callable[[Row, Principal], None]

MADE = frozenset({"id", "hidden_fields", "allowed_actions", "history"})
"""Fields that are made for the viewer from what is asked for anyhow, and stored nowhere."""


@dataclass(frozen=True)
class Derived:
    """A field that is computed, not stored: the stored keys it needs and a pure function of them and `now`."""

    needs: frozenset[str]
    compute: Callable[[Mapping[str, Any], datetime], Any]


@dataclass(frozen=True)
class Relation:
    """A field that holds another object: the reference collection and the key with its id (or ids, for a list)."""

    collection: str
    key: str
    many: bool = False


@dataclass(frozen=True)
class KeptWordings:
    """Texts whose earlier wordings the object keeps, so that its histories tell them as values: the fields to read with
    it, and what one of its texts (as the viewer reads it) was before and after the change of a moment; None where that
    is not known. The log itself holds no words."""

    fields: frozenset[str]
    told: Callable[[Row, str, datetime], tuple[str | None, str | None] | None]


@dataclass(frozen=True)
class Resource:
    """A kind of object that can be read. `name` is how the policy's table of withheld fields knows it."""

    name: str
    record: type[Record]
    read: Action
    orders: Mapping[str, str]
    default_order: tuple[str, Direction]
    derived: Mapping[str, Derived] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    #: Stored keys with the id of an object that is no reference data → the type that shows it.
    ids_of: Mapping[str, str] = field(default_factory=dict)
    #: Stored keys whose changes are told under another path than their own, or that of their relation; None where no
    #: field shows them, so that histories pass over them.
    paths: Mapping[str, str | None] = field(default_factory=dict)
    #: Stored keys that a field reads where they differ from its own name (`deadline` is told from five keys).
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: StoredKeys that rights and redaction need on every row; those that withheld fields turn on come by themselves.
    always: frozenset[str] = frozenset()
    #: The last word on a row before it leaves: the redacted text instead of the text, and the like.
    #: Made for the stored keys that fields were read from (None: all), so that no row is looked through for others.
    finisher: Callable[[StoredKeys], Finish] | None = None
    #: The fields that it has a word on; it is not asked where none of them is shown.
    finishes: frozenset[str] = frozenset()
    #: Fields with relations inside (a routing's organization): what is stored → what is shown of it.
    nested: Mapping[str, Callable[[Any, Seen], Any]] = field(default_factory=dict)
    #: Kinds of row that are read under an action of their own instead of `read`. Both must reach the same rows, but for
    #: a client that was registered for one of them only.
    reads: Mapping[str, Action] = field(default_factory=dict)
    #: Fields that hold files the object carries: what is shown of the field → the files in it, each with its `id`.
    carries: Mapping[str, Callable[[Any], Iterable[Row]]] = field(default_factory=dict)
    #: The texts of which histories tell the words; None where they tell of all texts only that they changed.
    wordings: KeptWordings | None = None
    #: Whether operations move such objects: then `allowed_actions` is a field of theirs.
    has_actions: bool = False

    def order(self, name: str | None, direction: Direction | None) -> Order:
        """Return the order by its public name; the default one where none is asked for. Raises: KeyError for a strange
        name."""
        if name is None:
            return Order(self.orders[self.default_order[0]], self.default_order[1])
        return Order(self.orders[name], direction or Direction.ASC)

    def with_wordings(self, fields: frozenset[str] | None) -> frozenset[str] | None:
        """Return the fields to read where `fields` are to be shown: with a history, the texts whose words it tells."""
        if fields is None or self.wordings is None or "history" not in fields:
            return fields
        return fields | self.wordings.fields

    def read_of(self, kind: str | None) -> Action:
        """Return the action under which a row of this kind is read."""
        return self.reads.get(kind, self.read) if kind is not None else self.read

    def stored(self, fields: frozenset[str] | None) -> frozenset[str] | None:
        """Return the stored keys to ask for, so that `fields` can be shown; None asks for the whole document."""
        if fields is None:
            return None
        keys: set[str] = {"_id", *self.always, *LOOKED_AT.get(self.name, ())}
        for name in fields:
            keys |= self._keys_of(name)
        return frozenset(keys)

    def _keys_of(self, name: str) -> frozenset[str]:
        if name in self.derived:
            return self.derived[name].needs
        if name in self.relations:
            return frozenset({self.relations[name].key})
        if name in MADE:
            return frozenset()
        return self.needs.get(name, frozenset({name}))
