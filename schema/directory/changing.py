"""The one way in which mutations on reference data run: fields that are given, others left alone."""

from typing import Any

from documents.kernel.read.resource import Resource
from documents.kernel.write.operation import Operation
from schema.context import GraphInfo
from schema.directory.inputs import given
from schema.problems import Ids, run


async def created(
    info: GraphInfo, operation: Operation, resource: Resource, input: Any, *, shown_as: str
) -> dict[str, Any]:
    """Run a creation; the payload."""
    ids = Ids()
    facts = {"fields": given(input, ids, creates=True)}
    return await run(info, operation, resource, shown_as=shown_as, ids=ids, facts=facts)


async def updated(
    info: GraphInfo, operation: Operation, resource: Resource, input: Any, *, shown_as: str
) -> dict[str, Any]:
    """Run a partial change of the object under `input.id`; the payload."""
    ids = Ids()
    return await run(
        info,
        operation,
        resource,
        shown_as=shown_as,
        ids=ids,
        target_id=ids.one(input.id, resource.record.__name__, path="id"),
        expected_revision=input.expected_revision,
        facts={"fields": given(input, ids, creates=False)},
    )
