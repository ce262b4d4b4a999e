"""Dispatch as an aggregate: operations alone, on protocols and assignments."""

from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate()
