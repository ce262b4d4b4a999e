"""The outbox as an aggregate: a job and no rows of its own; events are the kernel's."""

from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate()
