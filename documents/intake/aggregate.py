"""Intake as an aggregate: what is remembered of records of other systems."""

from documents.intake.document import IntakeRecord
from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate(records=(IntakeRecord,))
