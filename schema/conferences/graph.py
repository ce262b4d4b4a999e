"""Conferences of others as a part of the schema."""

from schema.conferences.mutations import ConferenceMutations
from schema.conferences.queries import ConferenceQueries
from schema.conferences.types import Conference
from schema.graph import Graph

GRAPH = Graph(queries=(ConferenceQueries,), mutations=(ConferenceMutations,), nodes=(Conference,))
