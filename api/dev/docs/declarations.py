"""Everything that the documents declare, whatever was imported before: operations, machines, events by operation."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from auth.policy.table import FIELDS, HISTORIES, ITEMS
from documents.aggregates import MACHINES, load_operations
from documents.kernel.machine import Machine
from documents.kernel.names import camel
from documents.kernel.write.events import EventKind, event_kinds, followers
from documents.kernel.write.operation import NO_PERMISSION, Operation, operations
from schema.build import sdl

BROUGHT_ABOUT: Mapping[str, str] = {
    move.event: move.within
    for machine in MACHINES.values()
    for move in machine.moves
    if move.within is not None
}
"""Machine events that another operation brings about in its own transaction."""

OURS = "documents."
SAVING = frozenset({"save", "create", "touch"})
_REQUIRES = re.compile(r'@requires\(action: "([^"]+)"')


def declared_operations() -> list[Operation]:
    """Return the operations of the documents by name; those that a test declares for itself are none of them."""
    load_operations()
    return [one for _, one in sorted(operations().items()) if one.body.__module__.startswith(OURS)]


def declared_events() -> tuple[EventKind, ...]:
    """Return the kinds of events by name."""
    load_operations()
    return event_kinds()


def has_mutation(name: str) -> bool:
    """Return whether the schema has the operation as a mutation; callers do not reach the others."""
    return re.search(rf"^  {camel(name)}\(", _mutations(), re.MULTILINE) is not None


def is_served(machine: Machine, event: str) -> bool:
    """Return whether the event of a machine has its operation, or another one brings it about."""
    here = {one.name for one in declared_operations() if one.machine is machine}
    return event in here or BROUGHT_ABOUT.get(event) in {one.name for one in declared_operations()}


def actions_in_use() -> frozenset[str]:
    """Return codes of the permissions that some field, mutation, withheld field or item, or `history` asks for now."""
    mutations = [one for one in declared_operations() if has_mutation(one.name)]
    asked = {one.action.value for one in mutations}
    asked |= {one.read.value for one in mutations if one.read is not None}
    for lines in (FIELDS, ITEMS, HISTORIES):
        asked |= {line.action.value for line in lines}
    return frozenset(asked | set(_REQUIRES.findall(sdl()))) - {NO_PERMISSION}


def events_of(declared: Operation) -> tuple[str, ...]:
    """Return the events that an operation emits, in the order in which its source saves; those of functions it calls
    included, and of what follows its events."""
    own = tuple(dict.fromkeys(_emitted(declared.body, set())))
    brought = (event for name in own for one in followers(name) for event in _emitted(one, set()))
    return tuple(dict.fromkeys((*own, *brought)))


@cache
def _mutations() -> str:
    return sdl().partition("\ntype Mutation {")[2].partition("\n}\n")[0]


def _emitted(function: Any, seen: set[Any]) -> Iterator[str]:
    if function in seen:
        return
    seen.add(function)
    for step in _steps(function):
        if isinstance(step, str):
            yield step
        else:
            yield from _emitted(step, seen)


@cache
def _steps(function: FunctionType) -> tuple[str | FunctionType, ...]:
    """The events that a function saves and the functions of ours that it calls, in the order of its source."""
    names = {kind.name for kind in event_kinds()}
    found: list[str | FunctionType] = []
    for call in _calls(function):
        if isinstance(call.func, ast.Attribute) and call.func.attr in SAVING and len(call.args) > 1:
            found += (event for event in _told(call.args[1], function) if event in names)
        called = _value(call.func, function)
        if isinstance(called, FunctionType) and called.__module__.startswith(OURS):
            found.append(called)
    return tuple(found)


def _told(expression: ast.expr, function: FunctionType) -> Iterator[Any]:
    """What is saved as the event: one by its name, or any of a table that is looked into."""
    if isinstance(expression, ast.Subscript):
        table = _value(expression.value, function)
        if isinstance(table, Mapping):
            yield from table.values()
    else:
        yield _value(expression, function)


def _calls(function: FunctionType) -> list[ast.Call]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))


def _value(expression: ast.expr, function: FunctionType) -> Any:
    """What a name, an attribute of a module, or the body of another operation stands for in the function's module; None
    for anything else."""
    if isinstance(expression, ast.Name):
        return function.__globals__.get(expression.id)
    if isinstance(expression, ast.Attribute):
        owner = _value(expression.value, function)
        return getattr(owner, expression.attr, None) if isinstance(owner, ModuleType | Operation) else None
    return None
