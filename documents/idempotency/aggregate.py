"""Calls under idempotency keys as a part of what is stored: rows of bookkeeping, and nothing of the domain."""

from documents.idempotency.document import BOOKKEEPING
from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate(bookkeeping=BOOKKEEPING)
