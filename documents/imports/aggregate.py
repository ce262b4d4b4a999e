"""Imports as an aggregate: operations alone, on cases."""

from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate()
