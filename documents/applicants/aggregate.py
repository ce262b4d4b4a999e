"""Applicants as an aggregate: kept apart from their cases, and read through a reveal only."""

from documents.applicants.document import Applicant
from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate(records=(Applicant,))
