"""Feeds of calendars as an aggregate: rows of bookkeeping, which are everybody's own."""

from documents.calendar_feeds.document import CalendarFeed
from documents.kernel.aggregate import Aggregate

AGGREGATE = Aggregate(bookkeeping=(CalendarFeed,))
