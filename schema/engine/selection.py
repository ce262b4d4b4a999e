"""What an operation selects below a field, found once for all who send the operation."""

import re
from collections.abc import Iterable
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
)
from strawberry.types import Info

AnyInfo = Info[Any, Any]
"""Whatever resolvers are given. Of their context `selected` asks its `needs` alone, which are those of the operation."""

FieldNeeds = dict[tuple[Any, ...], frozenset[str]]
"""What was found of one operation's selections: the ids of a field's nodes and the paths below it → names in stored
spelling. Kept with the operation's document, so that the ids stay those of its nodes."""


def snake(name: str) -> str:
    """Return the stored spelling of a GraphQL name: `receivedAt` → `received_at`."""
    return re.sub(r"[A-Z]", lambda match: "_" + match.group(0).lower(), name)


def _raw(info: AnyInfo) -> GraphQLResolveInfo[Any]:
    # Strawberry's own view of the selection builds an object per field; graphql-core's is already there.
    return info._raw_info  # noqa: SLF001


MOST_NEEDS = 200
"""Fields and paths that are kept for one operation; `@skip` and `@include` make others of the same nodes."""


def selected(info: AnyInfo, *paths: tuple[str, ...]) -> frozenset[str]:
    """Return names, in stored spelling, of the fields selected under the current field at any of `paths`.

    Fragments count whatever their type condition, and `@skip`/`@include` are not looked at: asking for a key too
    many is harmless, one too few is not. So nothing depends on variables, and one operation is looked at once.
    """
    needs: FieldNeeds = info.context.needs
    nodes = _raw(info).field_nodes
    key = (*map(id, nodes), paths)
    found: frozenset[str] | None = needs.get(key)
    if found is None:
        sets = [node.selection_set for node in nodes]
        found = frozenset(name for path in paths for name in _names(info, sets, path))
        if len(needs) < MOST_NEEDS:
            needs[key] = found
    return found


def _names(info: AnyInfo, sets: Iterable[SelectionSetNode | None], path: tuple[str, ...]) -> set[str]:
    fields = [field for one in sets if one is not None for field in _fields(info, one.selections)]
    if not path:
        return {snake(field.name.value) for field in fields if not field.name.value.startswith("__")}
    inner = [field.selection_set for field in fields if field.name.value == path[0]]
    return _names(info, inner, path[1:])


def _fields(info: AnyInfo, selections: Iterable[SelectionNode]) -> Iterable[FieldNode]:
    for selection in selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            yield from _fields(info, selection.selection_set.selections)
        elif isinstance(selection, FragmentSpreadNode):
            fragment = _raw(info).fragments[selection.name.value]
            yield from _fields(info, fragment.selection_set.selections)
