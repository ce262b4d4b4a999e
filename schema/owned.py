"""What a person does about rows of their own, which no operation guards: the payload, or why it was refused."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from auth.errors import Invalid, Problem, Problems, RequestError
from auth.principal import Principal
from documents.idempotency.calls import Earlier
from schema.context import GraphInfo
from schema.problems import shown_problem

T = TypeVar("T")


def own_id(who: Principal) -> str:
    """Return the person whose own rows these are. Raises: INVALID (`no_person`) for a partner's client."""
    if who.person_id is None:
        raise Invalid("no_person")
    return who.person_id


async def answered(
    info: GraphInfo,
    shown_as: str,
    work: Callable[[Principal], Awaitable[T]],
    shown: Callable[[Principal, Earlier | None, T | None], Awaitable[Any]],
) -> dict[str, Any]:
    """Return the payload of what a person does about rows of their own, or why it was refused; a repeat changes nothing."""
    context = info.context
    try:
        who, found = await context.begun(), None
        context.demand_form()
        if context.earlier is None:
            if context.confirm is not None:
                # Who was shut out a moment ago changes nothing any more.
                await context.confirm(await context.container.reference.stored_versions())
            found = await work(who)
        return {shown_as: await shown(who, context.earlier, found), "errors": []}
    except RequestError:
        raise  # a refusal of the request itself belongs beside `data`, not into the payload
    except (Problem, Problems) as refusal:
        problems = refusal.problems if isinstance(refusal, Problems) else [refusal]
        return {shown_as: None, "errors": [shown_problem(info, one) for one in problems]}
