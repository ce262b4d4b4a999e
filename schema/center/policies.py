"""Deadline policies as callers change them: inputs, mutations, and the preview of every open deadline that would move."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from documents.center.resource import DEADLINE_POLICIES, DEADLINE_RECOUNTS
from documents.directory.operations import policies
from documents.directory.recounts import preview_deadlines
from documents.kernel.calendar import DeadlineUnit
from schema.cases.references import CaseReference, reference
from schema.center.types import DeadlinePolicy, DeadlineRecount, DeadlineStart, PolicyFact
from schema.connections import CountPrecision
from schema.context import GraphInfo
from schema.nodes import FORBIDDEN, query
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Code, Comment, Few, Id, LocalDay, LongTitle, Revision, ShortTitle, Whole

SHOWN_AS = "deadline_policy"

AMOUNT = "How many units, from 1."
TO_OPEN = (
    "Whether the deadlines of open cases are counted anew by it, each told in the history of its case; "
    "`deadlinePolicyPreview` says which ones move."
)


@strawberry.input(
    description="One condition of a deadline policy: a fact of a case and the values that it may have."
)
class PolicyConditionInput:
    fact: PolicyFact = strawberry.field(description="The fact.")
    values: Few[Code] = strawberry.field(description="Its values, as codes; one of them must hold.")


@strawberry.input(description="A deadline policy to try on open cases, as it would be after a change.")
class DeadlinePolicyDraft:
    code: Code = strawberry.field(description="The code of a policy that there is, or of a new one.")
    unit: DeadlineUnit = strawberry.field(description="The unit it counts in.")
    amount: Whole = strawberry.field(description=AMOUNT)
    counted_from: DeadlineStart = strawberry.field(description="The moment from which it counts.")
    conditions: Few[PolicyConditionInput] | None = strawberry.field(
        default=None, description="What a new one is for; a policy that there is keeps its own."
    )
    is_active: bool = strawberry.field(default=True, description="Whether it is in use.")


@strawberry.input(description="A new deadline policy.")
class CreateDeadlinePolicyInput:
    code: Code = strawberry.field(description="Latin capitals, digits and underscores, e.g. `POS_SNOW`.")
    title: ShortTitle = strawberry.field(description="What it is for, in Russian; at most 200 characters.")
    unit: DeadlineUnit = strawberry.field(description="The unit it counts in.")
    amount: Whole = strawberry.field(description=AMOUNT)
    counted_from: DeadlineStart = strawberry.field(description="The moment from which it counts.")
    conditions: Few[PolicyConditionInput] = strawberry.field(
        description=(
            "What it is for: all of them must hold, the kind of the case among them. Of several policies the one with most "
            "conditions rules."
        )
    )
    note: LongTitle | None = strawberry.field(default=None, description="A remark in Russian.")
    clause: LongTitle | None = strawberry.field(default=None, description="The clause or law it is based on.")
    apply_to_open: bool = strawberry.field(default=False, description=TO_OPEN)


@strawberry.input(description="Changes to a deadline policy; an absent field is left alone, null clears it.")
class UpdateDeadlinePolicyInput:
    id: Id = strawberry.field(description="The object.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )
    title: ShortTitle | None = strawberry.field(
        default=strawberry.UNSET, description="What it is for, in Russian; at most 200 characters."
    )
    unit: DeadlineUnit | None = strawberry.field(
        default=strawberry.UNSET, description="The unit it counts in."
    )
    amount: Whole | None = strawberry.field(default=strawberry.UNSET, description=AMOUNT)
    counted_from: DeadlineStart | None = strawberry.field(
        default=strawberry.UNSET, description="The moment from which it counts."
    )
    note: LongTitle | None = strawberry.field(default=strawberry.UNSET, description="A remark in Russian.")
    clause: LongTitle | None = strawberry.field(
        default=strawberry.UNSET, description="The clause or law it is based on."
    )
    is_active: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether new cases may use it; false archives it."
    )
    valid_from: LocalDay | None = strawberry.field(
        default=None,
        description="From which day on it rules what is registered; today if absent. What was registered before keeps the "
        "earlier term.",
    )
    apply_to_open: bool = strawberry.field(default=False, description=TO_OPEN)


@strawberry.input(description="Why all open deadlines are to be counted anew.")
class RecountDeadlinesInput:
    reason: Comment = strawberry.field(description="The reason, e.g. the decree on the days off of a year.")


@strawberry.type(description="The result of a mutation on a deadline policy.")
class DeadlinePolicyPayload:
    deadline_policy: DeadlinePolicy | None = strawberry.field(
        description="Its current state; null if there is none."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The result of asking for a recount.")
class DeadlineRecountPayload:
    deadline_recount: DeadlineRecount | None = strawberry.field(
        description="What was asked for; null if it was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="An open case whose deadline would be another one.")
class MovedDeadline:
    case: CaseReference | None = strawberry.field(description="The case; null if you cannot see it.")
    due_at: datetime = strawberry.field(description="When it is due now.")
    new_due_at: datetime = strawberry.field(description="When it would be due.")
    new_policy_code: str = strawberry.field(description="The policy that would rule it.")


@strawberry.type(description="What counting the open deadlines anew would change.")
class DeadlinePolicyPreview:
    count: int = strawberry.field(description="How many open deadlines would be other ones.")
    precision: CountPrecision = strawberry.field(
        description="Whether it is exact or a lower bound: at most 2000 open cases are looked at."
    )
    moved_deadlines: list[MovedDeadline] = strawberry.field(
        description="The first 100 of them, by their present deadline."
    )


def _applies(
    conditions: list[PolicyConditionInput] | None,
) -> Mapping[str, list[str]]:
    return {one.fact.value.lower(): list(one.values) for one in conditions or ()}


def _fields(input: Any, names: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: getattr(input, name, strawberry.UNSET) for name in names}
    return {
        name: value.value if isinstance(value, Enum) else value
        for name, value in given.items()
        if value is not strawberry.UNSET
    }


@strawberry.type
class PolicyMutations:
    @mutation(
        Action.POLICY_MANAGE,
        DeadlinePolicyPayload,
        "Add a deadline policy; it rules what is registered from now on.",
    )
    async def create_deadline_policy(self, info: GraphInfo, input: CreateDeadlinePolicyInput) -> Any:
        facts = {
            "code": input.code,
            "fields": _fields(input, policies.WORDS),
            "applies": _applies(input.conditions),
            "apply_to_open": input.apply_to_open,
        }
        return await run(
            info,
            policies.create_deadline_policy,
            DEADLINE_POLICIES,
            shown_as=SHOWN_AS,
            ids=Ids(),
            facts=facts,
        )

    @mutation(
        Action.POLICY_MANAGE,
        DeadlinePolicyPayload,
        "Change a deadline policy, or archive it; open cases keep their deadlines unless `applyToOpen` says otherwise.",
    )
    async def update_deadline_policy(self, info: GraphInfo, input: UpdateDeadlinePolicyInput) -> Any:
        ids = Ids()
        return await run(
            info,
            policies.update_deadline_policy,
            DEADLINE_POLICIES,
            shown_as=SHOWN_AS,
            ids=ids,
            target_id=ids.one(input.id, "DeadlinePolicy", path="id"),
            expected_revision=input.expected_revision,
            facts={
                "fields": _fields(input, policies.CHANGED),
                "valid_from": input.valid_from,
                "apply_to_open": input.apply_to_open,
            },
        )

    @mutation(
        Action.POLICY_MANAGE,
        DeadlineRecountPayload,
        "Have the deadlines of all open cases counted anew by the policies and the calendar as they stand, as after the "
        "decree on the days off of a year was loaded. What was postponed or prolonged keeps its day.",
    )
    async def recount_deadlines(self, info: GraphInfo, input: RecountDeadlinesInput) -> Any:
        return await run(
            info,
            policies.recount_deadlines,
            DEADLINE_RECOUNTS,
            shown_as="deadline_recount",
            ids=Ids(),
            facts={"reason": input.reason},
        )


@strawberry.type
class PolicyQueries:
    @query(
        Action.POLICY_MANAGE,
        DeadlinePolicyPreview,
        "Which open deadlines would be other ones: with a policy as drafted, or, without a draft, by the policies and the "
        "calendar as they stand.",
        otherwise=FORBIDDEN,
    )
    async def deadline_policy_preview(
        self,
        info: GraphInfo,
        policy: Annotated[
            DeadlinePolicyDraft | None, strawberry.argument(description="The policy as it would be.")
        ] = None,
    ) -> Any:
        draft = None
        if policy is not None:
            draft = {
                "_id": policy.code,
                "unit": policy.unit.value,
                "amount": policy.amount,
                "counted_from": policy.counted_from.value,
                "is_active": policy.is_active,
                "applies": _applies(policy.conditions),
            }
        found = await preview_deadlines(info.context.container.access, draft)
        precision = CountPrecision.EXACT if found.exact else CountPrecision.AT_LEAST
        named = await asyncio.gather(*(reference(info, one.case_id) for one in found.moved))
        moved = [
            {
                "case": case,
                "due_at": one.due_at,
                "new_due_at": one.new_due_at,
                "new_policy_code": one.policy_code,
            }
            for case, one in zip(named, found.moved, strict=True)
        ]
        return {"count": found.count, "precision": precision, "moved_deadlines": moved}
