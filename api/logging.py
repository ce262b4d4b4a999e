"""Logs: one JSON object a line in production, readable lines in development; ids yes, names, texts and tokens never."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog

from api.failures import failure_as_text, failure_told

# A key of these names is a mistake wherever it stands; its value does not reach the log.
NEVER_LOGGED = frozenset(
    {"token", "access_token", "refresh_token", "password", "authorization", "text", "full_name", "phone"}
    | {"email", "login", "query", "variables", "secret", "client_secret"}
)


def _without_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in NEVER_LOGGED & event.keys():
        event[key] = "[withheld]"
    return event


def configure_logging(*, as_json: bool, level: str) -> None:
    """Set up the logs of the process, those of the server program included."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_secrets,
        failure_told,
    ]
    if as_json:
        last: structlog.typing.Processor = structlog.processors.JSONRenderer(serializer=_json)
    else:
        shared.append(failure_as_text)
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        # The stream of now, not that of the moment at which logs were set up: it may be closed by then.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def _json(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()
