"""Subscriptions to cases, narrowed by the filter of their lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, cast

import strawberry

from auth.actions import Action
from documents.cases.resource import CASES
from documents.kernel.read.parts import ListPart
from schema.cases.contacts import refuse_contacts
from schema.cases.filters import CaseFilter, condition
from schema.cases.types import Case
from schema.cases.waiting import parts_of
from schema.context import Context, GraphInfo
from schema.live.channel import everything, follow
from schema.live.interest import AccessRevoked, Changed, as_it_is, subscription
from schema.shapes.kinds import PageCursor


@strawberry.type(description="A message, appeal or incident was registered or changed.")
class CaseChanged(Changed):
    @strawberry.field(graphql_type=Case, description="The case as it is now, as you may see it.")
    def case(self, info: GraphInfo, event: strawberry.Parent[Mapping[str, Any]]) -> Any:
        return as_it_is(info, CASES, event)


CaseChange = Annotated[
    CaseChanged | AccessRevoked,
    strawberry.union("CaseChange", description="What is told of cases that you follow."),
]


@dataclass(frozen=True)
class AskedLater:
    """What filters look at where no field is being resolved: the context of that moment."""

    context: Context


@dataclass(frozen=True)
class FilteredCases:
    """The cases that a filter leaves, at any moment: «overdue» and «waits for me» mean what they mean then."""

    given: CaseFilter

    def __call__(self, context: Context) -> Sequence[ListPart]:
        """Return the parts of the list as it is for the viewer now."""
        info = cast("GraphInfo", AskedLater(context))
        return parts_of(info, condition(info, self.given, None), self.given.allowed_action)


@strawberry.type
class CaseSubscriptions:
    @subscription(
        (Action.SUBMISSION_READ, Action.INCIDENT_READ),
        CaseChange,
        "Changes of the cases that match the filter and that you may see. One that you were told of is told of once more "
        "when it stops matching.",
    )
    async def case_changed(
        self, info: GraphInfo, filter: CaseFilter | None = None, after: PageCursor | None = None
    ) -> Any:
        refuse_contacts(filter)
        parts = FilteredCases(filter) if filter is not None else everything
        return follow(info, CASES, CaseChanged.__name__, after, parts=parts)
