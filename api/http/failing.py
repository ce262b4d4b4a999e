"""What every endpoint answers when it fails: one shape, with the id under which the log has the cause."""

import structlog
from starlette.responses import Response

from api.http.answers import json_answer, refusal
from api.http.grants import temporarily_unavailable
from auth.errors import Timeout
from documents.kernel.store.connection import is_away
from schema.errors import masked_error

OAUTH = "/auth/"
"""Beneath this path refusals are those of RFC 6749, also where nobody can be asked."""

log = structlog.get_logger("api")


def failed(error: Exception, path: str, shown: str, *, locale: str, request_id: str) -> Response:
    """Return the answer to a failure, which is logged here: 503 where the store is away or time is up, else 500 without a
    word of the cause.

    `shown` is the path as the log may have it.
    """
    if isinstance(error, Timeout | TimeoutError) or is_away(error):
        word = "store_does_not_answer" if is_away(error) else "request_timed_out"
        log.warning(word, path=shown, error=type(error).__name__)
        if path.startswith(OAUTH):
            return temporarily_unavailable().answer()
        return refusal([Timeout()], locale)
    log.error("request_failed", path=shown, exc_info=error)
    return json_answer({"errors": [masked_error(locale, request_id=request_id)]}, 500)
