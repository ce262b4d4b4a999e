"""What changed in the SDL since the last release: what breaks callers, what may surprise them, what they gained."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from graphql import (
    DangerousChangeType,
    GraphQLInputObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
)

from api.dev.docs.folder import FOLDER
from schema.build import sdl

RELEASED = FOLDER / "released.graphql"
"""The SDL of the last release; written anew only by a release."""

PROMISED = frozenset(
    {
        DangerousChangeType.VALUE_ADDED_TO_ENUM,
        DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED,
        DangerousChangeType.OPTIONAL_ARG_ADDED,
        DangerousChangeType.IMPLEMENTED_INTERFACE_ADDED,
    }
)
"""What callers were told to reckon with: the API grows, and an unknown value is treated as unknown."""

UPPER, LOWER = ("limit", "most"), ("least",)

Shapes = Mapping[str | None, Mapping[str, Any]]


def as_schema(text: str) -> GraphQLSchema:
    """Return a schema as callers know it: from its SDL alone."""
    return build_schema(text, assume_valid=True)


@cache
def released_schema() -> GraphQLSchema:
    """Return the schema of the last release."""
    return as_schema(RELEASED.read_text(encoding="utf-8"))


@cache
def present_schema() -> GraphQLSchema:
    """Return the schema as it is now, read from its SDL."""
    return as_schema(sdl())


def to_announce(before: GraphQLSchema, after: GraphQLSchema) -> list[str]:
    """Return each change that a caller of before may stumble over, in words; none twice, in a stable order."""
    broken = (one.description for one in find_breaking_changes(before, after))
    surprising = (
        one.description for one in find_dangerous_changes(before, after) if one.type not in PROMISED
    )
    found = (*broken, *surprising, *_narrowed(before, after))
    return sorted({one.rstrip(".") for one in found})


def gained(before: GraphQLSchema, after: GraphQLSchema) -> list[tuple[str, list[str]]]:
    """Return what is new to callers: types, and what was added to types that were there, by type."""
    known = before.type_map
    new = sorted(name for name in after.type_map if name not in known)
    more = [("", new)] if new else []
    for name, shown in sorted(after.type_map.items()):
        if name in known:
            added = sorted(_parts(shown) - _parts(known[name]))
            more += [(name, added)] if added else []
    return more


def going(schema: GraphQLSchema) -> list[tuple[str, str]]:
    """Return what is marked to go, and what its mark says."""
    return sorted(
        (f"{name}.{part}", str(one.deprecation_reason))
        for name, shown in schema.type_map.items()
        if not name.startswith("__")
        for part, one in (getattr(shown, "fields", None) or getattr(shown, "values", None) or {}).items()
        if getattr(one, "deprecation_reason", None)
    )


def _parts(shown: Any) -> set[str]:
    """Names of fields, of their arguments, of values."""
    fields = getattr(shown, "fields", None) or {}
    own = {*fields, *(getattr(shown, "values", None) or {})}
    given = {f"{name}({one}:)" for name, field in fields.items() for one in getattr(field, "args", {})}
    return own | given


def _narrowed(before: GraphQLSchema, after: GraphQLSchema) -> Iterator[str]:
    """What a value may be less now than before: what graphql-core does not look at, since it stands in `@shape`."""
    now = dict(_inputs(after))
    for where, given in _inputs(before):
        if where in now:
            yield from _narrower(where, _shapes(given), _shapes(now[where]))


def _inputs(schema: GraphQLSchema) -> Iterator[tuple[str, Any]]:
    for name, shown in schema.type_map.items():
        if name.startswith("__"):
            continue
        for part, field in getattr(shown, "fields", {}).items():
            if isinstance(shown, GraphQLInputObjectType):
                yield f"{name}.{part}", field
            else:
                for given, argument in field.args.items():
                    yield f"{name}.{part}({given}:)", argument


def _shapes(given: Any) -> Shapes:
    """Rule → what it compares with; under None what is typed in."""
    found: dict[str | None, dict[str, Any]] = {}
    for one in getattr(given.ast_node, "directives", None) or ():
        if one.name.value == "shape":
            told = {
                argument.name.value: getattr(argument.value, "value", None)
                for argument in one.arguments or ()
            }
            found[told.pop("rule", None)] = told
    return found


def _narrower(where: str, before: Shapes, after: Shapes) -> Iterator[str]:
    for rule, told in after.items():
        if rule is None:
            kind = before.get(None, told).get("kind")
            if kind != told.get("kind"):
                yield f"{where} takes {told.get('kind')} instead of {kind}"
        elif rule not in before:
            yield f"{where} is held to the rule {rule}"
        else:
            yield from _closer(where, rule, before[rule], told)


def _closer(where: str, rule: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for bound in (*UPPER, *LOWER):
        old, new = before.get(bound), after.get(bound)
        if new is None or old == new:
            continue
        # Of what is too few the limit is the least.
        is_floor = bound in LOWER or rule == "too_few"
        if old is None or (_size(new) > _size(old) if is_floor else _size(new) < _size(old)):
            yield f"{where} is held closer by the rule {rule}: {bound} {new} instead of {old}"
    if "setting" in after and "setting" not in before:
        yield f"{where} is held closer by the rule {rule}: the setting {after['setting']}"


def _size(told: str) -> tuple[float, str]:
    """By which bounds are compared: numbers as such, days and moments as they are written."""
    try:
        return float(told), ""
    except ValueError:
        return 0.0, told
