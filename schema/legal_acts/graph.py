"""Legal acts as a part of the schema."""

from schema.graph import Graph
from schema.legal_acts.mutations import LegalActMutations
from schema.legal_acts.queries import LegalActQueries
from schema.legal_acts.types import LegalAct

GRAPH = Graph(queries=(LegalActQueries,), mutations=(LegalActMutations,), nodes=(LegalAct,))
