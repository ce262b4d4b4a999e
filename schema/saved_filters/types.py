"""Saved filters as a type: the filter as it was given, and whether it still means what it meant."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLInputObjectType, GraphQLSchema
from graphql.utilities import validate_input_value
from strawberry.scalars import JSON
from strawberry.types import get_object_definition

from auth.roles import Role
from documents.kernel.ids import global_id
from documents.kernel.names import camel
from schema.cases.filters import CaseFilter
from schema.context import GraphInfo
from schema.directory.types import Person
from schema.memory import related

Row = Mapping[str, Any]

NAME = "SavedFilter"
FILTER = CaseFilter.__name__


@strawberry.type(description="Сохранённый отбор: a filter of cases under a name.")
class SavedFilter:
    id: strawberry.ID = strawberry.field(
        description="Opaque; pass it to `updateSavedFilter` and `removeSavedFilter`. It is no id of a Node."
    )
    title: str = strawberry.field(description="The name.")
    filter: JSON = strawberry.field(
        description="The filter, to be passed on as a variable of the type `CaseFilter` as it is."
    )
    unreadable: list[str] = strawberry.field(
        description=(
            "Paths in `filter` that this version of the API does not take any more, such as `status.1`: to be corrected by "
            "its owner. Empty for a filter that can be used."
        )
    )
    role: Role | None = strawberry.field(
        description="Whoever holds this role sees it too; null where its owner alone does."
    )
    is_own: bool = strawberry.field(description="Whether it is yours, so that you may change it.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")

    @strawberry.field(description="Whose it is.", graphql_type=Person | None)
    def owner(self, info: GraphInfo, saved: strawberry.Parent[Row]) -> Any:
        return related(info, "persons", saved["owner_id"])


def shown_filter(info: GraphInfo, row: Row) -> dict[str, Any]:
    """Return the mapping that the type reads."""
    core = info._raw_info.schema  # noqa: SLF001  # Strawberry hides the built schema
    return {
        "id": global_id(NAME, row["_id"]),
        "title": row["title"],
        "filter": row["given"],
        "unreadable": unreadable(core, row["given"]),
        "role": Role(row["role"]) if row["role"] is not None else None,
        "is_own": row["owner_id"] == info.context.principal.person_id,
        "owner_id": row["owner_id"],
        "updated_at": row["updated_at"],
    }


def unreadable(core: GraphQLSchema, given: Mapping[str, Any]) -> list[str]:
    """Return the paths in a stored filter that the input does not take any more, sorted."""
    taken = core.type_map[FILTER]
    assert isinstance(taken, GraphQLInputObjectType)
    found = given.keys() - taken.fields.keys()

    def look(name: str) -> None:
        def note(_error: GraphQLError, path: list[str | int]) -> None:
            found.add(".".join((name, *map(str, path))))

        validate_input_value(given[name], taken.fields[name].type, note)

    for name in given.keys() & taken.fields.keys():
        look(name)
    return sorted(found)


def written(value: Any) -> Any:
    """Return a filter as callers write it in JSON: what was given, by the names of the schema."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='milliseconds')}Z"
    if isinstance(value, list):
        return [written(one) for one in value]
    definition = get_object_definition(type(value))
    if definition is None:
        return value
    given = ((one.graphql_name or camel(one.python_name), one.python_name) for one in definition.fields)
    return {shown: written(getattr(value, name)) for shown, name in given if getattr(value, name) is not None}
