"""The form of an action as types: what is asked for, in which shape, and what one may choose from."""

import strawberry

from schema.actions import ActionReason

MOST_CHOICES = 40
"""Rows of reference data that are still told as choices; of more the list is asked, with its search."""


@strawberry.type(
    description="One rule that a value can break, with what it compares with now, as `@shape` of the SDL has it."
)
class FieldRule:
    rule: str = strawberry.field(description="The rule, as `facts.rule` of the problem names it.")
    limit: int | None = strawberry.field(
        description="Characters at most, or items; null if it counts neither."
    )
    least: str | None = strawberry.field(description="The least value; null if it bounds none.")
    most: str | None = strawberry.field(description="The greatest value; null if it bounds none.")


@strawberry.type(
    description="What a field takes. Of a list, `too_many` and `too_few` count the items, all other rules are of each item."
)
class FieldShape:
    kind: str | None = strawberry.field(
        description="What is typed in, e.g. `line`, `text`, `day`; null of a list of groups of fields."
    )
    rules: list[FieldRule] = strawberry.field(description="The rules, in the order of `@shape`.")


@strawberry.type(description="One value that a field may have.")
class FieldChoice:
    value: str = strawberry.field(description="What to send: the code, or the global id.")
    label: str = strawberry.field(description="What people read, in Russian.")


@strawberry.type(description="Поле формы: a field of the mutation's input.")
class FormField:
    path: list[str] = strawberry.field(
        description="Where it stands, relative to `input`; `*` stands for each item of a list of groups."
    )
    takes: str = strawberry.field(description="Its type, as the SDL spells it, e.g. `[ID!]`.")
    description: str = strawberry.field(description="What it is, as the SDL says.")
    allowed: bool = strawberry.field(
        description="Whether you may give it: false if the action is not allowed, or the field is of other kinds of objects."
    )
    required: bool = strawberry.field(
        description="Whether it must be given; within a group or an item, whenever that is given."
    )
    shape: FieldShape | None = strawberry.field(
        description="What it may hold; null of enumerations, of booleans and of groups of fields."
    )
    choices: list[FieldChoice] | None = strawberry.field(
        description="The values of an enumeration, or what may be named of a short list that you may read "
        f"(at most {MOST_CHOICES}, without what is not in use any more); null if neither."
    )
    choices_from: str | None = strawberry.field(
        description="The query field that lists what may be named here; null if it names none."
    )


@strawberry.type(
    description="Форма действия: what a mutation asks for, and whether you may send it, by the declarations that guard it."
)
class ActionForm:
    action: str = strawberry.field(description="The mutation's field name.")
    title: str | None = strawberry.field(
        description="What it does, in Russian, as on a button; null of actions that have no title."
    )
    allowed: bool = strawberry.field(
        description="On an object: whether it is possible now, as `allowedActions` of that one object says. Without one: "
        "whether your roles ever allow it; the input decides the rest."
    )
    reasons: list[ActionReason] = strawberry.field(
        description="Why not, at least one; empty if it is allowed."
    )
    fields: list[FormField] = strawberry.field(
        description="The fields of the input in their order, those of groups after the group."
    )
