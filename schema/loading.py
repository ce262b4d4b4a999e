"""Objects under rights: one alone, after a change or by its id, and those that the rows of a page name."""

from collections.abc import Callable, Mapping
from typing import Any

from strawberry.dataloader import DataLoader

from documents.kernel.frozen import frozen
from documents.kernel.read.resource import Resource
from documents.kernel.record import Record
from documents.kernel.write.offering import AllowedAction, allowed_actions, shown_action
from schema.context import GraphInfo
from schema.engine.selection import selected
from schema.refusing import reason_row

Row = Mapping[str, Any]

ACTIONS = "allowed_actions"
ALONE = "__alone"
"""Marks a row of reference data that is shown alone."""


async def load_one(
    info: GraphInfo, resource: Resource, *, where: Mapping[str, Any], path: tuple[str, ...] = ()
) -> dict[str, Any] | None:
    """Return the object that `where` names, read for what is selected at `path`; None where it is not there or not
    theirs."""
    context, fields = info.context, selected(info, path)
    # The guards of its operations may look at anything.
    asked = None if ACTIONS in fields else fields
    row = await context.container.access.one(
        resource, context.principal, context.now, where=where, fields=asked
    )
    return alone(info, resource, row, path=path)


def present(
    info: GraphInfo, resource: Resource, stored: Mapping[str, Any], *, path: tuple[str, ...]
) -> dict[str, Any] | None:
    """Return an object as a change left it, without reading it again; None where that took it out of the viewer's sight."""
    context, fields = info.context, selected(info, path)
    asked = None if ACTIONS in fields else fields
    row = context.container.access.present(resource, context.principal, context.now, stored, asked)
    return alone(info, resource, row, path=path)


def alone(
    info: GraphInfo, resource: Resource, row: dict[str, Any] | None, *, path: tuple[str, ...] = ()
) -> dict[str, Any] | None:
    """Return a row that is shown alone: the guards say what may be done with it, and why not."""
    if row is None:
        return None
    if not resource.has_actions:
        row[ALONE] = True
    elif ACTIONS in selected(info, path):
        row[ACTIONS] = explained_actions(info, resource.record, row)
    return row


def explained_actions(info: GraphInfo, record: type[Record], row: Row) -> list[Row]:
    """Return the actions offered on a row; its guards are asked, and say why not."""
    context = info.context
    found = allowed_actions(context.principal, record, row, context.guard_context(), asks_guards=True)
    return [shown_action(one, _reasons(info, one)) for one in found]


def _reasons(info: GraphInfo, offer: AllowedAction) -> tuple[Row, ...]:
    return frozen(reason_row(info, one) for one in offer.reasons)


async def loaded(
    info: GraphInfo, resource: Resource, record_id: str | None, *, fields: frozenset[str] | None = None
) -> Row | None:
    """Return the object under this id, as the viewer may see it; None for no id, nothing there, or nothing to see.

    All that the rows of one list name are read in one command. Read are the `fields`, where they are given, else those
    that are selected.
    """
    if record_id is None:
        return None
    fields = selected(info, ()) if fields is None else fields
    name = f"loader {resource.name} {sorted(fields)}"
    loader = info.context.memo.get(name)
    if loader is None:
        loader = info.context.memo[name] = DataLoader(
            load_fn=_batch(info, resource, fields),
            cache=False,  # a mutation may come between two reads of one operation
        )
    found: Row | None = await loader.load(record_id)
    return found


def _batch(info: GraphInfo, resource: Resource, fields: frozenset[str]) -> Callable[[list[str]], Any]:
    context = info.context

    async def load(ids: list[str]) -> list[Row | None]:
        found = await context.container.access.many(
            resource, context.principal, context.now, ids=ids, fields=fields
        )
        return [found.get(one) for one in ids]

    return load
