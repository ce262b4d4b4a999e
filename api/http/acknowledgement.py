"""The endpoint for an official without an account who acknowledges an extract by a link: a page for browsers, JSON for
programs."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from api.clock import utc_now
from api.http.acknowledgement_page import acknowledged_page, extract_page, nothing_page
from api.http.answers import json_answer
from api.http.guests import HEADERS, LinkRefused, html_answer, opened_by_link, refused_answer
from api.http.negotiation import prefers_html
from auth.errors import Invalid, NotFound
from documents.container import Container
from documents.dispatching.extracts import LinkedExtract, addressed_by, linked_extract
from documents.dispatching.operations import acknowledge_by_link
from documents.dispatching.pipelines import protocol_by_link
from documents.kernel.write.events import GUEST
from documents.kernel.write.runner import Request as ChangeRequest
from documents.printing.pipelines import given_to

COUNTED_AS = "acknowledgement\nlink"
"""Links that are not there count by address alone; no login holds a line break."""


class AcknowledgementEndpoint:
    """Answers `/acknowledgement/{token}`."""

    def __init__(self, container: Container) -> None:
        self._container = container

    async def answer(self, request: Request) -> Response:
        """Show the extract of a link, or note that it was read: a second time it is told as before. Whatever is wrong with a
        link is told alike. What a body says is not read: there is nothing to say."""
        try:
            digest, shown = await self._opened(request, utc_now())
            if request.method == "POST" and shown.acknowledged_at is None:
                await self._acknowledged(digest, shown)
                digest, shown = await self._opened(request, utc_now())
            return _shown(request, shown)
        except LinkRefused as refused:
            return refused_answer(request, refused, nothing_page())

    async def _opened(self, request: Request, now: datetime) -> tuple[str, LinkedExtract]:
        """What the link shows. Raises: LinkRefused."""
        store = self._container.store

        async def look(digest: str) -> LinkedExtract | None:
            row = await protocol_by_link(store, digest)
            sent = addressed_by(row, digest) if row is not None else None
            if row is None or sent is None:
                return None
            return linked_extract(row, sent, await given_to(store, row["_id"], sent["person_id"]), now)

        return await opened_by_link(store, request, COUNTED_AS, look, now=now)

    async def _acknowledged(self, digest: str, shown: LinkedExtract) -> None:
        runner = self._container.runner.in_the_name_of(GUEST)
        change = ChangeRequest(
            acknowledge_by_link, None, utc_now(), shown.protocol_id, facts={"digest": digest}
        )
        try:
            await runner.run_together([change])
        except NotFound as error:
            raise LinkRefused(404, "not_found") from error
        except Invalid:
            # It was acknowledged a moment before, by the same link or otherwise.
            return


def _shown(request: Request, shown: LinkedExtract) -> Response:
    # What is left of a body that nobody reads goes with the connection.
    closing = {"Connection": "close"} if request.method == "POST" else {}
    if prefers_html(request):
        page = extract_page(shown) if shown.acknowledged_at is None else acknowledged_page(shown)
        return html_answer(page, 200, closing)
    told = {
        "status": "OPEN" if shown.acknowledged_at is None else "ACKNOWLEDGED",
        "number": shown.number,
        "date": shown.on,
        "endsAt": shown.ends_at,
        "acknowledgedAt": shown.acknowledged_at,
        "orders": [{"no": one.decision_no, "text": one.text, "term": one.term} for one in shown.orders],
    }
    return json_answer(told, headers={**HEADERS, **closing})
