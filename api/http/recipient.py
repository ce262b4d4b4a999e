"""The endpoint for a body without accounts that answers by a link: a page for browsers, JSON for programs, and files."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.clock import utc_now
from api.http.answers import json_answer
from api.http.authentication import request_id_of
from api.http.bodies import BodyRefused, read_body, receive_by
from api.http.files import MOST_MEGABYTES, answered, check_length, refuse_unscanned, told_upload
from api.http.guests import HEADERS, LinkRefused, form_fields, html_answer, opened_by_link, refused_answer
from api.http.multipart import FormPart, boundary_of
from api.http.negotiation import is_encoded, is_form, is_json, locale_of, prefers_html
from api.http.receiving import Receiver, StoredUpload, spooled
from api.http.recipient_page import answered_page, nothing_page, routed_page
from api.http.recipient_said import (
    LONGEST_BODY_BYTES,
    MOST_FILES,
    GivenAnswer,
    copy_part,
    form_parts,
    read_answer,
    text_of,
)
from api.http.sending import content_answer
from api.settings import Settings
from auth.errors import InvalidTransition, NotFound, Problem, Problems
from documents.cases.answered_by_link import RoutedCase, routed_case
from documents.cases.linking import ANSWERING_PATH, uploader_of
from documents.cases.pipelines import case_by_recipient_link
from documents.center.calendars import calendar_of
from documents.center.settings import setting
from documents.container import Container
from documents.files.scanning import Scanner
from documents.files.showing import FILE, id_of_upload
from documents.files.storing import MOST_WAITING, file_row
from documents.kernel.ids import global_id
from documents.kernel.write.events import GUEST
from documents.kernel.write.operation import Operation
from documents.kernel.write.runner import Request as ChangeRequest
from documents.recipient_links import by_link

COUNTED_AS = "recipient\nlink"
"""Links that are not there count by address alone; no login holds a line break."""

WRONG_TEXT = "напишите ответ."

log = structlog.get_logger("api.http.recipient")


@dataclass(frozen=True)
class Followed:
    """A link that was followed: its digest, the case that it shows, and when."""

    digest: str
    shown: RoutedCase
    now: datetime


class RecipientEndpoint:
    """Answers `/recipient/{token}` and what lies below it."""

    def __init__(self, container: Container, settings: Settings, scanner: Scanner | None = None) -> None:
        self._container = container
        self._settings = settings
        self._scanner = scanner
        spool = settings.var_dir if settings.var_dir.is_dir() else None
        self._receiver = Receiver(container.store, spool, scanner)

    async def answer(self, request: Request) -> Response:
        """Show what was routed to the body, or take its answer. Whatever is wrong with a link is told alike."""
        try:
            followed = await self._opened(request)
            if followed.shown.is_answered:
                return _done(request, followed.shown, is_second=True)
            if request.method == "GET":
                await self._noted(followed)
            if request.method != "POST" or not followed.shown.takes_answer:
                return await self._shown(request, followed.shown, GivenAnswer())
            return await self._taken(request, followed, await self._said(request, followed))
        except LinkRefused as refused:
            return refused_answer(request, refused, nothing_page())

    async def upload(self, request: Request) -> Response:
        """Take a file for the answer: 201 with what is stored of it, or the errors as everywhere."""
        try:
            followed = await self._opened(request)
            if not followed.shown.takes_answer:
                raise LinkRefused(410 if followed.shown.is_answered else 409, "not_awaited")
        except LinkRefused as refused:
            return refused_answer(request, refused, nothing_page())
        return await answered(request, lambda _: self._uploaded(request, followed))

    async def file(self, request: Request) -> Response:
        """Give a file of the case that was cleared of personal data, to the body that follows the link."""
        try:
            followed = await self._opened(request)
        except LinkRefused as refused:
            return refused_answer(request, refused, nothing_page())
        return await answered(request, lambda _: self._given(request, followed))

    async def _opened(self, request: Request) -> Followed:
        """What the link shows. Raises: LinkRefused."""
        store, now = self._container.store, utc_now()
        snapshot = await self._container.reference.current()

        async def look(digest: str) -> RoutedCase | None:
            return routed_case(await case_by_recipient_link(store, digest), digest, snapshot, now)

        digest, shown = await opened_by_link(store, request, COUNTED_AS, look, now=now)
        return Followed(digest, shown, now)

    async def _noted(self, followed: Followed) -> None:
        if not followed.shown.is_opened:
            await self._run(by_link(followed.shown.kind).note_opened, followed)

    async def _run(self, operation: Operation, followed: Followed, **facts: Any) -> None:
        """Run an operation in the name of nobody that we know. Raises: LinkRefused, Problem, Problems."""
        runner = self._container.runner.in_the_name_of(GUEST)
        given = {"digest": followed.digest, **facts}
        change = ChangeRequest(operation, None, utc_now(), followed.shown.case_id, facts=given)
        try:
            await runner.run_together([change])
        except NotFound as error:
            raise LinkRefused(404, "not_found") from error

    async def _taken(self, request: Request, followed: Followed, said: GivenAnswer) -> Response:
        if said.wrong:
            return await self._shown(request, followed.shown, said)
        try:
            take_answer = by_link(followed.shown.kind).take_answer
            await self._run(take_answer, followed, text=said.text, file_ids=said.file_ids)
        except InvalidTransition:
            # Somebody was a moment faster: with the same link, or in Pult.
            again = await self._opened(request)
            if again.shown.is_answered:
                return _done(request, again.shown, is_second=True)
            return await self._shown(request, again.shown, said)
        except (Problem, Problems) as refusal:
            problems = refusal.problems if isinstance(refusal, Problems) else (refusal,)
            return await self._shown(request, followed.shown, replace(said, wrong=tuple(problems)))
        log.info("answered_by_link", request_id=request_id_of(request), case_id=followed.shown.case_id)
        return _done(request, followed.shown, is_second=False)

    async def _said(self, request: Request, followed: Followed) -> GivenAnswer:
        """What the body says. Raises: LinkRefused for one that is neither a form nor JSON, or too long."""
        boundary = boundary_of(request.headers.get("content-type", ""))
        if is_encoded(request) or not (boundary or is_form(request) or is_json(request)):
            raise LinkRefused(415, "unsupported_media_type")
        try:
            if boundary is not None:
                return await self._said_with_files(request, boundary, followed)
            body = await read_body(
                request.headers,
                request.receive,
                limit_bytes=LONGEST_BODY_BYTES,
                deadline_seconds=self._settings.receive_seconds,
                receive_by=receive_by(request.scope),
            )
            return read_answer(form_fields(body, as_json=is_json(request)))
        except BodyRefused as error:
            raise LinkRefused(error.status, "body_refused") from error
        except ValueError as error:
            raise LinkRefused(400, "malformed_body") from error

    async def _said_with_files(self, request: Request, boundary: bytes, followed: Followed) -> GivenAnswer:
        """What a form with files says; the files wait to be attached then. Raises: ValueError, BodyRefused."""
        said = GivenAnswer()
        try:
            with self._receiver.file() as sent:
                await spooled(request, sent, await self._megabytes())
                parts = await asyncio.to_thread(form_parts, sent, boundary)
                text = await asyncio.to_thread(text_of, sent, parts)
                said = read_answer({"text": text})
                if said.wrong:
                    return said
                files = [one for one in parts if one.filename and one.name == "files"]
                ids = [await self._stored(sent, one, followed) for one in files[:MOST_FILES]]
                return replace(said, file_ids=tuple(ids))
        except (Problem, Problems) as refusal:
            problems = refusal.problems if isinstance(refusal, Problems) else (refusal,)
            return replace(said, wrong=tuple(problems))

    async def _stored(self, sent: BinaryIO, part: FormPart, followed: Followed) -> str:
        """Store one file of a form, and return its id. Raises: Problem."""
        name = part.filename or ""

        async def receive(file_id: str) -> StoredUpload:
            with self._receiver.file() as alone:
                await asyncio.to_thread(copy_part, sent, part, alone)
                return await self._receiver.keep(
                    alone,
                    file_id,
                    size_bytes=part.size_bytes,
                    name=name,
                    declared=part.media_type,
                    now=followed.now,
                )

        row = await self._receiver.uploaded(
            receive,
            account_id=uploader_of(followed.digest),
            most_waiting=await self._waiting(),
            name=name,
            now=followed.now,
        )
        return str(row["_id"])

    async def _uploaded(self, request: Request, followed: Followed) -> Response:
        name, most_megabytes = request.query_params.get("name", ""), await self._megabytes()
        check_length(request, most_megabytes)

        async def receive(file_id: str) -> StoredUpload:
            return await self._receiver.receive(
                request, file_id, name=name, most_megabytes=most_megabytes, now=followed.now
            )

        row = await self._receiver.uploaded(
            receive,
            account_id=uploader_of(followed.digest),
            most_waiting=await self._waiting(),
            name=name,
            now=followed.now,
        )
        return json_answer(told_upload(row), 201, headers=HEADERS)

    async def _given(self, request: Request, followed: Followed) -> Response:
        file_id, store = id_of_upload(request.path_params["file_id"]), self._container.store
        carried = next((one for one in followed.shown.files if one["id"] == file_id), None)
        stored = await file_row(store, carried["id"]) if carried is not None else None
        if carried is None or stored is None:
            raise NotFound
        await refuse_unscanned(store, self._scanner, stored, followed.now)
        return content_answer(request, store, stored, carried["name_redacted"] or carried["name"])

    async def _megabytes(self) -> int:
        snapshot = await self._container.reference.current()
        most: int = setting(snapshot, "fileMegabytes", default=MOST_MEGABYTES)
        return most

    async def _waiting(self) -> int:
        snapshot = await self._container.reference.current()
        most: int = setting(snapshot, "filesWaiting", default=MOST_WAITING)
        return most

    async def _shown(self, request: Request, shown: RoutedCase, said: GivenAnswer) -> Response:
        status = 400 if said.wrong else 200
        if request.method == "POST" and not shown.takes_answer:
            status = 409
        path = f"{ANSWERING_PATH}{request.path_params['token']}"
        # What is left of a body that nobody reads any more goes with the connection.
        closing = {"Connection": "close"} if said.wrong else {}
        if not prefers_html(request):
            told = _as_json(request, shown, said, path)
            return json_answer(told, status, headers={**HEADERS, **closing})
        snapshot = await self._container.reference.current()
        page = routed_page(
            setting(snapshot, "center_name", default="Муниципальный центр управления"),
            shown,
            calendar_of(snapshot),
            path=path,
            megabytes=await self._megabytes(),
            text=said.text,
            wrong=[WRONG_TEXT if _lacks_text(one) else one.message("ru") for one in said.wrong],
        )
        return html_answer(page, status, closing)


def _as_json(request: Request, shown: RoutedCase, said: GivenAnswer, path: str) -> Mapping[str, Any]:
    locale = locale_of(request)
    told = {
        "kind": shown.kind,
        "number": shown.number,
        "body": shown.body,
        "receivedAt": shown.received_at,
        "dueAt": shown.due_at,
        "endsAt": shown.ends_at,
        "summary": shown.summary,
        "text": shown.text,
        "publications": list(shown.publications),
        "place": shown.place,
        "reason": shown.reason,
        "rework": shown.rework,
        "files": [_file(one, path) for one in shown.files],
    }
    if said.wrong:
        errors = [{"path": one.path, "message": one.message(locale), **one.facts} for one in said.wrong]
        return {"status": "INVALID", "number": shown.number, "errors": errors}
    return {"status": "OPEN" if shown.takes_answer else "NOT_AWAITED", **told}


def _file(carried: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    told_id = global_id(FILE, carried["id"])
    return {
        "id": told_id,
        "name": carried["name_redacted"] or carried["name"],
        "size": carried["size_bytes"],
        "mime": carried["mime"],
        "url": f"{path}/files/{told_id}",
    }


def _lacks_text(problem: Problem) -> bool:
    return problem.path == ("text",) and problem.facts.get("rule") == "required"


def _done(request: Request, shown: RoutedCase, *, is_second: bool) -> Response:
    status = 410 if is_second else 200
    if prefers_html(request):
        return html_answer(answered_page(shown, is_second=is_second), status)
    return json_answer({"status": "ANSWERED", "number": shown.number}, status, headers=HEADERS)
