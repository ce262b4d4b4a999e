"""Unknown names and conflicts of other systems as a part of the schema."""

from schema.graph import Graph
from schema.intake.conflicts import IntakeConflict
from schema.intake.mutations import IntakeMutations
from schema.intake.queries import IntakeQueries
from schema.intake.types import UnmatchedReference

GRAPH = Graph(
    queries=(IntakeQueries,),
    mutations=(IntakeMutations,),
    nodes=(UnmatchedReference, IntakeConflict),
)
