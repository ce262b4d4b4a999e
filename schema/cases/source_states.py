"""The states of a case in the system that it came from, as a type."""

from datetime import datetime

import strawberry

from documents.cases.statuses import CaseStatus


@strawberry.type(
    description="Состояние во внешней системе: history, as that system tells it. The state of the case here stays its own."
)
class SourceState:
    code: str = strawberry.field(description="The code there, as it came.")
    words: str | None = strawberry.field(
        description="The code in words, in Russian; null for one that nobody here knows."
    )
    status: CaseStatus | None = strawberry.field(
        description="What it comes to here, by the table in `docs/intake.md`; null where nobody knows."
    )
    at: datetime | None = strawberry.field(
        description="Since when it was so there; null if that is not said."
    )
    told_at: datetime = strawberry.field(description="When we were told of it.")
