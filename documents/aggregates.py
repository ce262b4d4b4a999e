"""THE list of what there is, a package a line; whatever goes over all aggregates is derived from their declarations here.

A new aggregate is a package with `documents/<package>/aggregate.py`, and a line in `PACKAGES`. Its order is that of the
generated docs.
"""

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType

from beanie import Document

from auth.policy.table import WITHHELD
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.kernel.machine import Machine
from documents.kernel.read.resource import Resource
from documents.kernel.read.visible_reference import Withholding, withholding_of
from documents.kernel.record import Record
from documents.kernel.write.events import EventRecord

PACKAGES = (
    "accounts",
    "applicants",
    "organizations",
    "sectors",
    "legal_acts",
    "center",
    "members",
    "files",
    "routing_rules",
    "directory",
    "cases",
    "statistics",
    "submissions",
    "incidents",
    "notes",
    "response_templates",
    "watching",
    "saved_filters",
    "imports",
    "intake",
    "meetings",
    "calendar_feeds",
    "conferences",
    "protocols",
    "assignments",
    "chains",
    "disclosures",
    "dispatching",
    "handover",
    "loading",
    "notifications",
    "jobs",
    "outbox",
    "installation",
    "idempotency",
    "budgets",
    "exports",
    "webhooks",
)

AGGREGATES: Mapping[str, Aggregate] = MappingProxyType(
    {name: import_module(f"documents.{name}.aggregate").AGGREGATE for name in PACKAGES}
)
"""Package → what it states of itself."""

RECORDS: tuple[type[Record], ...] = tuple(
    sorted(
        (EventRecord, *(record for one in AGGREGATES.values() for record in one.records)),
        key=lambda record: record.__name__,
    )
)
"""All kinds of documents: those marked so are kept in memory."""

STORED: tuple[type[Document], ...] = (
    *RECORDS,
    *(rows for one in AGGREGATES.values() for rows in one.bookkeeping),
)
"""Everything the store creates indexes for: the documents of the domain, and the rows of bookkeeping."""

TRANSIENT: frozenset[str] = frozenset(
    rows.Settings.name for one in AGGREGATES.values() for rows in one.transient
)
"""The collections whose rows no backup holds."""

RESOURCES: Mapping[str, Resource] = MappingProxyType(
    {resource.name: resource for one in AGGREGATES.values() for resource in one.resources}
)
"""Name, as the policy's table of withheld fields knows it → how such objects are read."""

OBJECT_TYPES: Mapping[str, ObjectType] = MappingProxyType(
    {shown.name: shown for one in AGGREGATES.values() for shown in one.object_types}
)
"""Name of a type that has a global id → its declaration."""

WITHHOLDING: Withholding = withholding_of(
    RECORDS,
    {
        resource.record.collection_name(): name
        for name, resource in RESOURCES.items()
        if resource.record.is_reference and name in WITHHELD
    },
)
"""Of which reference data the policy withholds something, and what leads to them."""

MACHINES: Mapping[str, Machine] = MappingProxyType(
    {title: machine for one in AGGREGATES.values() for title, machine in one.machines.items()}
)
"""Title in the docs → state machine."""

ENUMERATIONS: tuple[Enumeration, ...] = tuple(
    shown for one in AGGREGATES.values() for shown in one.enumerations
)

LOCK_ROWS: tuple[str, ...] = tuple(row for one in AGGREGATES.values() for row in one.lock_rows)
"""The rows that rules which span documents raise: of two at once that turn on the same one, one looks again."""

LOADABLE: Mapping[type[Record], str] = MappingProxyType(
    dict(
        sorted(
            (pair for one in AGGREGATES.values() for pair in one.loaded.items()),
            key=lambda pair: pair[0].__name__,
        )
    )
)
"""What the command line may store as it is → the words of its event."""

DECLARING = ("events", "operations", "jobs")
"""The modules, or packages of modules, in which an aggregate declares its events, operations and jobs."""


@cache
def load_operations() -> tuple[ModuleType, ...]:
    """Import every module that declares events, operations or jobs, so that all of them are known; the modules by name."""
    return tuple(import_module(name) for package in PACKAGES for name in sorted(_declaring(package)))


def _declaring(package: str) -> Iterator[str]:
    for part in DECLARING:
        name = f"documents.{package}.{part}"
        spec = find_spec(name)
        if spec is None:
            continue
        yield name
        for module in pkgutil.iter_modules(spec.submodule_search_locations or ()):
            yield f"{name}.{module.name}"
