"""The endpoint for who rates an answer by a link: a page for browsers, JSON for programs, and no account."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.clock import utc_now
from api.http.answers import json_answer
from api.http.bodies import BodyRefused, read_body, receive_by
from api.http.guests import (
    HEADERS,
    LinkRefused,
    form_fields,
    html_answer,
    opened_by_link,
    refused_answer,
)
from api.http.negotiation import is_encoded, is_form, is_json, locale_of, prefers_html
from api.http.rating_page import SOLVED, asking_page, nothing_page, thanks_page
from api.settings import Settings
from auth.errors import Invalid, NotFound, Problem, Problems
from documents.cases.pipelines import case_by_link
from documents.cases.rated_by_link import RatedCase, rated_case
from documents.cases.satisfaction import GREATEST_SCORE, LEAST_SCORE, SCORES
from documents.center.calendars import calendar_of
from documents.center.settings import setting
from documents.container import Container
from documents.kernel.text.canonical import canonical_text
from documents.kernel.write.events import GUEST
from documents.kernel.write.runner import Request as ChangeRequest
from documents.submissions.operations.rating import rate_by_link

COUNTED_AS = "rating\nlink"
"""Links that are not there count by address alone; no login holds a line break."""

LONGEST_BODY_BYTES = 65_536
"""A comment as long as may be, each of its letters written as a form writes it."""


@dataclass(frozen=True)
class Said:
    """What was filled in: as it came, as facts of the operation, and what is wrong with it."""

    given: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)
    wrong: tuple[Problem, ...] = ()


class RatingEndpoint:
    """Answers `/rating/{token}`."""

    def __init__(self, container: Container, settings: Settings) -> None:
        self._container = container
        self._settings = settings

    async def answer(self, request: Request) -> Response:
        """Show the page of a link, or take the rating that comes by it. Whatever is wrong with a link is told alike."""
        try:
            digest, shown = await self._opened(request, utc_now())
            if shown.is_rated:
                return _rated(request, shown, is_second=True)
            if request.method != "POST":
                return await self._asking(request, shown, Said({}))
            return await self._taken(request, digest, shown, await self._said(request))
        except LinkRefused as refused:
            return refused_answer(request, refused, nothing_page())

    async def _opened(self, request: Request, now: datetime) -> tuple[str, RatedCase]:
        """What the link shows. Raises: LinkRefused."""
        store = self._container.store

        async def look(digest: str) -> RatedCase | None:
            return rated_case(await case_by_link(store, digest), digest, now)

        return await opened_by_link(store, request, COUNTED_AS, look, now=now)

    async def _taken(self, request: Request, digest: str, shown: RatedCase, said: Said) -> Response:
        if said.wrong:
            return await self._asking(request, shown, said)
        runner = self._container.runner.in_the_name_of(GUEST)
        facts = {"digest": digest, **said.facts}
        try:
            await runner.run_together(
                [ChangeRequest(rate_by_link, None, utc_now(), shown.case_id, facts=facts)]
            )
        except NotFound as error:
            raise LinkRefused(404, "not_found") from error
        except Invalid:
            # Somebody else was a moment faster with the same link, or on the telephone.
            return _rated(request, shown, is_second=True)
        except Problems as refusal:
            return await self._asking(request, shown, Said(said.given, wrong=tuple(refusal.problems)))
        return _rated(request, shown, is_second=False)

    async def _said(self, request: Request) -> Said:
        """What the body says. Raises: LinkRefused for one that is neither a form nor JSON, or too long."""
        if is_encoded(request) or not (is_form(request) or is_json(request)):
            raise LinkRefused(415, "unsupported_media_type")
        try:
            body = await read_body(
                request.headers,
                request.receive,
                limit_bytes=LONGEST_BODY_BYTES,
                deadline_seconds=self._settings.receive_seconds,
                receive_by=receive_by(request.scope),
            )
            return read_rating(form_fields(body, as_json=is_json(request)))
        except BodyRefused as error:
            raise LinkRefused(error.status, "body_refused") from error
        except ValueError as error:
            raise LinkRefused(400, "malformed_body") from error

    async def _asking(self, request: Request, shown: RatedCase, said: Said) -> Response:
        locale = locale_of(request)
        if not prefers_html(request):
            told = {"number": shown.number, "answeredAt": shown.answered_at, "endsAt": shown.ends_at}
            errors = [{"path": one.path, "message": one.message(locale), **one.facts} for one in said.wrong]
            scores = {str(score): words for score, words in SCORES.items()}
            if errors:
                return json_answer({"status": "INVALID", **told, "errors": errors}, 400, headers=HEADERS)
            return json_answer({"status": "OPEN", **told, "scores": scores}, headers=HEADERS)
        snapshot = await self._container.reference.current()
        page = asking_page(
            setting(snapshot, "center_name", default="Муниципальный центр управления"),
            shown,
            calendar_of(snapshot).day_of(shown.answered_at),
            chosen=said.given,
            wrong=[WRONG.get(".".join(one.path), one.message("ru")) for one in said.wrong],
        )
        return html_answer(page, 400 if said.wrong else 200)


WRONG: Mapping[str, str] = {
    "score": "выберите оценку от 1 до 5.",
    "solved": "укажите, решён ли вопрос.",
}
"""What is said on the page of a field that nothing or nonsense was chosen in."""


def read_rating(fields: Mapping[str, Any]) -> Said:
    """Return what the fields of a form or of a JSON object say: `score`, `solved` and `comment`, the text in its canonical
    form."""
    score, solved = _score(fields.get("score")), _solved(fields.get("solved"))
    said = fields.get("comment") or ""
    comment = canonical_text(said) if isinstance(said, str) else ""
    wrong = [Invalid("out_of_range", path="score")] if score is None else []
    wrong += [Invalid("required", path="solved")] if solved is None else []
    wrong += [] if isinstance(said, str) else [Invalid("wrong_value", path="comment")]
    given = {name: str(fields[name]) for name in ("score", "solved") if name in fields}
    facts = {"score": score, "solved": solved, "comment": comment or None}
    return Said({**given, "comment": comment}, facts, tuple(wrong))


def _score(value: Any) -> int | None:
    allowed = {str(score): score for score in range(LEAST_SCORE, GREATEST_SCORE + 1)}
    return None if isinstance(value, bool) else allowed.get(str(value))


def _solved(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return value == "yes" if isinstance(value, str) and value in SOLVED else None


def _rated(request: Request, shown: RatedCase, *, is_second: bool) -> Response:
    # Who asks again is told kindly; a program that sends a second rating is told that it did not count.
    status = 409 if is_second and request.method == "POST" else 200
    if prefers_html(request):
        return html_answer(thanks_page(shown, is_second=is_second), status)
    return json_answer({"status": "RATED", "number": shown.number}, status, headers=HEADERS)
