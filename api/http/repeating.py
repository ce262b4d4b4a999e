"""Requests under an `Idempotency-Key`: the second one is answered as the first was, and stores nothing."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request

from auth.errors import Invalid, Problem, Problems, Timeout
from documents.container import Container
from documents.idempotency.calls import Call, Kept, call_of
from schema.shapes.kinds import LONGEST_KEY, SHORTEST_KEY

HEADER, PATH = "idempotency-key", ("idempotencyKey",)


async def once(
    container: Container,
    request: Request,
    name: str,
    *,
    account_id: str,
    given: Mapping[str, Any],
    lapses_seconds: float,
    now: datetime,
    run: Callable[[], Awaitable[Kept]],
) -> Kept:
    """Return what `run` leaves behind, or what it left behind when the same request came before under the same key.

    Without the header it simply runs. Raises: INVALID (`malformed_key`), IDEMPOTENCY_KEY_REUSED where it came with something
    else given; RATE_LIMITED while the first one is under way; what `run` raises, and then the key is free.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return await run()
    if not (SHORTEST_KEY <= len(key) <= LONGEST_KEY and all("!" <= one <= "~" for one in key)):
        raise Invalid("malformed_key", path=PATH, least=SHORTEST_KEY, most=LONGEST_KEY)
    call = _call(container, name, key, account_id, given, lapses_seconds, now)
    await call.begin()
    if call.earlier is not None:
        return call.earlier.kept
    try:
        call.kept = await run()
    except (Problem, Problems) as refusal:
        # Where it may yet be done, the reservation stands until it lapses.
        if not isinstance(refusal, Timeout):
            await call.release()
        raise
    await call.finish()
    return call.kept


def _call(
    container: Container,
    name: str,
    key: str,
    account_id: str,
    given: Mapping[str, Any],
    lapses_seconds: float,
    now: datetime,
) -> Call:
    if container.vault is None:
        raise RuntimeError("this process has no keys for personal data, so it can digest nothing")
    return call_of(
        container.store,
        container.vault,
        account_id=account_id,
        name=name,
        key=key,
        given=given,
        holder=container.runner.new_id(),
        now=now,
        lapses_seconds=lapses_seconds,
    )
