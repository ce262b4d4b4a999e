"""Queries of templates of answers: all of them, and what a case makes of one."""

from typing import Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest, Invalid
from documents.cases.resource import CASES
from documents.center.calendars import calendar_of
from documents.response_templates.rendering import CASE_FIELDS, rendered, unknown_places
from documents.response_templates.resource import RESPONSE_TEMPLATES
from schema.context import GraphInfo
from schema.ids import decoded
from schema.lookup import read_ids
from schema.memory import memory_list, memory_row
from schema.nodes import query
from schema.problems import shown_problem
from schema.response_templates.types import RenderedTemplate, ResponseTemplate
from schema.shapes.kinds import Id, LongText

CASE_TYPES = ("Message", "Appeal", "Incident")


@strawberry.type
class ResponseTemplateQueries:
    @query(
        Action.SUBMISSION_RESPOND,
        list[ResponseTemplate],
        "Templates of answers (шаблоны ответов) by title, those that are switched off too; at most 100.",
    )
    async def response_templates(self, info: GraphInfo) -> Any:
        return memory_list(info, RESPONSE_TEMPLATES)

    @query(
        Action.SUBMISSION_RESPOND,
        RenderedTemplate,
        "What a case makes of a template, or of words that are to become one: exactly one of `templateId` and `text`. Null "
        "if you cannot see the case or the template.",
    )
    async def render_template(
        self, info: GraphInfo, id: Id, template_id: Id | None = None, text: LongText | None = None
    ) -> Any:
        ((type_name, case_id),) = read_ids([id], path="id")
        if type_name not in CASE_TYPES:
            raise BadRequest("wrong_type", path=("id",))
        words = _words(info, template_id, text)
        case = await _case(info, case_id, type_name) if words is not None else None
        if words is None or case is None:
            return None
        calendar = calendar_of(info.context.container.access.reference)
        found = rendered(words, case, calendar, info.context.now)
        unknown = set(unknown_places(words))
        problems = [
            Invalid("unknown_place" if name in unknown else "place_missing", path="text", value=name)
            for name in found.missing
        ]
        return {
            "text": None if problems else found.text,
            "errors": [shown_problem(info, one) for one in problems],
        }


def _words(info: GraphInfo, template_id: str | None, text: str | None) -> str | None:
    """The words to fill; None for a template that is not there. Raises: BAD_REQUEST."""
    if (template_id is None) is (text is None):
        raise BadRequest("exactly_one", path=("templateId",))
    if template_id is None:
        return text
    row = memory_row(info, RESPONSE_TEMPLATES, decoded(template_id, "ResponseTemplate", path=("templateId",)))
    return None if row is None else str(row["text"])


async def _case(info: GraphInfo, case_id: str, type_name: str) -> Any:
    context = info.context
    found = await context.container.access.many(
        CASES, context.principal, context.now, ids=[case_id], fields=CASE_FIELDS
    )
    case = found.get(case_id)
    return case if case is not None and case["__type"] == type_name else None
