"""What the packages hold is what they declare: nothing is forgotten, named twice, or withheld without being shown."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import documents
import schema
from auth.actions import Action
from auth.policy.grammar import withheld
from documents.aggregates import (
    AGGREGATES,
    ENUMERATIONS,
    LOADABLE,
    LOCK_ROWS,
    MACHINES,
    OBJECT_TYPES,
    PACKAGES,
    RECORDS,
    RESOURCES,
    STORED,
    load_operations,
)
from documents.kernel.machine import Machine
from documents.kernel.read.history import EVENTS
from documents.kernel.read.resource import Resource
from documents.kernel.record import Record
from documents.kernel.write.events import event_kinds
from documents.kernel.write.operation import operations
from documents.loading.operations import LOADED
from schema import withholding
from schema.build import build_schema
from schema.graphs import MUTATIONS, NODES, QUERIES, joined


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Every module below a package."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)


def held(kind: type) -> list[Any]:
    """The module-level values of this class below the documents, each once."""
    found = {id(one): one for module in modules(documents) for one in vars(module).values()}
    return [one for one in found.values() if isinstance(one, kind)]


def test_a_package_that_declares_itself_is_on_the_list_and_the_other_way_round() -> None:
    folder = Path(documents.__path__[0])
    assert sorted(
        path.parent.name for path in folder.glob("*/aggregate.py") if path.parent.name != "kernel"
    ) == (sorted(PACKAGES))
    assert len(PACKAGES) == len(set(PACKAGES))


def test_every_record_resource_and_machine_is_declared() -> None:
    records = {
        one
        for module in modules(documents)
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, Record) and one is not Record
    }
    assert records == set(RECORDS)
    assert {one.name for one in held(Resource)} - {EVENTS.name} == set(RESOURCES)
    assert {one.name for one in held(Machine)} == {one.name for one in MACHINES.values()}


def test_nothing_is_declared_twice() -> None:
    for declared, several in (
        (RESOURCES, [one.resources for one in AGGREGATES.values()]),
        (OBJECT_TYPES, [one.object_types for one in AGGREGATES.values()]),
        (MACHINES, [one.machines for one in AGGREGATES.values()]),
        (LOADABLE, [one.loaded for one in AGGREGATES.values()]),
    ):
        assert len(declared) == sum(map(len, several))
    for names in (LOCK_ROWS, [one.name for one in ENUMERATIONS], [one.Settings.name for one in STORED]):
        assert len(names) == len(set(names))


def test_what_an_object_type_shows_is_a_resource_of_an_aggregate_and_what_is_loaded_a_record() -> None:
    assert all(one.resource is RESOURCES[one.resource.name] for one in OBJECT_TYPES.values())
    assert set(LOADABLE) <= set(RECORDS)
    assert {one.record for one in RESOURCES.values()} <= set(RECORDS)


def test_the_named_modules_declare_all_operations_and_events_there_are() -> None:
    loaded = {module.__name__ for module in load_operations()}
    known = [one for one in operations().values() if one.body.__module__.startswith("documents.")]
    told = {kind.name for kind in event_kinds()}
    for _ in modules(documents):
        pass  # importing a module declares what it declares
    assert [one.name for one in known if one.body.__module__ not in loaded] == []
    assert {kind.name for kind in event_kinds()} == told
    assert set(LOADED.values()) <= told


def test_every_class_of_root_fields_is_in_a_graph() -> None:
    found = {
        one
        for module in modules(schema)
        for one in vars(module).values()
        if inspect.isclass(one) and one.__name__.endswith(("Queries", "Mutations"))
    }
    assert found == {*QUERIES, *MUTATIONS}


def test_a_list_has_one_size_wherever_it_is_told() -> None:
    assert joined([{"items": 3}, {"items": 3, "reports": 2}]) == {"items": 3, "reports": 2}
    with pytest.raises(ValueError, match="items is 3 in one folder and 4 in another"):
        joined([{"items": 3}, {"items": 4}])


def test_a_field_that_is_withheld_becomes_nullable_and_its_type_says_what_is_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = (
        withheld("topic", "title", Action.AUDIT_READ),
        withheld("case", "location.street", Action.AUDIT_READ),
        withheld("case", "number", Action.AUDIT_READ, kinds={"INCIDENT"}),
    )
    by_resource = {
        one.resource: tuple(line for line in lines if line.resource == one.resource) for one in lines
    }
    monkeypatch.setattr(withholding, "WITHHELD", by_resource)
    before = list(_definition("Topic").fields)
    try:
        types: Any = build_schema()._schema.type_map
    finally:
        _definition("Topic").fields[:] = before
    assert str(types["Topic"].fields["title"].type) == "String"
    assert str(types["Topic"].fields["hiddenFields"].type) == "[String!]!"
    for name in ("Case", "Submission", "Message", "Appeal", "Incident"):
        assert str(types[name].fields["number"].type) == "String", name
        assert list(types[name].fields).count("hiddenFields") == 1
    assert "hiddenFields" not in types["Settlement"].fields
    assert str(types["Settlement"].fields["title"].type) == "String!"


def test_a_field_that_is_withheld_and_that_no_type_shows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for resource, path in (("meeting", "titel"), ("meeting", "agenda.titel"), ("mieting", "title")):
        line = withheld(resource, path, Action.AUDIT_READ)
        monkeypatch.setattr(withholding, "WITHHELD", {resource: (line,)})
        with pytest.raises(ValueError, match=f"{resource}.{path} is withheld, yet no type shows it"):
            build_schema()


def _definition(name: str) -> Any:
    node = next(one for one in NODES if one.__name__ == name)
    return vars(node)["__strawberry_definition__"]
