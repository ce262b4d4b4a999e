"""How types read what `access` returns: plain keys of mappings, attributes of everything else."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
)

from documents.kernel.frozen import Frozen, Kept
from schema.context import GraphInfo

__all__ = ["Frozen", "Kept", "read", "selected", "snake"]


def read(source: Any, name: str) -> Any:
    """The default resolver. A key that `access` did not fill is a mistake of ours and fails, instead of reading null."""
    if isinstance(source, Mapping):
        return source[name]
    return getattr(source, name)


def snake(name: str) -> str:
    """The stored spelling of a GraphQL name: `receivedAt` → `received_at`."""
    return re.sub(r"[A-Z]", lambda match: "_" + match.group(0).lower(), name)


def _raw(info: GraphInfo) -> GraphQLResolveInfo[Any]:
    # Strawberry's own view of the selection builds an object per field; graphql-core's is already there.
    return info._raw_info  # noqa: SLF001


MOST_NEEDS = 200
"""Fields and paths that are kept for one operation; `@skip` and `@include` make others of the same nodes."""


def selected(info: GraphInfo, *paths: tuple[str, ...]) -> frozenset[str]:
    """Names, in stored spelling, of the fields selected under the current field at any of `paths`.

    Fragments count whatever their type condition, and `@skip`/`@include` are not looked at: asking for a key too
    many is harmless, one too few is not. So nothing depends on variables, and one operation is looked at once.
    """
    nodes, needs = _raw(info).field_nodes, info.context.needs
    key = (*map(id, nodes), paths)
    found = needs.get(key)
    if found is None:
        sets = [node.selection_set for node in nodes]
        found = frozenset(name for path in paths for name in _names(info, sets, path))
        if len(needs) < MOST_NEEDS:
            needs[key] = found
    return found


def _names(info: GraphInfo, sets: Iterable[SelectionSetNode | None], path: tuple[str, ...]) -> set[str]:
    fields = [field for one in sets if one is not None for field in _fields(info, one.selections)]
    if not path:
        return {snake(field.name.value) for field in fields if not field.name.value.startswith("__")}
    inner = [field.selection_set for field in fields if field.name.value == path[0]]
    return _names(info, inner, path[1:])


def _fields(info: GraphInfo, selections: Iterable[SelectionNode]) -> Iterable[FieldNode]:
    for selection in selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            yield from _fields(info, selection.selection_set.selections)
        elif isinstance(selection, FragmentSpreadNode):
            fragment = _raw(info).fragments[selection.name.value]
            yield from _fields(info, fragment.selection_set.selections)
