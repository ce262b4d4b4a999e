"""Loading as an aggregate: operations alone, on whatever the others say may be loaded."""

from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate()
