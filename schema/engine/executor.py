"""graphql-core's executor with generated code in two places: where a list and where an object is completed."""

from collections.abc import Awaitable, Iterable
from typing import Any, ClassVar

from graphql import GraphQLObjectType, GraphQLResolveInfo, OperationType
from graphql.pyutils import Path, gather_with_cancel, is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.engine.compiler import Compiler, ObjectPlan, Selected
from schema.engine.counters import count
from schema.engine.plans import CompiledPlan, Plans, Shape
from schema.engine.purity import Surprise
from schema.engine.settings import settings_of


class StockExecutor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor as it is: what the engine is compared with, and what runs when it is switched off.

    `plans` are those of the operation, kept by the caller of `execute`; this executor leaves them alone.
    """

    def __init__(self, *args: Any, plans: Plans | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = plans


class FastExecutor(StockExecutor):
    """Answers as the stock executor does, to the byte.

    Generated code only reads. Whatever it does not expect makes graphql-core execute the same subtree, which finds
    the error, its path and what becomes null. Fields with a resolver are always executed by graphql-core, and only
    once everything plain beside them has been read, so nothing with an effect runs twice. Without `plans` what is
    compiled lasts for this execution.
    """

    compile_after: ClassVar[int] = 2
    """The use of an operation from which on it is compiled; tests compile at once."""

    is_on: ClassVar[bool] = True
    """False makes this the stock executor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lists: dict[tuple[Any, int], tuple[Selected, CompiledPlan]] = {}
        self._objects: dict[tuple[Any, int], tuple[Selected, CompiledPlan]] = {}
        self._shared_list = settings_of(self.schema).shared_list
        self._shape = self._found_shape() if self.is_on and self._is_usual() else None

    def _is_usual(self) -> bool:
        """Whether nothing is asked for that would have to be seen between the fields of a selection."""
        return (
            self.middleware_manager is None
            and self.abort_signal is None
            and self.error_propagation
            and self.is_awaitable is is_awaitable
            and self.operation.operation is not OperationType.SUBSCRIPTION
        )

    def _found_shape(self) -> Shape | None:
        plans = self.plans or Plans(self.schema, self.operation)
        if plans.operation is not self.operation or plans.schema is not self.schema:
            raise ValueError("these are the plans of another operation")
        return plans.shape(self.variable_values.coerced, self.fragment_definitions, self.compile_after)

    def complete_iterable_value(
        self,
        item_type: Any,
        field_details_list: Selected,
        info: GraphQLResolveInfo[Any],
        path: Path,
        items: Iterable[Any],
        position_context: Any,
    ) -> Any:
        """Complete a list: by one generated function where everything below it is read plainly."""
        # Something deferred has a position; it is executed as it comes.
        shape = self._shape if position_context is None else None
        kind = items.__class__
        # Other iterables may be emptied by reading, so nobody could read them again.
        if shape is not None and (kind is list or kind is tuple or kind is self._shared_list):
            plan = self._plan(self._lists, "list", shape, item_type, field_details_list)
            if plan is not None:
                try:
                    completed = plan(items)
                except Exception as surprise:  # noqa: BLE001  # graphql-core meets it again and says what it is
                    _fell(surprise)
                else:
                    count("runs.list")
                    return completed
        return super().complete_iterable_value(
            item_type, field_details_list, info, path, items, position_context
        )

    def collect_and_execute_subfields(
        self,
        return_type: GraphQLObjectType,
        field_details_list: Selected,
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Complete an object of a settled type: plain keys by generated code, the others by graphql-core."""
        shape = self._shape if position_context is None else None
        if shape is not None:
            plan: ObjectPlan | None = self._plan(
                self._objects, "object", shape, return_type, field_details_list
            )
            if plan is not None:
                try:
                    completed = plan.read(result)
                except Exception as surprise:  # noqa: BLE001  # as above
                    _fell(surprise)
                else:
                    count("runs.object")
                    return (
                        self._filled(plan, completed, return_type, path, result) if plan.holes else completed
                    )
        return super().collect_and_execute_subfields(
            return_type, field_details_list, path, result, position_context
        )

    def _plan(
        self,
        known: dict[tuple[Any, int], tuple[Selected, CompiledPlan]],
        kind: str,
        shape: Shape,
        type_: Any,
        selected: Selected,
    ) -> CompiledPlan:
        key = (type_, id(selected))
        found = known.get(key)
        if found is None:
            plan = shape.plan(kind, type_, selected, lambda: self._compiler(shape))
            # The list is kept, so that its id stays its own.
            found = known[key] = (selected, plan)
        return found[1]

    def _compiler(self, shape: Shape) -> Compiler:
        return Compiler(self.schema, self.collect_subfields, shape.budget)

    def _filled(
        self, plan: ObjectPlan, data: dict[str, Any], type_: GraphQLObjectType, path: Path, source: Any
    ) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """Execute the fields that are not plain, in their order, as `execute_fields` does."""
        waiting: list[str] = []
        try:
            for name, selected in plan.holes:
                value = self.execute_field(type_, source, selected, Path(path, name, type_.name), None)
                data[name] = value
                if is_awaitable(value):
                    waiting.append(name)
        except Exception:
            if waiting:
                self.settle_in_background([data[name] for name in waiting])
            raise
        return _awaited(data, waiting) if waiting else data


async def _awaited(data: dict[str, Any], waiting: list[str]) -> dict[str, Any]:
    if len(waiting) == 1:
        data[waiting[0]] = await data[waiting[0]]
    else:
        data.update(zip(waiting, await gather_with_cancel(*(data[name] for name in waiting)), strict=True))
    return data


def _fell(surprise: Exception) -> None:
    """Count by a few words: the texts of other errors may hold data."""
    reason = str(surprise) if isinstance(surprise, Surprise) else type(surprise).__name__
    count(f"fell.{reason}")
