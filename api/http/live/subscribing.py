"""From what a caller sends to a place among those who follow: guard, cost and validation as for every operation."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    create_source_event_stream,
)

from api.http.answers import encode
from api.http.authentication import Caller
from api.http.graphql import ContextFactory
from api.http.parameters import Parameters
from api.http.registered import Texts
from auth.texts.errors import Text
from documents.budgets.spending import Budgets
from schema.context import Context
from schema.engine.executor import StockExecutor
from schema.engine.prepared import PreparedDocuments, PreparedOperation
from schema.errors import RequestRefused, masked_error, shown_execution_errors, shown_validation_errors
from schema.live.broadcast import Broadcaster, LiveLine, Subscriber
from schema.live.following import Asked, Interest

ONLY_SUBSCRIPTIONS = Text(
    "По этому соединению выполняются только подписки. Отправьте операцию методом POST.",
    "Only subscriptions are run over this connection. Send the operation with POST.",
)
AFTER = "after"
"""The argument that differs between those who follow the same."""

log = structlog.get_logger("api.http.live")


class Unfit(Exception):
    """An operation that nobody follows: its errors, as callers read them."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = list(errors)


@dataclass(frozen=True)
class Subscribing:
    """What both doors share. One a process."""

    operations: PreparedDocuments
    contexts: ContextFactory
    broadcaster: Broadcaster
    executor_class: type[StockExecutor]
    clock: Callable[[], datetime]
    texts: Texts
    budgets: Budgets | None = None

    async def chosen(self, caller: Caller, parameters: Parameters) -> PreparedOperation:
        """Read, measure, price and validate an operation.

        Raises: Unfit; RequestRefused for what is no subscription, or not registered; Unauthenticated;
        SyntaxRefused, OverLimit, NotChosen, TooCostly.
        """
        prepared = self.operations.prepare(await self.texts(caller, parameters))
        operation = self.operations.choose(prepared, parameters.operation_name)
        self.operations.cost(operation).check(parameters.variables)
        errors = self.operations.validation_errors(prepared)
        if errors:
            raise Unfit(shown_validation_errors(errors, caller.locale))
        if operation.type is not OperationType.SUBSCRIPTION:
            raise RequestRefused("only_subscriptions", ONLY_SUBSCRIPTIONS)
        return operation

    async def follow(
        self,
        caller: Caller,
        operation: PreparedOperation,
        variables: Mapping[str, Any],
        subscriber: Subscriber,
    ) -> bool:
        """Let a subscriber hear what the operation follows, and say whether there is anything: not where the field is
        closed to the caller. Raises: Unfit, Problem, Problems; StoreSilent, PyMongoError."""

        async def context_at(now: datetime) -> Context:
            # Whoever follows the same under another session hears the same.
            made: Context = await self.contexts(replace(caller, now=now, session_id=None), operation.needs)
            return made

        context = await context_at(self.clock())
        if self.budgets is not None:
            points = self.operations.cost(operation).points(variables)
            await self.budgets.spend(context.principal, points, now=context.now)
        asked = Asked(self.operations, operation, variables, self.executor_class)
        interest = await self._interest(caller, asked, context)
        if interest is None:
            return False

        def line() -> LiveLine:
            return LiveLine(interest.channel(asked, context_at), lambda result: written(caller, result))

        name = (caller.account_id, caller.scope, caller.locale, operation.key, _shared(operation, variables))
        await self.broadcaster.join(subscriber, name, line, after=interest.position)
        return True

    async def _interest(self, caller: Caller, asked: Asked, context: Context) -> Interest | None:
        executor = asked.executor(context)
        if isinstance(executor, list):
            raise Unfit(_shown(caller, executor))
        found = create_source_event_stream(executor)
        stream = await found if inspect.isawaitable(found) else found
        if isinstance(stream, ExecutionResult):
            raise Unfit(_shown(caller, stream.errors or ()))
        return stream if isinstance(stream, Interest) else None


def written(caller: Caller, result: ExecutionResult) -> bytes:
    """Write what is told of one event."""
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = _shown(caller, result.errors)
    try:
        return encode(answer)
    except TypeError:
        log.exception("answer_not_json", request_id=caller.request_id)
        return encode({"errors": [masked_error(caller.locale, request_id=caller.request_id)]})


def _shown(caller: Caller, errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    return shown_execution_errors(errors, caller.locale, request_id=caller.request_id)


def _shared(operation: PreparedOperation, variables: Mapping[str, Any]) -> bytes:
    """The variables in which those who follow the same agree: all but the place that each goes on from."""
    places = set(_places(operation.node))
    return encode(sorted((name, value) for name, value in variables.items() if name not in places))


def _places(node: OperationDefinitionNode) -> list[str]:
    fields = [one for one in node.selection_set.selections if isinstance(one, FieldNode)]
    given = [one for field in fields for one in field.arguments or () if one.name.value == AFTER]
    return [one.value.name.value for one in given if isinstance(one.value, VariableNode)]
