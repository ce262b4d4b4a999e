"""`routingPreview`: a draft of routing rules, tried on the cases of the last days (III.4.3/1)."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from documents.cases.resource import CASES
from documents.cases.routing_previews import MOST_DAYS, RoutingPreview, preview_routing
from documents.directory.operations.routing_rules import LISTS, MOST_RULES
from documents.routing_rules.vocabulary import RoutingRuleFault
from schema.cases.types import Case
from schema.connections import TotalCount, shown_count
from schema.context import GraphInfo
from schema.directory.inputs import given
from schema.directory.types import Organization
from schema.loading import loaded
from schema.memory import related
from schema.nodes import FORBIDDEN, query
from schema.problems import Ids
from schema.routing_rules.inputs import RoutingRuleDraft
from schema.shapes.kinds import Many, Whole

Row = Mapping[str, Any]


@strawberry.type(description="A case that would go elsewhere by a draft of routing rules.")
class RoutingDifference:
    rank: int | None = strawberry.field(
        description="The rank in the draft, from 1, of the rule that decides; null if none fits."
    )

    @strawberry.field(description="The case; null if you may not see it any more.", graphql_type=Case | None)
    async def case(self, info: GraphInfo, found: strawberry.Parent[Row]) -> Any:
        return await loaded(info, CASES, found["case_id"])

    @strawberry.field(
        description="The organization it was routed to; null if none.", graphql_type=Organization | None
    )
    def actual(self, info: GraphInfo, found: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", found["actual_id"])

    @strawberry.field(
        description="Where the rules in force would send it; null if none fits.",
        graphql_type=Organization | None,
    )
    def present(self, info: GraphInfo, found: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", found["present_id"])

    @strawberry.field(
        description="Where the draft would send it; null if no rule of it fits.",
        graphql_type=Organization | None,
    )
    def drafted(self, info: GraphInfo, found: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", found["drafted_id"])


@strawberry.type(description="How many of the cases go to one organization.")
class RoutingLoad:
    actual: int = strawberry.field(description="How many were routed to it.")
    present: int = strawberry.field(description="How many the rules in force would send to it.")
    drafted: int = strawberry.field(description="How many the draft would send to it.")

    @strawberry.field(description="The organization.", graphql_type=Organization | None)
    def organization(self, info: GraphInfo, load: strawberry.Parent[Row]) -> Any:
        return related(info, "organizations", load["organization_id"])


@strawberry.type(description="A rule of a draft that cannot be followed.")
class RoutingDraftFault:
    rank: int = strawberry.field(description="Its rank in the draft, from 1.")
    fault: RoutingRuleFault = strawberry.field(description="Why it cannot be followed.")


@strawberry.type(
    name="RoutingPreview", description="What a draft of routing rules would have done with past cases."
)
class RoutingPreviewType:
    looked_at: TotalCount = strawberry.field(
        description="The cases received in these days that you see; the newest 2 000 if there are more."
    )
    matched: int = strawberry.field(description="How many of them a rule of the draft fits.")
    agreeing: int = strawberry.field(
        description="How many of them the draft would send to the organization they were routed to."
    )
    differing: int = strawberry.field(
        description="How many of them the draft would send elsewhere than the rules in force."
    )
    differences: list[RoutingDifference] = strawberry.field(
        description="The newest 50 of those that would go elsewhere."
    )
    load: list[RoutingLoad] = strawberry.field(
        description="The load by organization, the one that the draft sends most to first."
    )
    faults: list[RoutingDraftFault] = strawberry.field(
        description="The rules of the draft that cannot be followed, in their order."
    )


def _drafts(rules: list[RoutingRuleDraft]) -> list[Row]:
    """The drafts as rules are stored. Raises: BAD_REQUEST for an id that is malformed or of another type."""
    if len(rules) > MOST_RULES:
        raise BadRequest("too_many", path=("rules",), limit=MOST_RULES)
    ids = Ids()
    nothing: dict[str, Any] = {**{name: [] for name in LISTS}, "hours": None, "assignee_id": None}
    found: list[Row] = [{**nothing, **given(one, ids, creates=True)} for one in rules]
    for problem in ids.problems:
        raise BadRequest("malformed_id", path=("rules", *problem.path))
    return found


def _shown(found: RoutingPreview) -> dict[str, Any]:
    return {
        "looked_at": shown_count(found.looked_at),
        "matched": found.matched,
        "agreeing": found.agreeing,
        "differing": found.differing,
        "differences": [vars(one) for one in found.cases],
        "load": [vars(one) for one in found.load],
        "faults": [{"rank": rank, "fault": fault} for rank, fault in found.faults],
    }


@strawberry.type
class RoutingPreviewQueries:
    @query(
        Action.POLICY_MANAGE,
        RoutingPreviewType,
        "What routing rules would have done with the cases received in the last days: what would differ, and the load by "
        "organization. Nothing is changed.",
        otherwise=FORBIDDEN,
    )
    async def routing_preview(
        self,
        info: GraphInfo,
        last_days: Annotated[Whole, strawberry.argument(description="How many days back, 1–92.")],
        rules: Annotated[
            Many[RoutingRuleDraft] | None,
            strawberry.argument(description="The draft, in its order; the rules in force if absent."),
        ] = None,
    ) -> Any:
        if not 1 <= last_days <= MOST_DAYS:
            raise BadRequest("out_of_range", path=("lastDays",), least=1, most=MOST_DAYS)
        context = info.context
        drafts = _drafts(rules) if rules is not None else None
        return _shown(
            await preview_routing(
                context.container.access, context.principal, context.now, drafts=drafts, last_days=last_days
            )
        )
