"""Turns a selection of plain reads into one Python function that gives what graphql-core would give."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails

from schema.engine.leaves import leaf_lines, names_of
from schema.engine.purity import (
    NotPlain,
    Surprise,
    is_told_by_key,
    plain_key,
    possible_types,
    readable_class,
    require_mapping,
    require_simple,
    require_whole,
)
from schema.engine.rows import TYPE_KEY
from schema.engine.settings import settings_of
from schema.engine.sharing import SHARED

Selected = list[FieldDetails]
Collect = Callable[[GraphQLObjectType, Selected], CollectedFields]
TYPENAME = "__typename"
LIST_CHECK = (
    "if {v}.__class__ is not list and {v}.__class__ is not tuple and {v}.__class__ is not SharedList: "
    "raise Surprise('list')"
)
ONE = "{f}({v}) if {v}.__class__ is not SharedRow else shared({f}, {v})"
"""Complete one value, or take what was made of a shared one."""

MANY = "{f}({v}) if {v}.__class__ is not SharedList else shared({f}, {v})"

NAMES = {"Surprise": Surprise, "require_mapping": require_mapping, "shared": SHARED}
"""What generated lines call by name, beside the classes `SharedRow` and `SharedList` of the schema."""


@dataclass(frozen=True, slots=True)
class ObjectPlan:
    """How one object is completed: `read` gives its mapping, in which graphql-core fills the `holes` in order."""

    read: Callable[[Any], dict[str, Any]]
    holes: tuple[tuple[str, Selected], ...]


@dataclass(slots=True)
class Budget:
    """How many fields may still be compiled; what was tried in vain counts as well."""

    left: int

    def spend(self) -> None:
        """Spend one more field. Raises: NotPlain where nothing is left."""
        if self.left <= 0:
            raise NotPlain("size")
        self.left -= 1


@dataclass(slots=True)
class CompiledField:
    """One key of an object's answer: the variable that holds it, the key it is read from, the lines to complete it."""

    answer: str
    variable: str = ""
    key: str = ""
    lines: tuple[str, ...] = ()


class Compiler:
    """Writes the functions of one plan. Every function raises for whatever it does not know; none has an effect."""

    def __init__(self, schema: GraphQLSchema, collect: Collect, budget: Budget) -> None:
        self._schema = schema
        self._collect = collect
        self._budget = budget
        told = settings_of(schema)
        self._leaf_tests = told.leaf_tests
        self._names: dict[str, Any] = {
            **NAMES,
            **names_of(told.leaf_tests),
            "SharedRow": told.shared_row,
            "SharedList": told.shared_list,
        }
        self._source: list[str] = []
        self._written: dict[tuple[Any, ...], str] = {}
        self._count = 0

    def listed(self, item_type: Any, selected: Selected) -> Callable[[Any], list[Any]]:
        """Return the function that completes a list (or tuple). Raises: NotPlain."""
        require_whole(selected)
        made: Callable[[Any], list[Any]] = self._made(self._function(_ListOf(item_type), selected))
        return made

    def object(self, type_: GraphQLObjectType, selected: Selected) -> ObjectPlan:
        """Return how to complete an object whose type is settled. Raises: NotPlain where no key is read plainly."""
        require_whole(selected)
        parts: list[CompiledField] = []
        holes: list[tuple[str, Selected]] = []
        for name, fields in self._fields(type_, selected).items():
            written = len(self._source)
            try:
                parts.append(self._part(type_, name, fields, len(parts)))
            except NotPlain as refusal:
                if refusal.reason in {"size", "unknown field"}:
                    raise
                del self._source[written:]
                self._written.clear()
                parts.append(CompiledField(f"{name!r}: None"))
                holes.append((name, fields))
        if not any(part.key for part in parts):
            raise NotPlain("nothing plain")
        return ObjectPlan(self._made(self._write_object(type_, parts, is_told=False)), tuple(holes))

    def _made(self, entry: str) -> Any:
        code = compile("\n".join(self._source), "<selection>", "exec")
        exec(code, self._names)  # noqa: S102  # names of the document stand in it as literals only
        return self._names[entry]

    def _bind(self, prefix: str, value: Any) -> str:
        self._count += 1
        name = f"{prefix}_{self._count}"
        if value is not None:
            self._names[name] = value
        return name

    def _fields(self, type_: GraphQLObjectType, selected: Selected) -> dict[str, Selected]:
        try:
            grouped, deferred, _ = self._collect(type_, selected)
        except GraphQLError as error:
            raise NotPlain("fragment") from error
        if deferred:
            raise NotPlain("fragment")
        return grouped

    def _part(self, type_: GraphQLObjectType, name: str, fields: Selected, index: int) -> CompiledField:
        self._budget.spend()
        require_simple(fields)
        field_name = fields[0].node.name.value
        if field_name == TYPENAME:
            return CompiledField(f"{name!r}: {type_.name!r}")
        field = type_.fields.get(field_name)
        if field is None:
            raise NotPlain("unknown field")
        variable = f"v{index}"
        lines = self._lines(field.type, variable, fields)
        return CompiledField(f"{name!r}: {variable}", variable, plain_key(field), tuple(lines))

    def _lines(self, type_: Any, variable: str, selected: Selected) -> list[str]:
        """Lines that complete a variable in place, null included."""
        if is_non_null_type(type_):
            return self._known(type_.of_type, variable, selected)
        return [f"if {variable} is not None:", *_indented(self._known(type_, variable, selected))]

    def _known(self, type_: Any, variable: str, selected: Selected) -> list[str]:
        """The same where null is a surprise."""
        if is_leaf_type(type_):
            return leaf_lines(type_, variable, self._bind, self._leaf_tests)
        if is_list_type(type_):
            function = self._function(_ListOf(type_.of_type), selected)
            return [f"{variable} = {MANY.format(f=function, v=variable)}"]
        return [f"{variable} = {ONE.format(f=self._function(type_, selected), v=variable)}"]

    def _list_lines(self, item_type: Any, variable: str, selected: Selected) -> list[str]:
        if is_non_null_type(item_type):
            each = ONE.format(f=self._function(item_type.of_type, selected), v="x")
        else:
            each = f"None if x is None else {ONE.format(f=self._function(item_type, selected), v='x')}"
        return [LIST_CHECK.format(v=variable), f"{variable} = [{each} for x in {variable}]"]

    def _function(self, type_: Any, selected: Selected) -> str:
        """The name of a function that completes one value that is not null."""
        key = (type_, *(id(one.node) for one in selected))
        if key not in self._written:
            self._written[key] = self._new_function(type_, selected)
        return self._written[key]

    def _new_function(self, type_: Any, selected: Selected) -> str:
        if is_object_type(type_):
            return self._object(type_, selected, is_told=is_told_by_key(type_))
        if is_abstract_type(type_):
            return self._dispatch(type_, selected)
        is_outermost = isinstance(type_, _ListOf)
        lines = (
            self._list_lines(type_.item_type, "v", selected)
            if is_outermost
            else self._known(type_, "v", selected)
        )
        name = self._bind("complete", None)
        self._source += [f"def {name}(v):", *_indented(lines), " return v"]
        return name

    def _object(self, type_: GraphQLObjectType, selected: Selected, *, is_told: bool) -> str:
        fields = self._fields(type_, selected).items()
        parts = [self._part(type_, name, one, index) for index, (name, one) in enumerate(fields)]
        return self._write_object(type_, parts, is_told=is_told)

    def _dispatch(self, type_: Any, selected: Selected) -> str:
        """A function for each type that a row can name, chosen by its key."""
        chosen = ", ".join(
            f"{one.name!r}: {self._object(one, selected, is_told=False)}"
            for one in possible_types(self._schema, type_)
        )
        table, name = self._bind("types", None), self._bind("choose", None)
        self._source += [
            f"{table} = {{{chosen}}}",
            f"def {name}(o):",
            " if o.__class__ is not dict: require_mapping(o)",
            f" return {table}[o[{TYPE_KEY!r}]](o)",
        ]
        return name

    def _write_object(self, type_: GraphQLObjectType, parts: list[CompiledField], *, is_told: bool) -> str:
        answer = f" return {{{', '.join(part.answer for part in parts)}}}"
        keys = [part.key for part in parts if part.key]
        name = self._bind("object", None)
        own = readable_class(type_, keys)
        start = [f"def {name}(o):", " if o.__class__ is not dict:"]
        if own is not None:
            by_attribute = self._bind("object", None)
            self._source += [f"def {by_attribute}(o):", *_body(parts, "o.{key}"), answer]
            start.append(f"  if o.__class__ is {self._bind('own', own)}: return {by_attribute}(o)")
        start.append("  require_mapping(o)")
        if is_told:
            start.append(f" if o[{TYPE_KEY!r}] != {type_.name!r}: raise Surprise('type')")
        self._source += [*start, *_body(parts, "o[{key!r}]"), answer]
        return name


@dataclass(frozen=True, slots=True)
class _ListOf:
    """Marks the list that a plan is for, whose own type object is not at hand."""

    item_type: Any


def _body(parts: list[CompiledField], access: str) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if part.key:
            lines.append(f"{part.variable} = {access.format(key=part.key)}")
            lines += part.lines
    return _indented(lines)


def _indented(lines: list[str]) -> list[str]:
    return [f" {line}" for line in lines]
