"""Conferences of others as a type."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import strawberry

from documents.conferences.resource import CONFERENCES
from documents.files.showing import as_shown
from schema.context import GraphInfo
from schema.directory.types import Person
from schema.files.types import FileType
from schema.lives import history_field
from schema.memory import related
from schema.nodes import Node

Row = Mapping[str, Any]


@strawberry.type(
    description="Участие в чужом совещании: a conference of others that a member took part in (III.5.2)."
)
class Conference(Node):
    person: Person | None = strawberry.field(description="Who took part.")
    held_on: date = strawberry.field(description="On which day.")
    host: str = strawberry.field(description="Whose conference it was.")
    title: str = strawberry.field(description="What it was about.")
    outcome: str = strawberry.field(description="What came of it for the center.")
    recorded_by: Person | None = strawberry.field(description="Who recorded it.")
    revision: int = strawberry.field(description="Number of its changes.")
    is_demo: bool = strawberry.field(description="Whether it belongs to the demo municipality.")

    @strawberry.field(description="Files, in their order.", graphql_type=list[FileType])
    def attachments(self, info: GraphInfo, conference: strawberry.Parent[Row]) -> Any:
        return [as_shown(one, partial(related, info)) for one in conference["files"]]

    history = history_field(CONFERENCES)
