"""Cases as a part of the schema: messages, appeals and incidents, and how many there are."""

from schema.cases.answering import AnswerMutations
from schema.cases.attachments import AttachmentMutations
from schema.cases.control import ControlQueries
from schema.cases.counts import CountQueries
from schema.cases.deciding import IncidentDecisionMutations, SubmissionDecisionMutations
from schema.cases.many import MANY, ManyMutations
from schema.cases.mutations import IncidentMutations, SubmissionMutations
from schema.cases.notes import NoteMutations
from schema.cases.quality import QualityMutations
from schema.cases.quality_counts import QualityCountQueries
from schema.cases.queries import CaseQueries
from schema.cases.rating import RatingMutations
from schema.cases.rating_counts import RatingCountQueries
from schema.cases.recipient_links import RecipientLinkMutations
from schema.cases.routing_previews import RoutingPreviewQueries
from schema.cases.similar import SimilarCaseQueries
from schema.cases.steering import SteeringMutations
from schema.cases.subscriptions import CaseSubscriptions
from schema.cases.types import Appeal, Incident, Message
from schema.cases.watching import WatchMutations, WatchQueries
from schema.graph import Graph

GRAPH = Graph(
    queries=(
        CaseQueries,
        CountQueries,
        QualityCountQueries,
        ControlQueries,
        RatingCountQueries,
        RoutingPreviewQueries,
        SimilarCaseQueries,
        WatchQueries,
    ),
    mutations=(
        IncidentMutations,
        SubmissionMutations,
        IncidentDecisionMutations,
        SubmissionDecisionMutations,
        RatingMutations,
        QualityMutations,
        RecipientLinkMutations,
        SteeringMutations,
        ManyMutations,
        AnswerMutations,
        AttachmentMutations,
        NoteMutations,
        WatchMutations,
    ),
    subscriptions=(CaseSubscriptions,),
    nodes=(Appeal, Incident, Message),
    sizes={
        "byPerson": 100,
        "byUnit": 50,
        "clocks": 8,
        "criteria": 6,
        "coAssignees": 2,
        "deliveries": 2,
        "differences": 5,
        "duplicates": 2,
        "drafts": 2,
        "earlierWordings": 1,
        "faults": 2,
        "groups": 100,
        "highlights": 2,
        "key": 2,
        "linkedCases": 1,
        "mergedCases": 1,
        "load": 20,
        "notes": 2,
        "otherCases": 5,
        "publications": 3,
        "responses": 2,
        "qualityChecks": 1,
        "results": 1,
        "routings": 2,
        "satisfaction": 1,
        "similarCases": 5,
        "sourceStates": 4,
        "splitInto": 2,
        "steps": 5,
        "watchedCases": 5,
    },
    prices={"caseCounts": 200, "satisfactionCounts": 200, "deadlineControl": 200, "qualityCounts": 200},
    done_for_each=tuple(MANY),
)
