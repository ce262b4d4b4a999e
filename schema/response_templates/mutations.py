"""Mutations on templates of answers (III.4.4/6)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.directory.operations import response_templates as operations
from documents.response_templates.resource import RESPONSE_TEMPLATES
from schema.context import GraphInfo
from schema.directory.changing import created, updated
from schema.problems import ProblemType, mutation
from schema.response_templates.inputs import CreateResponseTemplateInput, UpdateResponseTemplateInput
from schema.response_templates.types import ResponseTemplate

SHOWN_AS = "response_template"


@strawberry.type(description="The result of a mutation on a template of answers.")
class ResponseTemplatePayload:
    response_template: ResponseTemplate | None = strawberry.field(
        description="Its current state; null if there is none."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class ResponseTemplateMutations:
    @mutation(
        Action.TEMPLATE_MANAGE,
        ResponseTemplatePayload,
        "Add a template of answers: of your organization or channel; of all if you may answer everything.",
    )
    async def create_response_template(self, info: GraphInfo, input: CreateResponseTemplateInput) -> Any:
        operation = operations.create_response_template
        return await created(info, operation, RESPONSE_TEMPLATES, input, shown_as=SHOWN_AS)

    @mutation(
        Action.TEMPLATE_MANAGE,
        ResponseTemplatePayload,
        "Change a template of answers, or switch it off or on. Answers that were made of it stay as they are.",
    )
    async def update_response_template(self, info: GraphInfo, input: UpdateResponseTemplateInput) -> Any:
        operation = operations.update_response_template
        return await updated(info, operation, RESPONSE_TEMPLATES, input, shown_as=SHOWN_AS)
