"""Cases as a part of the schema: messages, appeals and incidents, and how many there are."""

from schema.cases.attachments import AttachmentMutations
from schema.cases.counts import CountQueries
from schema.cases.deciding import IncidentDecisionMutations, PriorityMutations, SubmissionDecisionMutations
from schema.cases.mutations import IncidentMutations, SubmissionMutations
from schema.cases.notes import NoteMutations
from schema.cases.queries import CaseQueries
from schema.cases.subscriptions import CaseSubscriptions
from schema.cases.types import Appeal, Incident, Message
from schema.cases.watching import WatchMutations, WatchQueries
from schema.graph import Graph

GRAPH = Graph(
    queries=(CaseQueries, CountQueries, WatchQueries),
    mutations=(
        IncidentMutations,
        SubmissionMutations,
        IncidentDecisionMutations,
        SubmissionDecisionMutations,
        PriorityMutations,
        AttachmentMutations,
        NoteMutations,
        WatchMutations,
    ),
    subscriptions=(CaseSubscriptions,),
    nodes=(Appeal, Incident, Message),
    sizes={
        "coAssignees": 2,
        "duplicates": 2,
        "earlierWordings": 1,
        "groups": 100,
        "key": 2,
        "linkedCases": 1,
        "notes": 2,
        "publications": 3,
        "responses": 2,
        "routings": 2,
        "steps": 5,
        "watchedCases": 50,
    },
    prices={"caseCounts": 200},
)
