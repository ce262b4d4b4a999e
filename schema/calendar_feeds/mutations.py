"""Mutations of the link of one's own feed: made, made anew, revoked."""

from typing import Annotated, Any

import strawberry

from auth.crypto.sealing import Vault
from auth.principal import Principal
from documents.calendar_feeds.keeping import LONGEST_DAYS, link_of, make_link, revoke_link
from documents.idempotency.calls import Earlier
from documents.kernel import shapes
from schema.calendar_feeds.types import CalendarLink, shown_link
from schema.context import GraphInfo
from schema.owned import answered, own_id
from schema.problems import ProblemType, mutation
from schema.shapes.kinds import Instant

LinkDays = Annotated[int, shapes.whole(1, LONGEST_DAYS, kind="days of a link")]


@strawberry.input(description="A new link of your calendar feed.")
class MakeCalendarLinkInput:
    days: LinkDays | None = strawberry.field(
        default=None, description=f"For how many days it can be followed; {LONGEST_DAYS} if absent."
    )


@strawberry.input(description="The link of your calendar feed, to be revoked.")
class RevokeCalendarLinkInput:
    made_at: Instant | None = strawberry.field(
        default=None, description="`madeAt` of the link that you were looking at."
    )


@strawberry.type(description="The result of a mutation on the link of one's own calendar feed.")
class CalendarLinkPayload:
    calendar_link: CalendarLink | None = strawberry.field(
        description="The link as it is now; null if it was revoked or the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class CalendarFeedMutations:
    @mutation(
        None,
        CalendarLinkPayload,
        "Make a link by which a calendar program reads the meetings that you take part in. The link made before, if there "
        "is one, opens nothing any more.",
    )
    async def make_calendar_link(self, info: GraphInfo, input: MakeCalendarLinkInput) -> Any:
        context, container = info.context, info.context.container

        async def work(who: Principal) -> None:
            await make_link(
                container.store,
                _vault(info),
                person_id=own_id(who),
                account_id=who.account_id,
                nonce=container.runner.new_id(),
                days=input.days or LONGEST_DAYS,
                now=context.now,
            )

        return await answered(info, "calendar_link", work, lambda who, *_: _link(info, who))

    @mutation(
        None,
        CalendarLinkPayload,
        "Revoke the link of your calendar feed: it opens nothing any more.",
    )
    async def revoke_calendar_link(self, info: GraphInfo, input: RevokeCalendarLinkInput) -> Any:
        async def work(who: Principal) -> None:
            await revoke_link(info.context.container.store, own_id(who), made_at=input.made_at)

        async def shown(_who: Principal, _earlier: Earlier | None, _found: None) -> Any:
            return None

        return await answered(info, "calendar_link", work, shown)


def _vault(info: GraphInfo) -> Vault:
    vault = info.context.container.vault
    assert vault is not None, "links are made under a key"
    return vault


async def _link(info: GraphInfo, who: Principal) -> Any:
    container = info.context.container
    found = await link_of(container.store, _vault(info), own_id(who), info.context.now)
    return shown_link(found) if found is not None else None
