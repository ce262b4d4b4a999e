"""`python -m tests.growth.server`: Pult as `python -m api serve` runs it, over a store that may lack an index.

With `--counting` it tells at `/work` what the request before was to it in numbers that depend on no clock and no other
program: how many calls were made for it, and what the store sent for it.
"""

import sys
import threading
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from types import FrameType

from pymongo.network_layer import PyMongoProtocol
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.answers import encode
from api.http.phases import CommandTimes
from api.process import Process, run_process
from api.serving import Server, create_served_app, server_config
from api.settings import Settings
from schema.build import build_schema

COUNTING = "--counting"
TOLD_AT = "/work"
CALLS = frozenset({"call", "c_call"})


@dataclass
class Work:
    """What was done for one request: calls of functions, replies of the store, and bytes of these."""

    calls: int = 0
    replies: int = 0
    read: int = 0


_current: ContextVar[Work | None] = ContextVar("work", default=None)
"""What is being done for a request: whatever the server does by itself runs in no request's context, and is not counted."""


def _note(_frame: FrameType, event: str, _given: object) -> None:
    if event in CALLS:
        work = _current.get()
        if work is not None:
            work.calls += 1


def count_calls() -> None:
    """Count from now on, in this thread and in those that begin later."""
    threading.setprofile(_note)
    sys.setprofile(_note)


def count_replies() -> None:
    """Count what the store sends, where it comes out of the wire."""
    read = PyMongoProtocol.read

    async def counted(
        self: PyMongoProtocol, request_id: int | None, max_message_size: int
    ) -> tuple[bytes, int]:
        data, kind = await read(self, request_id, max_message_size)
        work = _current.get()
        if work is not None:
            work.replies += 1
            work.read += len(data)
        return data, kind

    PyMongoProtocol.read = counted  # type: ignore[method-assign]


def counting(app: ASGIApp) -> ASGIApp:
    """Return the application with one path more, which tells what the request before was."""
    last = Work()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal last
        if scope["type"] == "http" and scope["path"] == TOLD_AT:
            response = Response(encode(asdict(last)), media_type="application/json")
            await response(scope, receive, send)
            return
        last = Work()
        token = _current.set(last)
        try:
            await app(scope, receive, send)
        finally:
            _current.reset(token)

    return answer


def serve(*, counts: bool) -> None:
    """Serve until SIGTERM."""
    settings, schema = Settings(), build_schema()

    async def work(process: Process) -> None:
        app = create_served_app(process, schema)
        if counts:
            count_replies()
            count_calls()
        served = counting(app) if counts else app
        await Server(server_config(served, settings), on_end=app.stop).serve()

    # Which indexes there are is settled where the store is grown: a missing one is not made here.
    run_process(settings, work, timer=CommandTimes(), makes_indexes=False, is_prompt=True)


if __name__ == "__main__":
    serve(counts=COUNTING in sys.argv[1:])
