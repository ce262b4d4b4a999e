"""THE policy: every rule on who may do what, and all that is withheld of what may be read. What no rule allows is denied.

Its lines stand in the modules of `rules/`: whatever module is there is a part of the policy, none is listed.
"""

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TypeVar

from auth.actions import Action
from auth.policy import rules
from auth.policy.grammar import AFTER, BEFORE, BOTH, History, Items, Line, Moment, Note, Rule, WithheldField
from auth.roles import Role

__all__ = [
    "AFTER",
    "BEFORE",
    "BOTH",
    "BY_ROLE",
    "FIELDS",
    "HISTORIES",
    "HISTORY_OF",
    "ITEMS",
    "ITEMS_OF",
    "LOOKED_AT",
    "NOTES",
    "RULES",
    "SEARCHED",
    "WITHHELD",
    "Moment",
    "Rule",
]

_PLACES = {action: place for place, action in enumerate(Action)}


def _stated() -> Iterator[Line]:
    """The lines of all modules of rules, in the order of their names."""
    for name in sorted(module.name for module in pkgutil.iter_modules(rules.__path__)):
        yield from import_module(f"{rules.__name__}.{name}").POLICY


LINES: tuple[Line, ...] = tuple(_stated())

# Whatever modules they stand in, rules are told in the order of the matrix of rights.
RULES: tuple[Rule, ...] = tuple(
    sorted((line for line in LINES if isinstance(line, Rule)), key=lambda line: _PLACES[line.action])
)
ITEMS = tuple(line for line in LINES if isinstance(line, Items))
HISTORIES = tuple(line for line in LINES if isinstance(line, History))
NOTES: Mapping[Action, Note] = MappingProxyType(
    {line.action: line for line in LINES if isinstance(line, Note)}
)
FIELDS = tuple(line for line in LINES if isinstance(line, WithheldField) and not line.is_only_sought)
SEARCHED_FIELDS = tuple(line for line in LINES if isinstance(line, WithheldField) and line.is_only_sought)
"""What a filter may look at though no read shows it."""


def by_role(rules: Iterable[Rule]) -> Mapping[tuple[Action, Role], Rule]:
    """Return the one rule that a role has on an action, narrowed to that role.

    Raises: ValueError where a role has two rules on an action: a cell of the matrix holds one word.
    """
    cells: dict[tuple[Action, Role], Rule] = {}
    for line in rules:
        for role in line.roles:
            if (line.action, role) in cells:
                raise ValueError(f"{role} has two rules on {line.action}")
            cells[line.action, role] = line.narrowed_to(role)
    return MappingProxyType(cells)


T = TypeVar("T", WithheldField, Items)


def by_resource(fields: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    """Gather what is withheld under the resources that have it."""
    gathered: dict[str, list[T]] = {}
    for line in fields:
        gathered.setdefault(line.resource, []).append(line)
    return MappingProxyType({resource: tuple(lines) for resource, lines in gathered.items()})


def looked_at(fields: Iterable[WithheldField]) -> frozenset[str]:
    """Name what of a row decides which of these fields are withheld: its access keys, and what they read or depend on."""
    names = {name for one in fields for name in (*one.reads, *(("kind",) if one.kinds is not None else ()))}
    return frozenset(names | {"access_keys"})


BY_ROLE = by_role(RULES)
WITHHELD = by_resource(FIELDS)
SEARCHED = by_resource(SEARCHED_FIELDS)
LOOKED_AT = MappingProxyType({resource: looked_at(fields) for resource, fields in WITHHELD.items()})
"""Resource → what of a row decides which of its fields are withheld; it comes with every row that is read."""
ITEMS_OF = by_resource(ITEMS)
HISTORY_OF: Mapping[str, History] = MappingProxyType({line.resource: line for line in HISTORIES})
