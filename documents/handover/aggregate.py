"""Handing over as an aggregate: operations alone, on what others store."""

from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate()
