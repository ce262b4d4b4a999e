"""Where the routing rules would send a case, as a field of it."""

from collections.abc import Mapping
from typing import Any

import strawberry

from documents.cases.routing import suggestion_for
from schema.context import GraphInfo
from schema.routing_rules.types import RoutingSuggestion, reads_rules, shown_suggestion


def suggestion_field() -> Any:
    """Return the field of a case that tells what the routing rules say of it, to who may read the rules."""

    def routing_suggestion(info: GraphInfo, case: strawberry.Parent[Mapping[str, Any]]) -> Any:
        if not reads_rules(info):
            return None
        return shown_suggestion(info, suggestion_for(case, info.context.container.access.reference))

    return strawberry.field(
        routing_suggestion,
        description=(
            "Where the routing rules would send it; null once it was routed, returned or closed, and if you do not have "
            "`policy.read`."
        ),
        graphql_type=RoutingSuggestion | None,
    )
