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
    "Что дало правило: the result of one rule.",
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
    "Решение: DEPENDS if the object does not exist or is not visible to you, and the rules alone do not "
    "decide.",
    ALLOWED="Разрешено",
    REFUSED="Отказано",
    DEPENDS="Зависит от объекта",
)
class AccessDecision(StrEnum):
    ALLOWED = "ALLOWED"
    REFUSED = "REFUSED"
    DEPENDS = "DEPENDS"


@strawberry.type(description="One policy rule on the action for a role of the person.")
class ConsideredRule:
    role: Role = strawberry.field(description="The role that has the rule.")
    scope: str = strawberry.field(description="The scope as written in the permission matrix, e.g. `Sec`.")
    scope_words: str = strawberry.field(description="The scope in words.")
    clause: str = strawberry.field(description="Clause of the decree, e.g. `III.4.4/1`.")
    limit: str | None = strawberry.field(description="What narrows the rule, in words; null if nothing does.")
    outcome: RuleOutcome = strawberry.field(description="The result of applying it.")
    why: str = strawberry.field(description="Why, naming the key that decided.")


@strawberry.type(description="Why a person may or may not do something to an object.")
class AccessExplanation:
    decision: AccessDecision = strawberry.field(description="Whether it is allowed now.")
    summary: str = strawberry.field(description="The answer in one sentence.")
    permission: str = strawberry.field(description="The code of the permission that decides.")
    actor: Person | None = strawberry.field(description="The person the answer is about.")
    rules: list[ConsideredRule] = strawberry.field(
        description="Every rule on that permission for the person's roles; empty if there is none."
    )
    deciding_key: str | None = strawberry.field(
        description=(
            "Which facts about the object and the person decided, in words; null if there was no rule to "
            "decide, or if the object is not visible to you."
        )
    )
    reasons: list[ActionReason] = strawberry.field(
        description="The problems that the mutation would return, in this order; empty if the action is allowed."
    )
    would_change_it: list[str] = strawberry.field(
        description="What would have to be different, each item on its own; empty if the action is allowed."
    )


@strawberry.type(description="Someone who may do it, and under which role and key.")
class Permitted:
    person: Person | None = strawberry.field(description="The person; null for a partner's client.")
    client: str | None = strawberry.field(description="Name of the partner's client; null for people.")
    role: Role = strawberry.field(description="The role that allows it.")
    scope_words: str = strawberry.field(description="The scope of its rule in words.")
    clause: str = strawberry.field(description="Clause of the decree.")
    why: str = strawberry.field(description="The key that decides, in words.")
    asks_reason: bool = strawberry.field(description="Whether a reason must be stated, which is logged.")


@strawberry.type(
    description="Who may do something to an object by rights; state and guards are not considered."
)
class WhoCan:
    permission: str = strawberry.field(description="The code of the permission that decides.")
    decided_on_object: bool = strawberry.field(
        description=(
            "Whether the object was taken into account. False if it does not exist or is not visible to "
            "you: then everyone is listed who may do it to some object."
        )
    )
    people: list[Permitted] = strawberry.field(description="At most 100, by name.")
    has_more: bool = strawberry.field(description="Whether there are more of them.")


@strawberry.type(description="What one role may do: a cell of the permission matrix.")
class MatrixCell:
    permission: str = strawberry.field(description="The code of the permission.")
    scope: str = strawberry.field(
        description="The scope as written in the matrix, e.g. `Sec` or `Propose:Org`."
    )
    words: str = strawberry.field(description="The rule in words: scope, limit, and how it may be used.")
    clause: str = strawberry.field(description="Clause of the decree.")
    limit: str | None = strawberry.field(description="What narrows it, in words; null if nothing does.")
    asks_reason: bool = strawberry.field(description="Whether a reason must be stated, which is logged.")
    proposes: bool = strawberry.field(description="Whether it may only be proposed; someone else decides.")
    note: str | None = strawberry.field(
        description="Remark from the matrix, in English; null if there is none."
    )
