"""The documents of Open311 as one client sees them: asked of the schema in its name, on the channels that are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.open311 import asking
from api.open311.asking import Questions
from api.open311.given import (
    LARGEST_PAGE,
    MOST_ROWS,
    SentFields,
    WantedPage,
    filter_in,
    numbers_in,
    page_in,
    period_in,
    written_moment,
)
from api.open311.refusing import NOT_FOUND, TOO_FAR, Open311Refused
from api.open311.told import ShownNode, told_definition, told_request, told_service, told_updates

ToldList = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class CivicTool:
    """Who asks, and the codes of the channels whose messages Open311 shows."""

    questions: Questions
    caller: Any
    channels: tuple[str, ...]

    async def ask(self, text: str, **variables: Any) -> Mapping[str, Any]:
        """Return what a document answers to the client."""
        return await self.questions.ask(self.caller, text, **variables)

    async def services(self) -> ToldList:
        """Return the topics that new messages may have."""
        found: list[ShownNode] = []
        after, goes_on = None, True
        while goes_on:
            page = (await self.ask(asking.SERVICES, after=after))["topics"]
            found += page["nodes"]
            after, goes_on = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        return [told_service(one) for one in found if one["isActive"]]

    async def definition(self, code: str) -> Mapping[str, Any]:
        """Return the definition of a service. Raises: Open311Refused."""
        topic = (await self.ask(asking.SERVICE, id=code))["topic"]
        if topic is None or not topic["isActive"]:
            raise Open311Refused(404, NOT_FOUND)
        return told_definition(topic)

    async def requests(self, given: SentFields) -> ToldList:
        """Return a page of messages, or those that are asked for by their numbers. Raises: Open311Refused."""
        numbers = numbers_in(given)
        if numbers is not None:
            found = [await self.one(asking.REQUEST, number=number) for number in numbers]
            return [told_request(one) for one in found if one is not None]
        wanted = filter_in(given, self.channels, self.caller.now)
        return [told_request(one) for one in await self._page(wanted, page_in(given))]

    async def request(self, number: str) -> ToldList:
        """Return one message. Raises: Open311Refused."""
        found = await self.one(asking.REQUEST, number=number)
        if found is None:
            raise Open311Refused(404, NOT_FOUND)
        return [told_request(found)]

    async def token(self, token: str) -> ToldList:
        """Return the number of a message by its global id. Raises: Open311Refused."""
        found = await self.one(asking.NAMED, id=token)
        if found is None:
            raise Open311Refused(404, NOT_FOUND)
        return [{"service_request_id": found["number"], "token": token}]

    async def updates(self, given: SentFields) -> ToldList:
        """Return what applicants were told in a period, or of the messages that are asked for by their numbers, oldest
        first. Raises: Open311Refused."""
        numbers = numbers_in(given)
        if numbers is not None:
            named = [await self.one(asking.UPDATED, number=number) for number in numbers]
            told = [update for one in named if one is not None for update in told_updates(one, None)]
        else:
            period = period_in(given, self.caller.now)
            found = await self._touched_since(written_moment(period.start))
            told = [update for one in found for update in told_updates(one, period)]
        return sorted(told, key=lambda one: (one["updated_datetime"], one["update_id"]))

    async def one(self, document: str, **named: str) -> ShownNode | None:
        """Return a message of an open channel; None where there is none for this client."""
        found: ShownNode | None = (await self.ask(document, **named))["message"]
        is_open = found is not None and (found["channel"] or {}).get("code") in self.channels
        return found if is_open else None

    async def _page(self, wanted: Mapping[str, Any], page: WantedPage) -> Sequence[ShownNode]:
        """The rows of a page: lists know places in them and no numbers of pages, so what comes before is passed over."""
        after, left = None, page.skipped
        while left:
            step = min(left, LARGEST_PAGE)
            passed = (await self.ask(asking.PASSED, filter=wanted, first=step, after=after))["messages"]
            if not passed["pageInfo"]["hasNextPage"]:
                return ()
            after, left = passed["pageInfo"]["endCursor"], left - step
        found = await self.ask(asking.REQUESTS, filter=wanted, first=page.size, after=after)
        rows: Sequence[ShownNode] = found["messages"]["nodes"]
        return rows

    async def _touched_since(self, start: str) -> Sequence[ShownNode]:
        """All messages that changed since a moment: whatever was told later than that is among them."""
        wanted = {"channel": [*self.channels], "updatedAt": {"from": start}}
        found: list[ShownNode] = []
        after, goes_on = None, True
        while goes_on:
            if len(found) >= MOST_ROWS:
                raise Open311Refused(400, TOO_FAR, limit=MOST_ROWS)
            answered = await self.ask(asking.UPDATES, filter=wanted, first=LARGEST_PAGE, after=after)
            page = answered["messages"]
            found += page["nodes"]
            after, goes_on = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        return found
