"""What a manifest of operations is worth: each read, measured, validated and priced as if it were sent."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from auth.errors import Invalid, Problem
from schema.accounts.inputs import ClientDocumentInput
from schema.enforcing import declared_at
from schema.engine.cost import TooCostly
from schema.engine.guard import OverLimit
from schema.engine.operation_cache import key_of
from schema.engine.prepared import NotChosen, PreparedDocuments, PreparedOperation, SyntaxRefused

PREFIX = "sha256:"
KEPT = 1
"""Documents kept while a manifest is looked at: none is looked at twice, and none pushes out what callers ask for."""


async def analyzed(
    core: GraphQLSchema, given: Sequence[ClientDocumentInput]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return what is to be stored of each document with what opens its root fields, and what is wrong with them, by path."""
    operations = PreparedDocuments(core, cached=KEPT)
    found: list[dict[str, Any]] = []
    faults: list[Problem] = []
    for index, one in enumerate(given):
        try:
            found.append(_analyzed_one(operations, one, ("documents", str(index))))
        except Invalid as fault:
            faults.append(fault)
        # A hundred of them take a moment in which others are answered too.
        await asyncio.sleep(0)
    return found, faults


def _analyzed_one(
    operations: PreparedDocuments, given: ClientDocumentInput, path: tuple[str, ...]
) -> dict[str, Any]:
    text, digest = given.text, key_of(given.text).hex()
    if given.hash is not None and given.hash.removeprefix(PREFIX).lower() != digest:
        raise Invalid("wrong_hash", path=(*path, "hash"), hash=digest)
    operation = fit_operation(operations, text, (*path, "text"))
    opens = opened_by(operations.schema, operation)
    return {"hash": digest, "name": operation.name, "text": text, "opens": opens}


def fit_operation(operations: PreparedDocuments, text: str, where: tuple[str, ...]) -> PreparedOperation:
    """Return the one operation of a document, which has a name, fits the schema and stays within the limits.

    Raises: INVALID at `where`.
    """
    try:
        prepared = operations.prepare(text)
        operation = operations.choose(prepared, None)
        if operation.name is None:
            raise Invalid("document_without_name", path=where)
        operations.cost(operation).check({})
    except SyntaxRefused as refusal:
        raise Invalid("document_unreadable", path=where, reason=refusal.error.message.rstrip(".")) from None
    except NotChosen:
        raise Invalid("document_without_name", path=where) from None
    except OverLimit as refusal:
        raise Invalid(
            "document_over_limit", path=where, limit=refusal.limit.name, found=str(refusal.found)
        ) from None
    except TooCostly as refusal:
        raise Invalid("document_too_costly", path=where, limit=refusal.limit, cost=refusal.cost) from None
    errors = operations.validation_errors(prepared)
    if errors:
        raise Invalid("document_unfit", path=where, reason=errors[0].message.rstrip("."))
    return operation


def opened_by(core: GraphQLSchema, operation: PreparedOperation) -> list[tuple[str, list[str]]]:
    """Return the root fields that not everybody may ask for, each with the actions of which one opens it."""
    root = core.get_root_type(operation.type)
    assert root is not None, "the document was validated"
    fragments = {
        one.name.value: one
        for one in operation.prepared.document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    names = sorted({*_root_fields(operation.node, fragments)} & root.fields.keys())
    declared = [(name, declared_at(f"{root}.{name}", root.fields[name])) for name in names]
    return [
        (name, [action.value for action in one.actions])
        for name, one in declared
        if one.actions and one.unless_oneself is None
    ]


def _root_fields(
    node: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]
) -> Iterator[str]:
    # Validated: no fragment spreads itself.
    waiting: list[SelectionSetNode] = [node.selection_set]
    while waiting:
        for one in waiting.pop().selections:
            if isinstance(one, FieldNode):
                yield one.name.value
            elif isinstance(one, FragmentSpreadNode):
                waiting.append(fragments[one.name.value].selection_set)
            elif isinstance(one, InlineFragmentNode):
                waiting.append(one.selection_set)
