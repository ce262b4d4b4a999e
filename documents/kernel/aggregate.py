"""What an aggregate states of itself, once: the store, the schema, the docs and the tests derive their tables from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import EnumMeta
from typing import Any

from beanie import Document

from auth.actions import Action
from auth.texts.errors import Text
from documents.kernel.machine import Machine
from documents.kernel.read.resource import Resource
from documents.kernel.record import Record


@dataclass(frozen=True)
class Enumeration:
    """A class of codes as callers see it: its public name, its description, and the Russian term of each value.

    `otherwise` is the value that stands for stored ones which have none: rows are loaded by other hands, and outlive
    releases.
    """

    enum: EnumMeta
    name: str
    description: str
    terms: Mapping[Any, str]
    otherwise: str | None = None


@dataclass(frozen=True)
class ObjectType:
    """A type of objects with a global id, by its name in GraphQL, and how such objects are read.

    `noun` is what a sentence calls one of them. `permissions` are the first words of the permissions that are about
    them; those whose first word nobody names are about reference data. `read` is the permission to read them where the
    resource serves several types.
    """

    name: str
    resource: Resource
    noun: Text | None = None
    permissions: tuple[str, ...] = ()
    read: Action | None = None

    @property
    def read_action(self) -> Action:
        """The permission to read such objects."""
        return self.read or self.resource.read


@dataclass(frozen=True)
class Aggregate:
    """The declaration of one package of the documents. What it does not have it leaves out.

    Its operations and events need no line here: they are found in `operations` and `events` of the package.
    """

    #: Documents of the domain, in collections of their own.
    records: tuple[type[Record], ...] = ()
    #: Rows without history and events: the ledger writes them, one at a time.
    bookkeeping: tuple[type[Document], ...] = ()
    #: Of these, what is worth nothing later or elsewhere, such as sessions: no backup holds it.
    transient: tuple[type[Document], ...] = ()
    #: How its objects are read. Of several over one collection, the first tells their history.
    resources: tuple[Resource, ...] = ()
    object_types: tuple[ObjectType, ...] = ()
    #: Title in the docs → state machine.
    machines: Mapping[str, Machine] = field(default_factory=dict)
    enumerations: tuple[Enumeration, ...] = ()
    #: Rows that are raised by the rules which span documents, made before the first of them runs.
    lock_rows: tuple[str, ...] = ()
    #: What the command line may store as it is → the words of its event.
    loaded: Mapping[type[Record], str] = field(default_factory=dict)
