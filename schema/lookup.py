"""Objects by global id alone, of whatever type: the same rights, and the same commands for hidden and unknown ones."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import strawberry

from auth.errors import BadRequest
from documents.aggregates import OBJECT_TYPES
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.read.resource import Resource
from schema.context import GraphInfo
from schema.engine.selection import selected
from schema.loading import alone, load_one, loaded
from schema.memory import memory_row
from schema.nodes import Node, query
from schema.shapes.kinds import Id, Many

KEPT: Mapping[str, Resource] = MappingProxyType(
    {name: one.resource for name, one in OBJECT_TYPES.items() if one.resource.record.is_reference}
)
"""Types that show reference data, which is in memory."""

STORED: Mapping[str, Resource] = MappingProxyType(
    {name: one.resource for name, one in OBJECT_TYPES.items() if name not in KEPT}
)
"""Types that show stored objects: looked up in the store, all ids of one collection in one command."""

Name = tuple[str, str]


def read_ids(texts: Iterable[str], *, path: str) -> list[Name]:
    """Return type name and document id of each text. Raises: BAD_REQUEST (`malformed_id`, `wrong_type` for no type of
    ours)."""
    found = []
    for text in texts:
        try:
            name = read_global_id(text)
        except MalformedId as error:
            raise BadRequest("malformed_id", path=(path,)) from error
        if name[0] not in KEPT and name[0] not in STORED:
            raise BadRequest("wrong_type", path=(path,))
        found.append(name)
    return found


async def objects(info: GraphInfo, names: list[Name]) -> list[Any]:
    """Return the objects in the order of their names; None for what is not there or not the viewer's."""
    context, fields = info.context, selected(info, ())
    wanted: dict[str, tuple[Resource, list[str]]] = {}
    for type_name, record_id in names:
        if type_name in STORED:
            resource = STORED[type_name]
            wanted.setdefault(resource.name, (resource, []))[1].append(record_id)
    found: dict[Name, Any] = {}
    for resource, ids in wanted.values():
        rows = await context.container.access.many(
            resource, context.principal, context.now, ids=ids, fields=fields
        )
        found |= {(row["__type"], record_id): row for record_id, row in rows.items()}
    return [
        memory_row(info, KEPT[name[0]], name[1]) if name[0] in KEPT else found.get(name) for name in names
    ]


async def named(
    info: GraphInfo, name: Name, *, fields: frozenset[str] | None = None
) -> Mapping[str, Any] | None:
    """Return the object that a row names, as the viewer may see it; None where it is not there or not theirs.

    All that the rows of one list name of a kind are read in one command: the `fields`, or those that are selected.
    """
    type_name, record_id = name
    if type_name in KEPT:
        return memory_row(info, KEPT[type_name], record_id)
    found = await loaded(info, STORED[type_name], record_id, fields=fields)
    return found if found is not None and found["__type"] == type_name else None


@strawberry.type
class LookupQueries:
    @query(
        None,
        Node,
        "Any object by its global id, under the rights of its own lists; null if it does not exist or is "
        "not visible to you.",
    )
    async def node(self, info: GraphInfo, id: Id) -> Any:
        ((type_name, record_id),) = read_ids([id], path="id")
        if type_name in KEPT:
            kept = memory_row(info, KEPT[type_name], record_id)
            return alone(info, KEPT[type_name], dict(kept)) if kept is not None else None
        found = await load_one(info, STORED[type_name], where={"_id": record_id})
        return found if found is not None and found["__type"] == type_name else None

    @query(
        None,
        list[Node | None],
        "Up to 100 objects by their global ids, in their order, under the rights of their own lists; null for "
        "each that does not exist or is not visible to you.",
    )
    async def nodes(self, info: GraphInfo, ids: Many[Id]) -> Any:
        return await objects(info, read_ids(ids, path="ids"))
