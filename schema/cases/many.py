"""Mutations of several cases at once, each made of a single one: every case in a transaction of its own, with its own
result."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_type_hints

import strawberry
from strawberry.types import get_object_definition

from auth.errors import Forbidden, Invalid, Problem, Problems, RequestError, one_each
from auth.principal import Principal
from documents.cases import operations
from documents.idempotency.calls import Call
from documents.incidents.operations import answering as incident_answering
from documents.kernel import shapes
from documents.kernel.ids import read_global_id
from documents.kernel.names import camel
from documents.kernel.write.operation import Operation
from documents.kernel.write.runner import Outcome
from documents.submissions.operations import answering, intake, routing
from schema.cases.deciding_inputs import MarkCaseInput, SetPriorityInput
from schema.cases.inputs import CloseInput, RouteInput, TargetInput
from schema.cases.mutations import route_facts
from schema.cases.payloads import SUBMISSIONS
from schema.cases.steering import CASE_TYPES, mark_facts, priority_facts
from schema.context import Context, GraphInfo
from schema.problems import Ids, ProblemType, attempt, mutation, shown_problem
from schema.shapes.kinds import Id, Revision

OF_AN_ITEM = ("id", "expected_revision")
"""What each item has of its own; everything else of the single input is said once for all of them."""

ITEMS = "items"


@strawberry.input(description="One of the cases to act on.")
class CaseItem:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


CaseItems = Annotated[list[CaseItem], shapes.ListShape(least=1)]


@strawberry.type(description="What came of one of the cases.")
class CaseResult:
    id: strawberry.ID = strawberry.field(description="The id of the case, as it was given.")
    errors: list[ProblemType] = strawberry.field(
        description="Why it was refused; empty on success. Paths are relative to `input`."
    )


@strawberry.type(description="The result of a mutation of several cases.")
class ManyCasesPayload:
    results: list[CaseResult] | None = strawberry.field(
        description="What came of each, in the order of `items`; null if the input as a whole was refused."
    )
    errors: list[ProblemType] = strawberry.field(
        description="Why the input as a whole was refused; empty where each case has a result of its own."
    )


@dataclass(frozen=True)
class ManyForm:
    """A mutation of several cases: the input of the single one, how its facts are read, what is done to each type."""

    single: type
    facts: Callable[[Ids, Any], Mapping[str, Any]]
    steps: Mapping[str, Operation]
    words: str

    @property
    def distinct(self) -> Sequence[Operation]:
        """The operations, each once."""
        return list({one.name: one for one in self.steps.values()}.values())


def _to(submissions: Operation, incidents: Operation | None = None) -> Mapping[str, Operation]:
    return {
        **dict.fromkeys(SUBMISSIONS, submissions),
        **({"Incident": incidents} if incidents is not None else {}),
    }


def _no_facts(ids: Ids, input: TargetInput) -> Mapping[str, Any]:
    return {}


def _outcome(ids: Ids, input: CloseInput) -> Mapping[str, Any]:
    return {"outcome": input.outcome}


MANY_FORMS: Mapping[str, ManyForm] = {
    "route_many": ManyForm(
        RouteInput,
        route_facts,
        _to(routing.route_submission, incident_answering.route_incident),
        "Route several cases to one recipient, as `routeSubmission` and `routeIncident` do.",
    ),
    "accept_many": ManyForm(
        TargetInput,
        _no_facts,
        _to(intake.accept_submission),
        "Accept several formalized messages and appeals for work, as `acceptSubmission` does.",
    ),
    "close_many": ManyForm(
        CloseInput,
        _outcome,
        _to(answering.close_submission, incident_answering.close_incident),
        "Close several cases with one outcome, as `closeSubmission` and `closeIncident` do.",
    ),
    "set_priority_many": ManyForm(
        SetPriorityInput,
        priority_facts,
        dict.fromkeys(CASE_TYPES, operations.set_priority),
        "Set the priority of several open cases, or the importance of incidents, as `setPriority` does.",
    ),
    "mark_many": ManyForm(
        MarkCaseInput,
        mark_facts,
        dict.fromkeys(CASE_TYPES, operations.mark_case),
        "Put tags on several cases and take others off, as `markCase` does.",
    ),
}
"""Mutation → what it is made of; the one declaration of each."""

MANY: Mapping[str, ManyForm] = {camel(name): form for name, form in MANY_FORMS.items()}
"""The same by the names that callers know."""

_EACH = (
    "Each is done, or refused, by itself; at most 100. Sent again with its `idempotencyKey`, what was done is not done "
    "again, and what was refused is tried once more."
)


def _input_of(name: str, form: ManyForm) -> type:
    """The input of the single mutation with the items in the place of its one object."""
    hints = get_type_hints(form.single, include_extras=True)
    shared = [
        one
        for one in get_object_definition(form.single, strict=True).fields
        if one.python_name not in OF_AN_ITEM
    ]
    described = strawberry.field(description="The cases, each once; at least one.")
    fields = {
        one.python_name: strawberry.field(default=one.default, description=one.description)
        if one.default is not dataclasses.MISSING
        else strawberry.field(description=one.description)
        for one in shared
    }
    annotations = {ITEMS: CaseItems, **{one: hints[one] for one in fields}}
    body = {"__annotations__": annotations, "__module__": __name__, ITEMS: described, **fields}
    called = camel(name)
    return strawberry.input(
        type(f"{called[0].upper()}{called[1:]}Input", (), body),
        description=f"Several cases, and what is done to each of them (`{called}`).",
    )


def _field(name: str, form: ManyForm) -> Any:
    async def resolve(info: GraphInfo, input: Any) -> Any:
        return await _done(info, form, input)

    resolve.__annotations__["input"] = _input_of(name, form)
    actions = list(dict.fromkeys(one.action for one in form.distinct))
    return mutation(actions, ManyCasesPayload, f"{form.words} {_EACH}")(resolve)


async def _done(info: GraphInfo, form: ManyForm, input: Any) -> dict[str, Any]:
    """The payload: what came of each case, or why the input as a whole was refused."""
    context, ids = info.context, Ids()
    call = context.call
    try:
        await _entitled(context, await context.begun(), form)
        facts = form.facts(ids, input)
        refused = one_each([*context.refused_form, *ids.problems, *_repeated(input.items)])
        if refused:
            raise Problems(refused)
    except RequestError:
        raise  # a refusal of the request itself belongs beside `data`, not into the payload
    except (Problem, Problems) as refusal:
        told = refusal.problems if isinstance(refusal, Problems) else (refusal,)
        return {"results": None, "errors": [shown_problem(info, one) for one in told]}
    results = []
    for index, item in enumerate(input.items):
        problems = await _each(info, form, item, facts, call.part(index) if call is not None else None)
        results.append({"id": item.id, "errors": [_placed(info, one, index) for one in problems]})
    context.call = call
    if call is not None and call.earlier is None and all(one["errors"] for one in results):
        # Nothing was done: under this key the input may be corrected, as that of a single mutation.
        await call.release()
    return {"results": results, "errors": []}


async def _entitled(context: Context, who: Principal, form: ManyForm) -> None:
    """Refuse who may do it to no case of any type. Raises: Forbidden."""
    refusals = []
    for one in form.distinct:
        try:
            await context.runner.entitled(who, context.now, one)
        except Forbidden as refusal:
            refusals.append(refusal)
    if len(refusals) == len(form.distinct):
        raise refusals[0]


def _repeated(items: Sequence[CaseItem]) -> Iterator[Problem]:
    """The cases that are named twice."""
    seen: set[str] = set()
    for index, one in enumerate(items):
        if one.id in seen:
            yield Invalid("duplicate", path=(ITEMS, str(index), "id"))
        seen.add(one.id)


async def _each(
    info: GraphInfo, form: ManyForm, item: CaseItem, facts: Mapping[str, Any], call: Call | None
) -> Sequence[Problem]:
    """Do it to one case; why it was refused, nothing where it was done now or under the same key before."""
    ids, context = Ids(), info.context
    target_id = ids.one(item.id, form.steps, path="id")
    if target_id is None:
        return ids.problems
    if call is not None:
        await call.begin()
        if call.earlier is not None:
            return ()
    context.call = call
    type_name, _ = read_global_id(item.id)
    found = await attempt(
        info,
        form.steps[type_name],
        ids=ids,
        target_id=target_id,
        expected_revision=item.expected_revision,
        facts=facts,
    )
    if isinstance(found, Outcome):
        return ()
    if call is not None:
        await call.release()
    return found


def _placed(info: GraphInfo, problem: Problem, index: int) -> ProblemType:
    """A problem as it is shown; what is about the case itself stands at its item."""
    shown = shown_problem(info, problem)
    if shown.path and shown.path[0] in map(camel, OF_AN_ITEM):
        shown.path = [ITEMS, str(index), *shown.path]
    return shown


ManyMutations = strawberry.type(
    type(
        "ManyMutations",
        (),
        {"__module__": __name__, **{name: _field(name, form) for name, form in MANY_FORMS.items()}},
    )
)
