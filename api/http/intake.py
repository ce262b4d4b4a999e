"""The endpoint of intake: `POST /intake/pos` and `POST /intake/incidents` take a file of records of another system."""

import asyncio
import hashlib
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.clock import utc_now
from api.http.answers import json_answer
from api.http.authentication import Authentication, Caller, request_id_of
from api.http.files import answered, check_length
from api.http.negotiation import locale_of
from api.http.principals import principal_of
from api.http.receiving import PIECE_BYTES, spooled
from api.http.repeating import once
from api.intake.reporting import counts_of, told_result
from api.intake.spooling import spool_records, spooled_batches
from api.settings import Settings
from auth.actions import Action
from auth.errors import BadRequest, Forbidden, NotFound
from auth.policy.decide import may_ever
from auth.principal import Principal
from documents.container import Container
from documents.intake.layouts import LAYOUTS
from documents.intake.records import RecordLayout
from documents.intake.taking import BATCH, Intake, IntakeResult

MOST_MEGABYTES = 32
READ_AT_ONCE = 1
"""Files of a process that are unpacked at a time: it takes CPU and memory."""

DRY_RUN: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}

log = structlog.get_logger("api.http.intake")


class IntakeEndpoint:
    """Answers `/intake/{system}`: 200 with a report, row by row; a file that is none, or not whole, leaves nothing."""

    def __init__(self, container: Container, authentication: Authentication, settings: Settings) -> None:
        self._container = container
        self._authentication = authentication
        self._settings = settings
        self._spool = settings.var_dir if settings.var_dir.is_dir() else None
        self._places = asyncio.Semaphore(READ_AT_ONCE)

    async def take(self, request: Request) -> Response:
        """Take a file of records, or with `dryRun=true` only say what would come of it."""
        return await answered(request, self._take)

    async def _take(self, request: Request) -> Response:
        caller = await self._authentication.caller(request)
        who = await principal_of(self._container, caller)
        if not may_ever(who, Action.INTAKE_IMPORT):
            raise Forbidden(action=Action.INTAKE_IMPORT.value)
        layout = LAYOUTS.get(request.path_params["system"])
        if layout is None:
            raise NotFound
        is_dry = DRY_RUN.get(request.query_params.get("dryRun", "false"))
        if is_dry is None:
            raise BadRequest("unknown_value", path=("dryRun",))
        check_length(request, MOST_MEGABYTES)
        with self._file() as sent, self._file() as records:
            await spooled(request, sent, MOST_MEGABYTES)
            digest = await asyncio.to_thread(_digest, sent)
            kept = await once(
                self._container,
                request,
                f"POST {request.url.path}",
                account_id=who.account_id,
                given={"sha256": digest, "dryRun": is_dry},
                lapses_seconds=self._settings.file_seconds,
                now=caller.now,
                run=lambda: self._report(request, caller, who, layout, sent, records, is_dry=is_dry),
            )
        return json_answer(kept)

    async def _report(
        self,
        request: Request,
        caller: Caller,
        who: Principal,
        layout: RecordLayout,
        sent: BinaryIO,
        records: BinaryIO,
        *,
        is_dry: bool,
    ) -> dict[str, Any]:
        async with self._places:
            count = await asyncio.to_thread(spool_records, sent, records, layout)
        container, locale = self._container, locale_of(request)
        assert container.vault is not None
        intake = Intake(
            container.runner.confirmed_by(caller.confirm),
            container.store,
            container.reference,
            container.vault,
            layout,
            who,
            is_dry,
        )
        results: list[dict[str, Any]] = []
        counts: Counter[str] = Counter()

        def told(taken: Sequence[IntakeResult]) -> None:
            results.extend(told_result(one, locale) for one in taken)
            counts.update(counts_of(taken))

        await intake.take_each(spooled_batches(records, BATCH), utc_now, told)
        log.info(
            "intake_taken", request_id=request_id_of(request), system=layout.system, rows=count, **counts
        )
        return {
            "system": layout.system,
            "dryRun": is_dry,
            "rows": count,
            "counts": counts,
            "results": results,
        }

    def _file(self) -> BinaryIO:
        # It has no name, so that nothing is left of it however the process ends.
        return tempfile.TemporaryFile(dir=self._spool)


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
    return digest.hexdigest()
