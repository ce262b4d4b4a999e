"""Watching as an aggregate: rows of bookkeeping, which are everybody's own."""

from documents.kernel.aggregate import Aggregate
from documents.watching.document import CaseWatch

AGGREGATE = Aggregate(bookkeeping=(CaseWatch,))
