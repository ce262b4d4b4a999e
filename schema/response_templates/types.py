"""Templates of answers as types: a template, and what a case makes of one."""

from collections.abc import Mapping
from typing import Any

import strawberry

from documents.response_templates.rendering import places_in
from documents.response_templates.resource import RESPONSE_TEMPLATES
from schema.context import GraphInfo
from schema.directory.types import Channel, Organization
from schema.lives import history_field
from schema.memory import related
from schema.nodes import Node
from schema.problems import ProblemType

Row = Mapping[str, Any]


@strawberry.type(
    description="Шаблон ответа: words that an answer begins with, and places in double braces that a case fills."
)
class ResponseTemplate(Node):
    revision: int = strawberry.field(description="Number of its changes.")
    history = history_field(RESPONSE_TEMPLATES)
    title: str = strawberry.field(description="Name in Russian.")
    text: str = strawberry.field(description="The words, with places such as `{{номер}}`.")
    is_active: bool = strawberry.field(description="Whether it is switched on.")

    @strawberry.field(description="The places that it has, each once.")
    def places(self, template: strawberry.Parent[Row]) -> list[str]:
        return list(dict.fromkeys(places_in(template["text"])))

    @strawberry.field(
        description="The organization that it belongs to; null for one of a channel or of all.",
        graphql_type=Organization | None,
    )
    def organization(self, info: GraphInfo, template: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", template["organization_id"])

    @strawberry.field(
        description="The channel whose answers it is for; null for one of an organization or of all.",
        graphql_type=Channel | None,
    )
    def channel(self, info: GraphInfo, template: strawberry.Parent[Row]) -> Any:
        return related(info, "channels", template["channel_id"])


@strawberry.type(description="What a case makes of a template.")
class RenderedTemplate:
    text: str | None = strawberry.field(
        description=(
            "The words with their places filled; null if something is missing. `{{заявитель}}` stays: the letter that goes "
            "out fills it, and nobody else reads the name by it."
        )
    )
    errors: list[ProblemType] = strawberry.field(
        description="A problem for each place that the case leaves empty, or that there is none of; empty otherwise."
    )
