"""When a case may have been received: not later than now, and not earlier than a setting allows."""

from datetime import datetime, timedelta

from auth.errors import Invalid
from documents.center.settings import OLDEST_RECEIPT, OLDEST_RECEIPT_DAYS, setting
from documents.kernel.write.change import Change


def refuse_receipt(change: Change, received_at: datetime) -> None:
    """Refuse a receipt that lies ahead, or so far back that its deadline can only be a slip of the pen.

    Raises: INVALID (`in_the_future`, `too_old` with the `limit` in days) at `receivedAt`.
    """
    if received_at > change.now:
        raise Invalid("in_the_future", path=("receivedAt",))
    days = setting(change.reference, OLDEST_RECEIPT, default=OLDEST_RECEIPT_DAYS)
    if received_at < change.now - timedelta(days=days):
        raise Invalid("too_old", path=("receivedAt",), limit=days)
