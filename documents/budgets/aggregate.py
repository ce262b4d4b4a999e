"""Budgets as a part of what is stored: transient rows of bookkeeping, and nothing of the domain."""

from documents.budgets.document import BOOKKEEPING
from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate(bookkeeping=BOOKKEEPING, transient=BOOKKEEPING)
