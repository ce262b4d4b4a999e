"""The query of an action's form."""

from typing import Any

import strawberry

from schema.access.asking import moved_target
from schema.access.explaining import AccessQuestion, reasons_against
from schema.access.form_types import ActionForm
from schema.access.forms import form_fields, form_plan, refused_by_rights
from schema.actions import shown_reason
from schema.context import GraphInfo
from schema.nodes import query
from schema.shapes.kinds import Code, Id


@strawberry.type
class FormQueries:
    @query(
        None,
        ActionForm,
        "What a mutation asks for and whether you may send it: on an object that it changes, or without one. `action` is "
        "the mutation's field name. Null if the object does not exist or is not visible to you.",
    )
    async def action_form(self, info: GraphInfo, action: Code, id: Id | None = None) -> Any:
        plan = form_plan(info._raw_info.schema, action)  # noqa: SLF001  # Strawberry hides the built schema
        row = None
        if id is None:
            reasons = list(refused_by_rights(info, plan))
        else:
            target = moved_target(plan.moves, id)
            row = await target.row(info)
            if row is None:
                return None
            who = info.context.principal
            reasons = reasons_against(
                AccessQuestion(
                    info=info,
                    actor=who,
                    action=target.action,
                    type_name=target.type_name,
                    resource=target.resource,
                    row=row,
                    operation=target.operation,
                ),
                row,
            )
        return ActionForm(
            action=plan.name,
            title=plan.operation.title if plan.operation is not None else None,
            allowed=not reasons,
            reasons=[shown_reason(info, one, of_asker=True) for one in reasons],
            fields=form_fields(info, plan, row, is_allowed=not reasons),
        )
