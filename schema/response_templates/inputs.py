"""Inputs of the mutations on templates of answers."""

import strawberry

from schema.shapes.kinds import Id, LongText, Revision, ShortTitle

TITLE = "Name in Russian, at most 200 characters; no two templates share one."
TEXT = (
    "The words. Places: `{{номер}}`, `{{дата поступления}}`, `{{срок}}`, `{{сегодня}}`, `{{тема}}`, `{{суть}}`, "
    "`{{населённый пункт}}`, `{{орган}}`, `{{исполнитель}}`, `{{телефон исполнителя}}`, `{{заявитель}}`."
)
ON = "Whether it is switched on."


@strawberry.input(description="A new template of answers.")
class CreateResponseTemplateInput:
    title: ShortTitle = strawberry.field(description=TITLE)
    text: LongText = strawberry.field(description=TEXT)
    organization_id: Id | None = strawberry.field(
        default=None, description="The organization that it belongs to."
    )
    channel_id: Id | None = strawberry.field(
        default=None, description="The channel whose answers it is for; not with `organizationId`."
    )
    is_active: bool | None = strawberry.field(default=None, description=f"{ON} It is if absent.")


@strawberry.input(description="Changes to a template of answers; an absent field is left alone.")
class UpdateResponseTemplateInput:
    id: Id = strawberry.field(description="The object.")
    title: ShortTitle | None = strawberry.field(default=strawberry.UNSET, description=TITLE)
    text: LongText | None = strawberry.field(default=strawberry.UNSET, description=TEXT)
    is_active: bool | None = strawberry.field(default=strawberry.UNSET, description=ON)
    expected_revision: Revision = strawberry.field(description="The revision you were looking at.")
