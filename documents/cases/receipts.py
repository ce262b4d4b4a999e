"""When a case may have been received: not later than now, not earlier than a setting allows, and before it is due."""

from datetime import datetime, timedelta

from auth.errors import Invalid
from documents.center.settings import OLDEST_RECEIPT, OLDEST_RECEIPT_DAYS, setting
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change


def refuse_receipt(change: Change, received_at: datetime) -> None:
    """Refuse a receipt that lies ahead, or so far back that its deadline can only be a slip of the pen.

    Raises: INVALID (`in_the_future`, `too_old` with the `limit` in days) at `receivedAt`.
    """
    problem = receipt_problem(change.reference, received_at, change.now)
    if problem is not None:
        raise problem


def receipt_problem(reference: Snapshot, received_at: datetime, now: datetime) -> Invalid | None:
    """Return what is wrong with a receipt at a moment; None for nothing."""
    if received_at > now:
        return Invalid("in_the_future", path=("receivedAt",))
    days = setting(reference, OLDEST_RECEIPT, default=OLDEST_RECEIPT_DAYS)
    if received_at < now - timedelta(days=days):
        return Invalid("too_old", path=("receivedAt",), limit=days)
    return None


def refuse_term_before(received_at: datetime, external_due_at: datetime | None) -> None:
    """Refuse a term of another system that ends before the case was received. Raises: INVALID (`before_receipt`)."""
    if external_due_at is not None and external_due_at <= received_at:
        raise Invalid("before_receipt", path=("externalDueAt",))
