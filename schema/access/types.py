"""Rights as types: one rule considered, the whole explanation, who else may, and a role's line of the matrix."""

from enum import StrEnum

import strawberry

from auth.policy.explaining import RuleOutcome
from auth.roles import Role
from schema.actions import ActionReason
from schema.directory.types import Person
from schema.terms import describe, described

describe(
    RuleOutcome,
    "RuleOutcome",
    "Что дало правило: what came of one rule.",
    {
        "ALLOWS": "Разрешает",
        "OUT_OF_SCOPE": "Объект вне пределов правила",
        "LIMITED": "Не выполнено ограничение правила",
        "PROPOSES": "Разрешает только предложить",
        "ASKS_REASON": "Разрешает только с указанием причины",
        "DEPENDS": "Зависит от объекта, который вам не показан",
    },
)


@described(
    "Решение: DEPENDS where the object is not there or not yours to see, and the rules alone do not decide.",
    ALLOWED="Разрешено",
    REFUSED="Отказано",
    DEPENDS="Зависит от объекта",
)
class AccessDecision(StrEnum):
    ALLOWED = "ALLOWED"
    REFUSED = "REFUSED"
    DEPENDS = "DEPENDS"


@strawberry.type(description="One rule of the policy that speaks of the action for the person's roles.")
class ConsideredRule:
    role: Role = strawberry.field(description="The role that has the rule.")
    scope: str = strawberry.field(description="The word of the matrix of rights, e.g. `Sec`.")
    scope_words: str = strawberry.field(description="The scope in words.")
    clause: str = strawberry.field(description="Clause of the decree, e.g. `III.4.4/1`.")
    limit: str | None = strawberry.field(
        description="What narrows the rule, in words; null where nothing does."
    )
    outcome: RuleOutcome = strawberry.field(description="What came of it.")
    why: str = strawberry.field(description="Why, with the key that decided, in words.")


@strawberry.type(description="Why a person may do something to an object, or not.")
class AccessExplanation:
    decision: AccessDecision = strawberry.field(description="Whether it is allowed now.")
    summary: str = strawberry.field(description="The answer in one sentence.")
    permission: str = strawberry.field(description="The code of the policy that decides.")
    actor: Person | None = strawberry.field(description="Whom the answer is about.")
    rules: list[ConsideredRule] = strawberry.field(
        description="Every rule on it that the person's roles have; empty where they have none."
    )
    deciding_key: str | None = strawberry.field(
        description="What of the object and of the person decided, in words; null where no rule was there to decide, "
        "and where the object is not yours to see."
    )
    reasons: list[ActionReason] = strawberry.field(
        description="What the mutation would answer, in this order; empty where it is allowed."
    )
    would_change_it: list[str] = strawberry.field(
        description="What would have to be otherwise, each by itself; empty where it is allowed."
    )


@strawberry.type(description="Somebody who may do it, and under which role and key.")
class Permitted:
    person: Person | None = strawberry.field(description="Who; null for a partner's client.")
    client: str | None = strawberry.field(description="Name of the partner's client; null for people.")
    role: Role = strawberry.field(description="The role that allows it.")
    scope_words: str = strawberry.field(description="The scope of its rule in words.")
    clause: str = strawberry.field(description="Clause of the decree.")
    why: str = strawberry.field(description="The key that decides, in words.")
    asks_reason: bool = strawberry.field(description="Whether a reason must be stated, which is logged.")


@strawberry.type(description="Who may do something to an object by rights; state and guards are not asked.")
class WhoCan:
    permission: str = strawberry.field(description="The code of the policy that decides.")
    decided_on_object: bool = strawberry.field(
        description="Whether the object was looked at. False where it is not there or not yours to see: then everybody "
        "is named who may do it to some object."
    )
    people: list[Permitted] = strawberry.field(description="At most 100, by name.")
    has_more: bool = strawberry.field(description="Whether there are more of them.")


@strawberry.type(description="What one role may do: a cell of the matrix of rights.")
class MatrixCell:
    permission: str = strawberry.field(description="The code of the policy.")
    scope: str = strawberry.field(description="The word of the matrix, e.g. `Sec` or `Propose:Org`.")
    words: str = strawberry.field(description="The rule in words: scope, limit, and how it may be used.")
    clause: str = strawberry.field(description="Clause of the decree.")
    limit: str | None = strawberry.field(description="What narrows it, in words; null where nothing does.")
    asks_reason: bool = strawberry.field(description="Whether a reason must be stated, which is logged.")
    proposes: bool = strawberry.field(description="Whether it may only be proposed; somebody else decides.")
    note: str | None = strawberry.field(
        description="Remark of the matrix, in English; null where there is none."
    )
