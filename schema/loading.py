"""Relations to objects that are no reference data: loaded per page, one command whatever the number of rows."""

from collections.abc import Callable, Mapping
from typing import Any

from strawberry.dataloader import DataLoader

from documents.kernel.resource import Resource
from schema.context import GraphInfo

Row = Mapping[str, Any]


async def loaded(info: GraphInfo, resource: Resource, record_id: str | None) -> Row | None:
    """The object under this id, as the viewer may see it; None for no id, nothing there, or nothing to see."""
    if record_id is None:
        return None
    name = ("loader", resource.name)
    loader = info.context.memo.get(str(name))
    if loader is None:
        loader = info.context.memo[str(name)] = DataLoader(
            load_fn=_batch(info, resource),
            cache=False,  # a mutation may come between two reads of one operation
        )
    found: Row | None = await loader.load(record_id)
    return found


def _batch(info: GraphInfo, resource: Resource) -> Callable[[list[str]], Any]:
    context = info.context

    async def load(ids: list[str]) -> list[Row | None]:
        found = await context.office.access.many(resource, context.principal, context.now, ids=ids)
        return [found.get(one) for one in ids]

    return load
