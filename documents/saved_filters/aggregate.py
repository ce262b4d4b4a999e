"""Saved filters as an aggregate: rows of bookkeeping, which are everybody's own."""

from documents.kernel.aggregate import Aggregate
from documents.saved_filters.document import SavedFilterRow

AGGREGATE = Aggregate(bookkeeping=(SavedFilterRow,))
