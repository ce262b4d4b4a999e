"""Enumerations: each value is described by its Russian term, and the terms can be asked for."""

from collections.abc import Mapping
from typing import Any

import strawberry
from graphql import GraphQLEnumType, is_introspection_type

from auth.actions import Action
from auth.roles import Role
from auth.texts.errors import BY_CODE
from documents.aggregates import ENUMERATIONS
from documents.kernel.aggregate import Enumeration
from documents.kernel.read.paging import Direction
from schema.context import GraphInfo
from schema.nodes import query
from schema.problems import ProblemCode
from schema.shapes.kinds import Code, Many
from schema.terms import describe
from schema.words import ACTOR_ROLES, DIRECTIONS, NO_ROLE, ROLES, ActorRole

ENUMS: tuple[Enumeration, ...] = (
    *ENUMERATIONS,
    Enumeration(
        Direction,
        "OrderDirection",
        "Направление сортировки: the direction in which a list is sorted.",
        DIRECTIONS,
    ),
    Enumeration(Role, "Role", "Роль: a role of the decree or a technical one.", ROLES),
    Enumeration(
        ActorRole,
        "ActorRole",
        "Роль автора события: the role under which something was done.",
        ACTOR_ROLES,
        otherwise=NO_ROLE,
    ),
    Enumeration(
        ProblemCode,
        "ProblemCode",
        "Код отказа: why something was refused. Values may be added: treat an unknown one as unknown.",
        {code: text.ru for code, text in BY_CODE.items()},
    ),
)
"""Enumerations that stand below the schema: those of the aggregates, and those that belong to none of them."""


for _one in ENUMS:
    describe(_one.enum, _one.name, _one.description, _one.terms, otherwise=_one.otherwise)


@strawberry.type(description="Подпись: the Russian term of one value of an enumeration.")
class EnumLabel:
    enum: str = strawberry.field(description="Name of the enumeration.")
    value: str = strawberry.field(description="The code.")
    label: str = strawberry.field(description="The term in Russian.")
    order: int = strawberry.field(description="Position among the values of its enumeration, from 0.")


def labels(types: Mapping[str, Any], names: list[str] | None) -> list[EnumLabel]:
    """Return the labels of the enumerations of these types: all, or those named; unknown names give nothing."""
    wanted = sorted(types) if names is None else list(dict.fromkeys(names))
    return [
        EnumLabel(enum=name, value=value, label=described.description or value, order=order)
        for name in wanted
        if isinstance(shown := types.get(name), GraphQLEnumType) and not is_introspection_type(shown)
        for order, (value, described) in enumerate(shown.values.items())
    ]


@strawberry.type
class LabelQueries:
    @query(
        Action.DIRECTORY_READ,
        list[EnumLabel],
        "Russian terms of the values of enumerations: of all of them, or of those named.",
    )
    def enum_labels(self, info: GraphInfo, names: Many[Code] | None = None) -> Any:
        return labels(info._raw_info.schema.type_map, names)  # noqa: SLF001  # Strawberry hides the built schema


__all__ = ["ENUMS", "EnumLabel", "LabelQueries", "labels"]
