"""Idempotency keys: every input of a mutation takes one, and the second call under it answers what the first one did."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import strawberry
from graphql import GraphQLField, GraphQLInputObjectType, GraphQLSchema, get_named_type
from graphql.pyutils import is_awaitable
from strawberry.types import get_object_definition

from auth.errors import IdempotencyKeyReused, Problem, Timeout
from documents.idempotency.calls import KEPT_DAYS, Call, call_of
from schema.context import Context
from schema.problems import IDEMPOTENCY_KEY
from schema.shapes.checking import INPUT
from schema.shapes.kinds import IdempotencyKey

Resolver = Callable[..., Any]


@strawberry.input
class _Keyed:
    """Stands for every input of a mutation: its one field is given to all of them."""

    idempotency_key: IdempotencyKey | None = strawberry.field(
        default=None,
        description=(
            f"A key drawn for this call, e.g. a UUID, to send it again with: for {KEPT_DAYS} days the same mutation with "
            "the same input answers what the first call did, as you may see it now, and changes nothing. With another "
            "input it is `IDEMPOTENCY_KEY_REUSED`; while the first call runs, `RATE_LIMITED`. Refused calls are not "
            "remembered. Optional for people; required for clients if the mutation creates something."
        ),
    )


def take_keys(built: strawberry.Schema) -> None:
    """Give every mutation's input its key, and put every mutation behind the look at what was done under it before."""
    (definition,) = get_object_definition(_Keyed, strict=True).fields
    core = built._schema  # noqa: SLF001  # Strawberry has no door to the finished schema
    for name, field in _mutations(core):
        shown = get_named_type(field.args[INPUT].type)
        assert isinstance(shown, GraphQLInputObjectType), "every mutation takes one input"
        shown.fields[IDEMPOTENCY_KEY] = built.schema_converter.from_input_field(definition)
        assert field.resolve is not None, "Strawberry gives every field its resolver"
        field.resolve = _once(field.resolve, name)


def _mutations(core: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    yield from (core.mutation_type.fields if core.mutation_type is not None else {}).items()


def _once(resolve: Resolver, name: str) -> Resolver:
    """Take the key from the input, which nothing below knows, and run the mutation under it."""

    def change(source: Any, info: Any, **arguments: Any) -> Any:
        context: Context = info.context
        context.call = context.refused_key = None
        key = arguments[INPUT].pop(IDEMPOTENCY_KEY, None)
        # A key that is none is refused with everything else that is wrong with the form.
        if key is None or any(one.path == (IDEMPOTENCY_KEY,) for one in context.refused_form):
            return resolve(source, info, **arguments)
        call = _call(context, name, key, arguments[INPUT])
        return _under_key(context, call, lambda: resolve(source, info, **arguments))

    return change


def _call(context: Context, name: str, key: str, given: Mapping[str, Any]) -> Call:
    container = context.container
    if container.vault is None:
        raise RuntimeError("this process has no keys for personal data, so it can digest no input")
    return call_of(
        container.store,
        container.vault,
        account_id=context.principal.account_id,
        name=name,
        key=key,
        given=given,
        holder=container.runner.new_id(),
        now=context.now,
    )


async def _under_key(context: Context, call: Call, run: Callable[[], Awaitable[Any] | Any]) -> Any:
    """The payload of the mutation, run once or read again. Raises: CallRunning (RATE_LIMITED)."""
    try:
        await call.begin()
    except IdempotencyKeyReused as refusal:
        context.refused_key = refusal
        return await _awaited(run())
    context.call = call
    try:
        payload = await _awaited(run())
    except Timeout:
        # It may yet be done: the reservation stands until it lapses, or is settled.
        raise
    except Problem:
        await call.release()
        raise
    if call.earlier is None:
        await (call.release() if payload["errors"] else call.finish())
    return payload


async def _awaited(answer: Any) -> Any:
    return await answer if is_awaitable(answer) else answer
