"""The query of background jobs, for the head and those who run the installation (III.6)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.jobs.standing import standing
from schema.context import GraphInfo
from schema.jobs.types import Job
from schema.nodes import FORBIDDEN, query


@strawberry.type
class JobQueries:
    @query(
        Action.JOB_READ,
        list[Job],
        "Background jobs by name: their last runs, when each is due next, what waits.",
        otherwise=FORBIDDEN,
    )
    async def jobs(self, info: GraphInfo) -> Any:
        return [vars(one) for one in await standing(info.context.container.store)]
