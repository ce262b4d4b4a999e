"""The one place where inputs meet what is declared of them: after coercion, before anything runs, all problems at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_nullable_type,
    is_non_null_type,
)
from graphql.pyutils import is_awaitable

from auth.errors import BadRequest, Invalid
from documents.center.settings import bounds_of
from documents.kernel.shapes import REQUIRED, ListShape, ShapeRule, ValueShape
from schema.context import Context

BACK_REFERENCE = "strawberry-definition"
SHAPED_SCALARS = frozenset({"String", "ID", "Int", "Float", "Date", "DateTime", "JSON"})
INPUT = "input"
"""The one argument of a mutation: paths of problems are relative to it."""

Path = tuple[str, ...]
GivenInput = GraphQLArgument | GraphQLInputField


class Undeclared(TypeError):
    """An argument or an input field says nothing of what it may hold."""


@dataclass(frozen=True)
class Broken:
    """One rule that a value breaks, and where the value stands."""

    rule: ShapeRule
    path: Path
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class FormReading:
    """What is looked at while the arguments of one field are read."""

    context: Context
    broken: list[Broken]

    def look(self, shape: ValueShape | ListShape, value: Any, path: Path) -> None:
        """Note the rule that the value breaks, if it breaks one."""
        rule = shape.broken(value)
        if rule is not None:
            self.broken.append(Broken(rule, path, rule.facts))
            return
        for one in shape.rules:
            if one.setting is not None:
                self._look_at_setting(one, shape, value, path)

    def _look_at_setting(
        self, rule: ShapeRule, shape: ValueShape | ListShape, value: Any, path: Path
    ) -> None:
        assert isinstance(shape, ValueShape)
        bounds = bounds_of(self.context.container.access.reference, str(rule.setting), shape.kind)
        if bounds is not None and not bounds[0] <= value <= bounds[1]:
            self.broken.append(Broken(rule, path, {"least": bounds[0], "most": bounds[1]}))


Reader = Callable[[Any, Path, FormReading], Any]
"""Takes a value that is not null, its path and the form; returns the value as it is kept, None for a blank text."""

Readers = Mapping[str, tuple[Reader, bool]]
"""The readers of arguments by name, and whether each must be there."""

Resolve = Callable[..., Any]


def declared(given: GivenInput) -> tuple[ListShape | None, ValueShape | None]:
    """Return what an argument or an input field declares: of the list that it is, of the value or of each item."""
    found = list(_metadata(given.extensions[BACK_REFERENCE].type_annotation.annotation))
    lists = [one for one in found if isinstance(one, ListShape)]
    values = [one for one in found if isinstance(one, ValueShape)]
    return (lists[0] if lists else None), (values[0] if values else None)


def _metadata(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    for inner in get_args(annotation):
        yield from _metadata(inner)


def check_shapes(core: GraphQLSchema) -> None:
    """Put every field that takes arguments behind what they declare.

    Raises: Undeclared where a String, ID, number, day, moment or list of an input declares nothing.
    """
    readers = _Readers()
    for shown in core.type_map.values():
        for name, field in getattr(shown, "fields", {}).items():
            if isinstance(field, GraphQLField) and field.args and not shown.name.startswith("__"):
                found = readers.arguments(f"{shown.name}.{name}", field)
                if shown is core.subscription_type:
                    field.subscribe = _asking(field.subscribe, found)
                elif shown is core.mutation_type:
                    field.resolve = _changing(field.resolve, found)
                else:
                    field.resolve = _asking(field.resolve, found)


class _Readers:
    """Readers of the input types, each made once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[Reader, bool]]] = {}

    def arguments(self, where: str, field: GraphQLField) -> Readers:
        """Return the reader of each argument by the name that resolvers know, and whether it must be there."""
        return {
            name: (self._reader(f"{where}({name}:)", one), is_non_null_type(one.type))
            for name, one in field.args.items()
        }

    def _reader(self, where: str, given: GivenInput) -> Reader:
        listed, valued = declared(given)
        return self._of(where, given.type, listed, valued)

    def _of(
        self, where: str, type_: GraphQLInputType, listed: ListShape | None, valued: ValueShape | None
    ) -> Reader:
        bare = get_nullable_type(type_)
        if isinstance(bare, GraphQLList):
            if listed is None:
                raise Undeclared(f"{where} declares no number of items")
            return _list_reader(listed, self._of(where, bare.of_type, None, valued))
        if isinstance(bare, GraphQLInputObjectType):
            return self._object_reader(bare)
        if bare.name not in SHAPED_SCALARS:
            return _as_it_is
        if valued is None:
            raise Undeclared(f"{where} declares no shape")
        return _value_reader(valued, is_required=isinstance(type_, GraphQLNonNull))

    def _object_reader(self, type_: GraphQLInputObjectType) -> Reader:
        if type_.name not in self._known:
            fields = self._known[
                type_.name
            ] = {}  # stands there before its fields do: types may name each other
            for name, one in type_.fields.items():
                fields[name] = (self._reader(f"{type_.name}.{name}", one), is_non_null_type(one.type))
        fields = self._known[type_.name]

        def read(value: Any, path: Path, form: FormReading) -> Any:
            return _read_all(fields, value, path, form)

        return read


def _as_it_is(value: Any, path: Path, form: FormReading) -> Any:
    return value


def _value_reader(shape: ValueShape, *, is_required: bool) -> Reader:
    def read(value: Any, path: Path, form: FormReading) -> Any:
        kept = shape.read(value)
        if shape.is_text and not kept:
            if not is_required:
                return None
            form.broken.append(Broken(REQUIRED, path, {}))
            return kept
        form.look(shape, kept, path)
        return kept

    return read


def _list_reader(shape: ListShape, item: Reader) -> Reader:
    def read(value: Any, path: Path, form: FormReading) -> Any:
        form.look(shape, value, path)
        # What is too long is told as such alone: nobody reads a thousand problems of one list.
        return [
            None if one is None else item(one, (*path, str(at)), form)
            for at, one in enumerate(value[: shape.most])
        ]

    return read


def _read_all(readers: Readers, values: Mapping[str, Any], path: Path, form: FormReading) -> dict[str, Any]:
    return {
        name: None if value is None else readers[name][0](value, (*path, name), form)
        for name, value in values.items()
    }


def _asking(resolve: Resolve | None, readers: Readers) -> Resolve:
    """Refuse arguments that break a rule; of a subscription they are those of the stream."""
    assert resolve is not None, "Strawberry gives every field its resolver"
    open_resolve: Resolve = resolve

    def ask(source: Any, info: Any, **arguments: Any) -> Any:
        form = FormReading(info.context, [])
        read = _read_all(readers, arguments, (), form)
        if form.broken:
            first = form.broken[0]
            raise BadRequest(first.rule.name, path=first.path, **first.facts)
        return open_resolve(source, info, **read)

    return ask


def _changing(resolve: Resolve | None, readers: Readers) -> Resolve:
    """Have a mutation look at what is wrong with its form, which it answers in its payload."""
    assert resolve is not None, "Strawberry gives every field its resolver"
    open_resolve: Resolve = resolve

    def change(source: Any, info: Any, **arguments: Any) -> Any:
        form = FormReading(info.context, [])
        read = _read_all(readers, arguments, (), form)
        info.context.refused_form = [
            Invalid(one.rule.name, path=one.path[1:] if one.path[0] == INPUT else one.path, **one.facts)
            for one in form.broken
        ]
        answer = open_resolve(source, info, **read)
        return _never_done(info.context, answer) if form.broken and is_awaitable(answer) else answer

    return change


async def _never_done(context: Context, answer: Any) -> Any:
    """Return the refusal of a mutation whose form is broken, or what it has done before under the same key, when the form
    was sound. Raises: RuntimeError where it was done all the same."""
    payload = await answer
    if not payload["errors"] and context.earlier is None:
        raise RuntimeError("a mutation ran although its form was refused: it does not ask for `refused_form`")
    return payload
