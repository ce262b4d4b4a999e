"""The installation as an aggregate: rows about the database itself, and the operations of the first hour."""

from documents.installation.document import BOOKKEEPING
from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate(bookkeeping=BOOKKEEPING)
