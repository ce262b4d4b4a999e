"""The operations behind Open311: GraphQL documents of ours, run in the name of the client whose key was presented.

There is no other way to rows, nor to a new one: plans, masking, redaction and the rules of registering are those of the
fields that are asked.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

from graphql import ExecutionResult, GraphQLSchema, OperationType, execute

from documents.budgets.spending import Budgets
from schema.careful import despite_odd_rows
from schema.context import Context
from schema.document_errors import original_cause
from schema.engine.executor import FastExecutor
from schema.engine.prepared import PreparedDocuments, PreparedOperation
from schema.engine.selection import FieldNeeds

CASE = """number status text summary receivedAt updatedAt dueAt channel { code } topic { id title }
  recipient { shortName } settlement { title }
  location { street house description latitude longitude directoryStreet { id } } rejection { comment }"""
ANSWERS = """number status channel { code } responses { no kind status text sentAt }
  rejection { comment } updatedAt"""

SERVICES = """query Open311Services($after: String) {
  topics(first: 100, after: $after) {
    nodes { id title group isActive sector { title } } pageInfo { hasNextPage endCursor } } }"""
SERVICE = "query Open311Service($id: ID!) { topic(id: $id) { id title isActive } }"
REQUESTS = f"""query Open311Requests($filter: CaseFilter, $first: Int!, $after: String) {{
  messages(filter: $filter, first: $first, after: $after) {{
    nodes {{ {CASE} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
PASSED = """query Open311Passed($filter: CaseFilter, $first: Int!, $after: String) {
  messages(filter: $filter, first: $first, after: $after) { pageInfo { hasNextPage endCursor } } }"""
UPDATES = f"""query Open311Updates($filter: CaseFilter, $first: Int!, $after: String) {{
  messages(filter: $filter, first: $first, after: $after) {{
    nodes {{ {ANSWERS} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
REQUEST = f"query Open311Request($number: String!) {{ message(number: $number) {{ {CASE} }} }}"
UPDATED = f"query Open311Updated($number: String!) {{ message(number: $number) {{ {ANSWERS} }} }}"
NAMED = "query Open311Token($id: ID!) { message(id: $id) { number channel { code } } }"
REGISTER = """mutation Open311Register($input: RegisterSubmissionInput!) {
  registerSubmission(input: $input) { submission { number } errors { code message path } } }"""


Contexts = Callable[[Any, FieldNeeds], Awaitable[Context]]
"""Makes the context of one operation of a caller."""


class Questions:
    """Runs the documents of a schema, each for its points out of the budget of who asks."""

    def __init__(self, core: GraphQLSchema, contexts: Contexts, budgets: Budgets) -> None:
        self._core = core
        self._contexts = contexts
        self._budgets = budgets
        self._operation = cache(_Prepared(core).operation)

    async def ask(self, caller: Any, text: str, **variables: Any) -> Mapping[str, Any]:
        """Return what a document answers to a caller. Raises: what refuses it, RATE_LIMITED."""
        prepared, operation = self._operation(text)
        points = prepared.cost(operation).check(variables)
        context = await self._contexts(caller, operation.needs)
        await self._budgets.spend(context.principal, points, now=context.now)

        def run(seen: Any) -> Any:
            return execute(
                self._core,
                operation.prepared.document,
                context_value=seen,
                variable_values=variables,
                executor_class=FastExecutor,
                plans=operation.plans,
            )

        if operation.type is OperationType.QUERY:
            result = await despite_odd_rows(self._core, context, run)
        else:
            found = run(context)
            result = await found if inspect.isawaitable(found) else found
        return _data(result)


class _Prepared:
    def __init__(self, core: GraphQLSchema) -> None:
        self._documents = PreparedDocuments(core)

    def operation(self, text: str) -> tuple[PreparedDocuments, PreparedOperation]:
        prepared = self._documents.prepare(text)
        errors = self._documents.validation_errors(prepared)
        if errors:
            raise errors[0]
        return self._documents, self._documents.choose(prepared, None)


def _data(result: ExecutionResult) -> Mapping[str, Any]:
    for error in result.errors or ():
        raise original_cause(error) or error
    assert result.data is not None, "what has no errors has data"
    found: Mapping[str, Any] = result.data
    return found
