"""The shapes of inputs as the SDL tells them: one `@shape` for what is typed in, and one for each rule."""

from collections.abc import Iterator
from typing import Any

import strawberry
from graphql import GraphQLInputObjectType, GraphQLSchema, is_non_null_type
from strawberry.schema_directive import Location

from documents.kernel.shapes import REQUIRED, ShapeRule
from schema.shapes.checking import BACK_REFERENCE, GivenInput, declared


@strawberry.schema_directive(
    locations=[Location.ARGUMENT_DEFINITION, Location.INPUT_FIELD_DEFINITION],
    name="shape",
    repeatable=True,
    description="What the field takes: `kind` is what is typed in (`line` is a text of one line, `text` of several); each "
    "`rule` is one that a value can break, as `facts.rule` of the problem names it, with what it compares with. Of a "
    "list, `too_many` and `too_few` count the items, all other rules are of each item. `setting` names the setting of the "
    "center that draws the bounds closer.",
)
class ShapeDirective:
    """Printed into the SDL at every input field and argument, and checked there (`schema/shapes/checking.py`)."""

    kind: str | None = strawberry.UNSET
    rule: str | None = strawberry.UNSET
    limit: int | None = strawberry.UNSET
    least: str | None = strawberry.UNSET
    most: str | None = strawberry.UNSET
    setting: str | None = strawberry.UNSET


def print_shapes(core: GraphQLSchema) -> None:
    """Put the shapes where the SDL is printed from; saying it twice changes nothing."""
    for given in _inputs(core):
        definition = given.extensions[BACK_REFERENCE]
        kept = [one for one in definition.directives if not isinstance(one, ShapeDirective)]
        definition.directives = [*kept, *shape_directives(given)]


def _inputs(core: GraphQLSchema) -> Iterator[GivenInput]:
    for shown in core.type_map.values():
        if shown.name.startswith("__"):
            continue
        for field in getattr(shown, "fields", {}).values():
            if isinstance(shown, GraphQLInputObjectType):
                yield field
            else:
                yield from field.args.values()


def shape_directives(given: GivenInput) -> Iterator[ShapeDirective]:
    """Yield what an argument or an input field declares, as the SDL tells it."""
    listed, valued = declared(given)
    if valued is not None:
        yield ShapeDirective(kind=valued.kind)
    if valued is not None and valued.is_text and is_non_null_type(given.type):
        yield _directive(REQUIRED)
    for rule in (*(listed.rules if listed else ()), *(valued.rules if valued else ())):
        yield _directive(rule)


def _directive(rule: ShapeRule) -> ShapeDirective:
    told: dict[str, Any] = {name: one if name == "limit" else str(one) for name, one in rule.facts.items()}
    if rule.setting is not None:
        told["setting"] = rule.setting
    return ShapeDirective(rule=rule.name, **told)
