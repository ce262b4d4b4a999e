"""Refusals in payloads: the problem type, and the one way in which every mutation runs its operation."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

import strawberry
from strawberry.scalars import JSON

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems, RequestError, one_each
from documents.idempotency.calls import Earlier, Kept
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.names import camel
from documents.kernel.read.resource import Resource
from documents.kernel.write.operation import Effect, Operation
from documents.kernel.write.runner import Outcome
from schema.context import Context, GraphInfo
from schema.loading import load_one, present
from schema.nodes import asking
from schema.refusing import message

A = TypeVar("A")

IDEMPOTENCY_KEY = "idempotencyKey"
"""The field of every input that holds the key; `schema/repeating.py` gives it to them."""


@strawberry.enum(
    description="Why something was refused. Values may be added: treat an unknown one as unknown."
)
class ProblemCode(StrEnum):
    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN = "FORBIDDEN"
    INVALID = "INVALID"
    STALE = "STALE"
    INVALID_TRANSITION = "INVALID_TRANSITION"
    DUPLICATE_EXTERNAL_ID = "DUPLICATE_EXTERNAL_ID"
    DEADLINE_RULE = "DEADLINE_RULE"
    NOT_EFFECTIVE_CURATOR = "NOT_EFFECTIVE_CURATOR"
    SIGNED_IMMUTABLE = "SIGNED_IMMUTABLE"
    FOUR_EYES = "FOUR_EYES"
    INACTIVE_TARGET = "INACTIVE_TARGET"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    LIMIT_REACHED = "LIMIT_REACHED"


@strawberry.type(name="Problem", description="One reason why a mutation was refused.")
class ProblemType:
    code: ProblemCode = strawberry.field(description="Machine-readable reason.")
    message: str = strawberry.field(
        description="A sentence for people to read, in the language of `Accept-Language`."
    )
    path: list[str] | None = strawberry.field(
        description=(
            "The offending field, relative to `input`; indexes as decimal strings. Null if it is not about "
            "a field."
        )
    )
    facts: JSON | None = strawberry.field(
        description="Facts of the code, according to its published JSON Schema."
    )


def shown_problem(info: GraphInfo, problem: Problem) -> ProblemType:
    """Return the problem as its type, in the words of the caller's language."""
    return ProblemType(
        code=ProblemCode(problem.code),
        message=message(info, problem),
        path=list(problem.path) or None,
        facts=JSON(problem.facts) if problem.facts else None,
    )


@dataclass(frozen=True)
class Keeping(Generic[A]):
    """How an answer that is more than its object is kept for a repeat, and restored from there."""

    kept: Callable[[A], Kept]
    restored: Callable[[Kept], A]


class Ids:
    """Reads the global ids of one input and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def one(self, text: str | None, type_names: str | Iterable[str], *, path: str) -> str | None:
        """Return the document id in `text`; None for null. A malformed one, or one of another type, becomes a problem."""
        if text is None:
            return None
        wanted = {type_names} if isinstance(type_names, str) else set(type_names)
        try:
            type_name, record_id = read_global_id(text)
        except MalformedId:
            type_name, record_id = "", ""
        if type_name not in wanted:
            self.problems.append(Invalid("malformed_id", path=tuple(path.split("."))))
            return None
        return record_id

    def many(self, texts: Iterable[str] | None, type_names: str | Iterable[str], *, path: str) -> list[str]:
        """Return the document ids in a list; none for null."""
        found = (self.one(text, type_names, path=f"{path}.{index}") for index, text in enumerate(texts or ()))
        return [one for one in found if one is not None]


async def run(
    info: GraphInfo,
    operation: Operation,
    resource: Resource,
    *,
    shown_as: str,
    ids: Ids,
    target_id: str | None = None,
    expected_revision: int | None = None,
    facts: Mapping[str, Any],
    within: str | None = None,
    answered: Callable[[Any, Any], Any] | None = None,
    keeps: Keeping[Any] | None = None,
) -> dict[str, Any]:
    """Run an operation and answer its payload: the object under `shown_as`, and the problems.

    Each mutation of an operation decides under a principal of its own. A refusal carries the current object where the
    viewer sees it; a success that took it out of view carries null. `answered` makes what is shown of the object and the
    operation's own answer, where that is more than the object, which then stands in the field `within`; a refusal shows
    nothing there. `keeps` is how that answer is kept for a repeat under the same idempotency key; without it what is more
    than the object is told once, and a repeat shows nothing there.
    """
    place = (camel(shown_as), *([camel(within)] if within else ()))
    if info.context.earlier is not None:
        again = await _again(info, resource, info.context.earlier, place, answered=answered, keeps=keeps)
        return {shown_as: again, "errors": []}
    if keeps is not None and info.context.call is not None:
        info.context.call.keeps = keeps.kept
    found = await attempt(
        info, operation, ids=ids, target_id=target_id, expected_revision=expected_revision, facts=facts
    )
    if not isinstance(found, Outcome):
        where = {"_id": target_id}
        is_shown = target_id is not None and not within
        current = await load_one(info, resource, where=where, path=place) if is_shown else None
        return {shown_as: current, "errors": [shown_problem(info, one) for one in found]}
    after = found.record
    shown = present(info, resource, after.to_row(), path=place) if after else None
    return {shown_as: answered(shown, found.answer) if answered else shown, "errors": []}


async def _again(
    info: GraphInfo,
    resource: Resource,
    earlier: Earlier,
    place: tuple[str, ...],
    *,
    answered: Callable[[Any, Any], Any] | None,
    keeps: Keeping[Any] | None,
) -> Any:
    """What an earlier call has answered, read again under the rights of today; None where it is not to be seen any more, or
    was told once."""
    if answered is not None and keeps is None:
        return None
    await info.context.renewed()
    where = {"_id": earlier.object_id}
    current = (
        await load_one(info, resource, where=where, path=place) if earlier.object_id is not None else None
    )
    if answered is None or keeps is None:
        return current
    return answered(current, keeps.restored(earlier.kept))


async def attempt(
    info: GraphInfo,
    operation: Operation,
    *,
    ids: Ids,
    target_id: str | None = None,
    expected_revision: int | None = None,
    facts: Mapping[str, Any],
) -> Outcome | Sequence[Problem]:
    """Run an operation under a principal of its own; what it left behind, or the problems for the payload.

    What is shown afterwards is shown under the rights that hold then.
    """
    context = info.context
    try:
        who = await context.begun()
        refused_form = [*context.refused_form, *_missing_key(context, operation)]
        if ids.problems:
            # Whoever may never do it learns nothing about the shape of ids either.
            await context.runner.entitled(who, context.now, operation)
            own = operation.refused_input(facts)
            raise Problems(one_each([*refused_form, *ids.problems, *own]))
        outcome = await context.runner.run(
            who,
            context.now,
            operation,
            target_id,
            expected_revision=expected_revision,
            refused_form=refused_form,
            **facts,
        )
    except RequestError:
        raise  # a refusal of the request itself belongs beside `data`, not into the payload
    except (Problem, Problems) as refusal:
        # The refusal may rest on rights that changed a moment ago: the object is shown under those too.
        await context.renewed()
        return refusal.problems if isinstance(refusal, Problems) else (refusal,)
    context.who = outcome.who
    return outcome


def _missing_key(context: Context, operation: Operation) -> Iterator[Problem]:
    """A program that lost an answer asks again, and would create a second object: a key of its own tells them apart."""
    is_client = context.principal.person_id is None
    if is_client and operation.effect is Effect.CREATES and context.call is None:
        yield Invalid("required", path=IDEMPOTENCY_KEY)


def mutation(
    actions: Action | Sequence[Action] | None, payload: type, description: str
) -> Callable[[Callable[..., Any]], Any]:
    """Return a mutation field that names its permissions in the SDL and is null only beside a top-level error."""
    field: Callable[[Callable[..., Any]], Any] = strawberry.mutation(
        graphql_type=payload | None, **asking(actions, description)
    )
    return field
