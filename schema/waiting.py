"""The filter «what waits for me» of lists whose objects are of one kind."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from documents.kernel.read.parts import ListPart
from documents.kernel.read.resource import Resource
from documents.kernel.write.waiting import waiting
from schema.context import GraphInfo

WAITS = "What is waiting for you: state and rights allow you one of these actions now (as in `allowedActions` of a list)."
"""What the filter `allowedAction` says, in every list that has it."""


def names_of(actions: Sequence[StrEnum]) -> frozenset[str]:
    """Return the operations that values of such an enumeration stand for."""
    return frozenset(str(one).lower() for one in actions)


def parts_of(
    info: GraphInfo, resource: Resource, where: Mapping[str, Any], actions: Sequence[StrEnum] | None
) -> tuple[ListPart, ...]:
    """Return the parts of a list: one, or those in which one of the actions waits for the viewer."""
    if actions is None:
        return (ListPart(where),)
    context = info.context
    snapshot = context.container.reference.snapshot
    return waiting(resource.record, context.principal, names_of(actions), snapshot, where=where)
