"""The selection of a webhook: looked at when it is registered, and run as its client for each delivery."""

import inspect
from datetime import datetime
from typing import Any

from graphql import GraphQLSchema, NonNullTypeNode, OperationType, execute, print_ast

from auth.errors import Invalid, Problem, Timeout
from auth.principal import Principal
from documents.container import Container
from documents.kernel.store.connection import is_away
from documents.kernel.write.outgoing import SelectionAnswer
from schema.accounts.manifests import fit_operation, opened_by
from schema.careful import despite_odd_rows
from schema.context import Context
from schema.cursors import Cursors
from schema.document_errors import original_cause
from schema.engine.executor import FastExecutor
from schema.engine.prepared import PreparedDocuments, PreparedOperation

VARIABLE = "id"
PATH = ("selection",)
KEPT = 1

Opens = list[tuple[str, list[str]]]


def analyzed_selection(core: GraphQLSchema, text: str) -> tuple[Opens, list[Problem]]:
    """Return the root fields of a selection with the codes that open each, and what is wrong with it."""
    try:
        operation = fit_operation(PreparedDocuments(core, cached=KEPT), text, PATH)
    except Invalid as fault:
        return [], [fault]
    if operation.type is not OperationType.QUERY or not _takes_the_id(operation):
        return [], [Invalid("selection_unfit", path=PATH)]
    return opened_by(core, operation), []


def _takes_the_id(operation: PreparedOperation) -> bool:
    found = operation.node.variable_definitions or ()
    return [one.variable.name.value for one in found] == [VARIABLE] and all(
        isinstance(one.type, NonNullTypeNode) and print_ast(one.type) == "ID!" for one in found
    )


class SelectionReader:
    """Runs selections over the container of a process. Cursors in what they give are nobody's."""

    def __init__(self, core: GraphQLSchema, container: Container, cursors: Cursors) -> None:
        self._core = core
        self._container = container
        self._cursors = cursors
        self._documents = PreparedDocuments(core)

    async def select(self, who: Principal, text: str, object_id: str, now: datetime) -> SelectionAnswer:
        """Return what a client's own query gives of an object, as that client: nothing else decides. A selection that the
        schema has outgrown gives nothing. Raises: Timeout; PyMongoError."""
        prepared = self._documents.prepare(text)
        if self._documents.validation_errors(prepared):
            return SelectionAnswer(None, is_whole=False)
        operation = self._documents.choose(prepared, None)
        context = Context(self._container, self._cursors, now, who=who, needs=operation.needs)

        def run(seen: Any) -> Any:
            return execute(
                self._core,
                operation.prepared.document,
                context_value=seen,
                variable_values={VARIABLE: object_id},
                executor_class=FastExecutor,
                plans=operation.plans,
            )

        answered = await despite_odd_rows(self._core, context, run)
        result = await answered if inspect.isawaitable(answered) else answered
        for error in result.errors or ():
            cause = original_cause(error)
            # It is made again where the store did not answer.
            if isinstance(cause, Timeout) or (cause is not None and is_away(cause)):
                raise cause
        return SelectionAnswer(result.data, is_whole=not result.errors)
