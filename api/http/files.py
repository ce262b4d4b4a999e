"""The endpoints for files: `PUT /files` takes one, `GET /files/{id}` gives one under the rights of its object."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import json_answer, refusal
from api.http.authentication import Authentication, request_id_of
from api.http.bodies import BodyRefused
from api.http.linked import LinkedReading, linked_id
from api.http.negotiation import locale_of
from api.http.receiving import MEGABYTE, Receiver, StoredUpload
from api.http.repeating import once
from api.http.sending import content_answer
from api.settings import Settings
from auth.actions import Action
from auth.errors import BadRequest, Forbidden, Invalid, NotFound, Problem, Problems
from auth.policy.decide import may_ever
from auth.principal import Principal
from documents.carried_files import seen_file
from documents.center.settings import setting
from documents.container import Container
from documents.files.naming import NAME_LIMIT
from documents.files.scanning import Scanner, scanned
from documents.files.showing import FILE
from documents.files.storing import (
    MOST_WAITING,
    file_row,
)
from documents.files.vocabulary import ScanStatus
from documents.idempotency.calls import Kept
from documents.kernel.ids import global_id
from documents.kernel.store.connection import Store
from schema.cursors import Cursors
from schema.files.links import FILES

ATTACHING = (Action.CASE_ATTACH, Action.ASSIGNMENT_REPORT, Action.LEGAL_ACT_RECORD)
"""Whoever may attach a file to anything may upload one."""

MOST_MEGABYTES = 50
"""What the setting `fileMegabytes` is where nobody set it."""

LONGEST_NAME = 4 * NAME_LIMIT

UPLOADED = "PUT /files"
"""What an upload is called among the calls under a key."""

STATUS_OF: Mapping[str, int] = {
    "NOT_FOUND": 404,
    "LIMIT_REACHED": 409,
    "INVALID": 422,
    "IDEMPOTENCY_KEY_REUSED": 422,
    "file_too_large": 413,
    "picture_too_large": 413,
    "unsupported_file": 415,
    "type_mismatch": 415,
    "not_scanned": 409,
    "unreadable_range": 416,
}
"""Code or, where there is one, rule of a refusal → status; all others are as at every endpoint."""

log = structlog.get_logger("api.http.files")

Answering = Callable[[Request], Awaitable[Response]]


class FileEndpoints:
    """Answers `/files` and `/files/{id}`. With a scanner nothing is served that it has not found clean."""

    def __init__(
        self,
        container: Container,
        authentication: Authentication,
        cursors: Cursors,
        settings: Settings,
        scanner: Scanner | None = None,
    ) -> None:
        self._container = container
        self._signing_in = LinkedReading(container, authentication, cursors, FILES)
        self._settings = settings
        self._scanner = scanner
        spool = settings.var_dir if settings.var_dir.is_dir() else None
        self._receiver = Receiver(container.store, spool, scanner)

    async def upload(self, request: Request) -> Response:
        """Take a file: 201 with what is stored of it, or the errors as everywhere."""
        return await answered(request, self._upload)

    async def download(self, request: Request) -> Response:
        """Give a file, or a part of it, to who may see it now."""
        return await answered(request, self._download)

    async def _upload(self, request: Request) -> Response:
        who, now = await self._signing_in.bearer(request)
        if not any(may_ever(who, one) for one in ATTACHING):
            raise Forbidden(action=Action.CASE_ATTACH.value)
        name = request.query_params.get("name", "")
        if len(name) > LONGEST_NAME:
            raise Invalid("too_long", path=("name",), limit=LONGEST_NAME)
        snapshot = await self._container.reference.current()
        most_megabytes = setting(snapshot, "fileMegabytes", default=MOST_MEGABYTES)
        check_length(request, most_megabytes)
        given = {
            name: request.headers.get(name) for name in ("content-length", "content-type", "repr-digest")
        }
        kept = await once(
            self._container,
            request,
            UPLOADED,
            account_id=who.account_id,
            given={"name": name, **given},
            lapses_seconds=self._settings.file_seconds,
            now=now,
            run=lambda: self._stored(request, name, most_megabytes, who, now),
        )
        row = await file_row(self._container.store, kept["file_id"])
        if row is None:
            raise NotFound
        return json_answer(
            told_upload(row), 201, headers={"Location": f"{FILES.path}{global_id(FILE, row['_id'])}"}
        )

    async def _stored(
        self, request: Request, name: str, most_megabytes: int, who: Principal, now: datetime
    ) -> Kept:
        snapshot = await self._container.reference.current()

        async def receive(file_id: str) -> StoredUpload:
            return await self._receiver.receive(
                request, file_id, name=name, most_megabytes=most_megabytes, now=now
            )

        row = await self._receiver.uploaded(
            receive,
            account_id=who.account_id,
            most_waiting=setting(snapshot, "filesWaiting", default=MOST_WAITING),
            name=name,
            now=now,
        )
        file_id: str = row["_id"]
        log.info("file_uploaded", request_id=request_id_of(request), file_id=file_id, size=row["size_bytes"])
        return {"file_id": file_id}

    async def _download(self, request: Request) -> Response:
        reader = await self._signing_in.reader(request, "file_id")
        store = self._container.store
        stored = await file_row(store, linked_id(request, "file_id", FILES))
        if stored is None:
            raise NotFound
        seen = await seen_file(self._container.access, reader.who, reader.now, stored)
        if seen is None:
            raise NotFound
        await refuse_unscanned(store, self._scanner, stored, reader.now)
        return content_answer(request, store, stored, str(seen["name"]))


async def refuse_unscanned(
    store: Store, scanner: Scanner | None, stored: Mapping[str, Any], now: datetime
) -> None:
    """Refuse a file that was found infected, or that a scanner which is there has not found clean. Raises: INVALID
    (`not_scanned`, `infected`)."""
    status = ScanStatus(stored["scan_status"])
    if scanner is not None:
        status = await scanned(store, scanner, stored, now)
        if status not in (ScanStatus.CLEAN, ScanStatus.INFECTED):
            raise Invalid("not_scanned")
    if status is ScanStatus.INFECTED:
        raise Invalid("infected")


async def answered(request: Request, answer: Answering) -> Response:
    """Return what `answer` returns, or the refusal that it raises as everywhere."""
    try:
        return await answer(request)
    except BodyRefused as refused:
        told = BadRequest("required", path=("content",))
        return refusal([told], locale_of(request), status=refused.status, headers={"Connection": "close"})
    except (Problem, Problems) as error:
        problems = error.problems if isinstance(error, Problems) else (error,)
        code = str(problems[0].facts.get("rule")) if problems[0].code == "INVALID" else problems[0].code
        status = STATUS_OF.get(code, STATUS_OF.get(problems[0].code))
        # What is left of a body that nobody reads any more goes with the connection.
        closing = {"Connection": "close"} if request.method == "PUT" else {}
        return refusal(problems, locale_of(request), status=status, headers=closing)


def check_length(request: Request, most_megabytes: int) -> None:
    """Refuse by its head what is empty or too large. Raises: INVALID (`empty_file`, `file_too_large`)."""
    announced = request.headers.get("content-length")
    if announced is None and "transfer-encoding" not in request.headers:
        announced = "0"
    if announced is not None and announced.isdecimal():
        if int(announced) == 0:
            raise Invalid("empty_file", path=("content",))
        if int(announced) > most_megabytes * MEGABYTE:
            raise Invalid("file_too_large", path=("content",), limit=most_megabytes)


def told_upload(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is answered of an upload that waits to be attached."""
    return {
        "id": global_id(FILE, row["_id"]),
        "name": row["name"],
        "size": row["size_bytes"],
        "mime": row["mime"],
        "sha256": row["sha256"],
        "scan": {"status": row["scan_status"], "at": row["scanned_at"]},
        "expiresAt": row["removable_at"],
    }
