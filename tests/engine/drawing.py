"""Good rows, and selections drawn from the schema by a seeded generator."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from random import Random
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from strawberry.scalars import JSON

from documents.kernel.write.offering import ReasonDemand
from schema.actions import ActionReason, AllowedAction
from schema.connections import CountPrecision, PageInfo, TotalCount
from schema.problems import ProblemCode, ProblemType
from tests.engine.planted import CORE, ROOTS, Leaf

DEEPEST = 4
KEYS_OF_RESOLVERS = {
    "_id": "one",
    "access_keys": ["all", "center"],
    "origin": "POS",
    "created_by": "account",
    "assignee_id": None,
    "recipient_id": "school",
    "parent_id": "office",
    "organization_id": "school",
    "to_organization_id": "school",
    "to_person_id": None,
    "author_id": None,
    "person_id": None,
    "sector_id": "roads",
    "group_id": "snow",
    "protocol_id": None,
    "meeting_id": None,
    "legal_act_id": None,
    "sector_ids": ["roads"],
    "secret": "secret",
    "hard_secret": "secret",
    "loud": "loud",
}
LEAVES: dict[str, Any] = {
    "String": "текст",
    "ID": "TWVzc2FnZTox",
    "Int": 7,
    "Float": 56.25,
    "Boolean": True,
    "DateTime": datetime(2026, 4, 7, 3, 0, 0, 123_000),
    "Date": "2026-04-07",
    "JSON": {"limit": 3},
}


def good(type_: Any, *, name: str | None = None) -> Any:
    """A value that the type takes, of parts of its own; `name` chooses among the types of an interface or union."""
    return _copied(pattern(type_, name=name))


def pattern(type_: Any, *, name: str | None = None) -> Any:
    """The same value for everybody: nobody may alter it."""
    return _pattern(type_, 0, name)


def are_unaltered(types: Iterable[Any]) -> bool:
    """Whether these values are what is made of the types anew."""
    known = {type_: pattern(type_) for type_ in types}
    _pattern.cache_clear()
    return known == {type_: pattern(type_) for type_ in known}


def _copied(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return {key: _copied(one) for key, one in value.items()}
    if kind is list:
        return [_copied(one) for one in value]
    make = BUILDING.get(kind)
    return value if make is None else make()


@cache
def _pattern(type_: Any, depth: int, name: str | None = None) -> Any:  # noqa: PLR0911  # one for each kind of type
    if is_non_null_type(type_):
        return _pattern(type_.of_type, depth, name)
    if is_list_type(type_):
        return [_pattern(type_.of_type, depth, name)] * 2 if depth < DEEPEST else []
    if is_enum_type(type_):
        return next(iter(type_.values.values())).value
    if is_leaf_type(type_):
        return LEAVES[type_.name]
    if depth >= DEEPEST:
        return None
    if type_.name in BUILT:
        return BUILT[type_.name]()
    if isinstance(type_, GraphQLInterfaceType):
        type_ = CORE.type_map[name or min(one.name for one in CORE.get_possible_types(type_))]
    elif isinstance(type_, GraphQLUnionType):
        type_ = CORE.type_map[name or type_.types[0].name]
    row: dict[str, Any] = dict(KEYS_OF_RESOLVERS)
    for key, one in reading_keys(type_):
        row[key] = _pattern(one, depth + 1)
    row["__type"] = type_.name
    return row


BUILT: dict[str, Callable[[], Any]] = {
    "PageInfo": lambda: PageInfo(
        has_next_page=True, has_previous_page=False, start_cursor="a", end_cursor=None
    ),
    "TotalCount": lambda: TotalCount(value=3, precision=CountPrecision.AT_LEAST),
    "Leaf": lambda: Leaf(text="t", number=1, ratio=0.5),
    "Problem": lambda: ProblemType(
        code=ProblemCode.STALE, message="m", path=["a", "0"], facts=JSON({"n": 1})
    ),
    "AllowedAction": lambda: AllowedAction(
        action="signProtocol",
        title="t",
        filter_value=None,
        permission="p",
        allowed=False,
        asks_reason=ReasonDemand.NEVER,
        reasons=[ActionReason(code=ProblemCode.STALE, message="m", rule=None, facts=JSON({"n": 1}))],
    ),
}
BUILDING = {type(make()): make for make in BUILT.values()}
"""Class → what builds one: its fields may be spoiled, so each place has its own."""


def reading_keys(type_: GraphQLObjectType) -> list[tuple[str, Any]]:
    """Key and type of the fields without a resolver, told without the engine."""
    found = []
    for one in type_.fields.values():
        definition = one.extensions["strawberry-definition"]
        if definition.base_resolver is None and not definition.extensions:
            found.append((definition.python_name, one.type))
    return found


@dataclass
class Drawn:
    """A document on its way: fragments pile up as they are drawn."""

    chance: Random
    fragments: list[str] = field(default_factory=list)
    aliases: int = 0

    def document(self, root: str) -> str:
        """A whole query for one root field."""
        shown = get_named_type(ROOTS[root].type)
        body = self.selection(shown, 0)
        text = " ".join([f"{{ {root} {body} }}", *self.fragments])
        head = "query Q($yes: Boolean! = true, $no: Boolean!)" if "$no" in text else "query Q"
        return (
            f"{head} {text}"
            if "$no" in text or "$yes" not in text
            else f"query Q($yes: Boolean! = true) {text}"
        )

    def selection(self, type_: Any, depth: int) -> str:
        """A selection set on a type of objects."""
        chance = self.chance
        parts = ["__typename"] if isinstance(type_, GraphQLUnionType) or chance.random() < 0.3 else []
        fields = list(getattr(type_, "fields", {}).items())
        wanted = chance.randint(2, max(2, 7 - depth))
        for name, one in chance.sample(fields, min(wanted, len(fields))):
            parts.append(self.field(name, one, depth))
            if chance.random() < 0.08:
                parts.append(self.field(name, one, depth, plain=True))
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            kinds = list(CORE.get_possible_types(type_))
            parts += [
                self.fragment(one, depth)
                for one in chance.sample(kinds, min(2 if depth < 2 else 1, len(kinds)))
            ]
        elif chance.random() < 0.25:
            parts.append(self.fragment(type_, depth))
        return f"{{ {' '.join(part for part in parts if part) or '__typename'} }}"

    def field(self, name: str, one: Any, depth: int, *, plain: bool = False) -> str:
        """One field, sometimes under an alias, with a directive or an argument."""
        chance, shown = self.chance, get_named_type(one.type)
        if not is_leaf_type(shown) and depth >= DEEPEST:
            return ""
        prefix = ""
        if not plain and chance.random() < 0.2:
            self.aliases += 1
            prefix = f"a{self.aliases}: "
        arguments = "(times: 2)" if "times" in one.args and chance.random() < 0.5 else ""
        inner = "" if is_leaf_type(shown) else f" {self.selection(shown, depth + 1)}"
        return f"{prefix}{name}{arguments}{'' if plain else self.directive()}{inner}"

    def fragment(self, type_: Any, depth: int) -> str:
        """A named or inline fragment on a type, or on an interface of its."""
        condition = type_
        if type_.interfaces and self.chance.random() < 0.3:
            condition = self.chance.choice(list(type_.interfaces))
        if condition is not type_ and depth >= DEEPEST:
            return ""
        body = self.selection(condition, depth + 1)
        if self.chance.random() < 0.5:
            return f"... on {condition.name}{self.directive()} {body}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {condition.name} {body}")
        return f"...{name}{self.directive()}"

    def directive(self) -> str:
        """Mostly none."""
        drawn = self.chance.random()
        if drawn < 0.85:
            return ""
        return self.chance.choice(
            [
                " @skip(if: $no)",
                " @include(if: $no)",
                " @include(if: $yes)",
                " @skip(if: false)",
                " @skip(if: $yes)",
            ]
        )
