"""Feeds of calendars as a part of the schema: the link of one's own."""

from schema.calendar_feeds.mutations import CalendarFeedMutations
from schema.calendar_feeds.queries import CalendarFeedQueries
from schema.graph import Graph

GRAPH = Graph(queries=(CalendarFeedQueries,), mutations=(CalendarFeedMutations,))
