"""Runs one document under both executors and writes everything that an observer could tell apart."""

import asyncio
import gc
import inspect
import warnings
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import orjson
from graphql import DocumentNode, OperationDefinitionNode, execute

from schema.engine.executor import FastExecutor, StockExecutor
from schema.engine.plans import Plans
from tests.engine.planted import CORE, context

T = TypeVar("T")


class AtOnce(FastExecutor):
    """Compiles at the first use."""

    compile_after = 1
    is_on = True


def plans_of(document: DocumentNode) -> Plans:
    """Room for what is compiled of the only operation of a document."""
    (node,) = (one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    return Plans(CORE, node)


async def told(
    document: DocumentNode,
    value: Callable[[], Any],
    executor: type[StockExecutor | FastExecutor],
    plans: Plans | None = None,
    **variables: Any,
) -> bytes:
    """The answer, and what the resolvers did on the way, as bytes; keys keep their order."""
    carried = context(value())
    result: Any = execute(
        CORE,
        document,
        context_value=carried,
        variable_values=variables,
        executor_class=executor,
        plans=plans,
    )
    if inspect.isawaitable(result):
        result = await result
    errors = [
        {
            "message": error.message,
            "path": error.path,
            "locations": [[one.line, one.column] for one in error.locations or ()],
            "cause": type(error.original_error).__name__,
        }
        for error in result.errors or ()
    ]
    answer = {"data": result.data, "errors": errors, "done": carried.done}
    return orjson.dumps(
        answer, default=lambda value: type(value).__name__, option=orjson.OPT_PASSTHROUGH_SUBCLASS
    )


async def difference(document: DocumentNode, value: Callable[[], Any], **variables: Any) -> str:
    """What differs between the executors; nothing where both are the same, the engine twice, of the same plans."""
    return (await Pair(document).compared(value, times=2, **variables))[1]


class Pair:
    """A document that both executors are asked with one value after another; the engine of one set of plans."""

    def __init__(self, document: DocumentNode) -> None:
        self._document, self._plans = document, plans_of(document)

    async def compared(
        self, value: Callable[[], Any], *, times: int = 1, **variables: Any
    ) -> tuple[bytes, str]:
        """What the stock executor tells, and where the engine tells something else, both."""
        stock = await told(self._document, value, StockExecutor, **variables)
        for _ in range(times):
            fast = await told(self._document, value, AtOnce, self._plans, **variables)
            if fast != stock:
                return stock, f"stock {stock.decode()}\nfast  {fast.decode()}"
        return stock, ""


def apart(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run in a loop of its own, without a word about coroutines that were never awaited.

    graphql-core cancels what waits beside an error before it began; both executors leave such coroutines. They are
    collected at the end alone: where the collector meets one while a named tuple is made, in whose scope nothing can be
    imported, Python cannot even ask whether to warn. Nothing grows old meanwhile, so the young are all there is to look at.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        gc.disable()
        try:
            return asyncio.run(work())
        finally:
            gc.collect(1)
            gc.enable()
