"""Rules of deliveries: what an answer means, when one is tried again, and when it is parked; pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from documents.webhooks.vocabulary import WebhookProblemKind, WebhookState

TRIED_FOR = timedelta(days=3)
"""From the first attempt on; then a delivery is parked (contract, §5)."""

TRIED_FIRST, TRIED_AT_MOST = timedelta(seconds=10), timedelta(hours=6)
HELD_AT_MOST = timedelta(minutes=10)
"""For so long a receiver that fails is left alone, whatever else waits for it; longer where it asks for that."""

LONGEST_ASKED = timedelta(days=1)
"""A longer `Retry-After` is taken for this."""

KEPT_DELIVERED, KEPT_PARKED = timedelta(days=30), timedelta(days=90)
"""For how long it is shown what became of a delivery."""

SUCCESS, REDIRECT, CLIENT_ERROR, SERVER_ERROR = 200, 300, 400, 500
GONE, TOO_MANY = 410, 429

Row = Mapping[str, Any]


def state_of(webhook: Row) -> WebhookState:
    """Return how a stored webhook stands: disabled by its receiver, paused by people, or active."""
    if webhook.get("disabled_at") is not None:
        return WebhookState.DISABLED
    return WebhookState.PAUSED if webhook.get("is_paused") else WebhookState.ACTIVE


def problem_of_status(status: int) -> WebhookProblemKind | None:
    """Return what a status says went wrong; None where the delivery was taken."""
    if SUCCESS <= status < REDIRECT:
        return None
    if status in (GONE, TOO_MANY):
        return WebhookProblemKind.GONE if status == GONE else WebhookProblemKind.TOO_MANY
    if status >= SERVER_ERROR:
        return WebhookProblemKind.FAILED
    return WebhookProblemKind.REFUSED if status >= CLIENT_ERROR else WebhookProblemKind.REDIRECTED


def drawn(delivery_id: str, attempts: int) -> float:
    """Return a number from 0 to 1 that differs by delivery and attempt: what failed together does not come back
    together."""
    digest = sha256(f"{delivery_id} {attempts}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32


def waits_for(failures: int, draw: float, *, most: timedelta = TRIED_AT_MOST) -> timedelta:
    """Return how long to wait after so many failures: twice as long each time, less up to a half by `draw` (0 to 1)."""
    longest = min(TRIED_FIRST * (1 << min(failures - 1, 20)), most)
    return longest * (1 - draw / 2)


def asked_for(retry_after_seconds: int | None) -> timedelta:
    """Return how long a receiver asks to be left alone; nothing where it does not."""
    return min(timedelta(seconds=max(0, retry_after_seconds or 0)), LONGEST_ASKED)


def tried_again_at(
    first_at: datetime, now: datetime, *, failures: int, draw: float, asked: timedelta
) -> datetime | None:
    """Return when a delivery is tried again that failed at `now`; None where its time is over."""
    if now - first_at >= TRIED_FOR:
        return None
    # The last attempt is at the end, and not some hours before.
    return min(now + max(waits_for(failures, draw), asked), max(first_at + TRIED_FOR, now + asked))


def held_until(now: datetime, *, failures: int, draw: float, asked: timedelta) -> datetime:
    """Return until when a receiver is left alone that failed so many times in a row."""
    return now + max(waits_for(failures, draw, most=HELD_AT_MOST), asked)
