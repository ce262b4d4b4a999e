"""Jobs as an aggregate: rows of bookkeeping alone; what a job does leaves its history on what it is done to."""

from documents.jobs.document import FailedItem, JobState
from documents.jobs.vocabulary import OUTCOMES, Outcome
from documents.kernel.aggregate import Aggregate, Enumeration
from documents.kernel.write.leases import Lease

AGGREGATE = Aggregate(
    bookkeeping=(FailedItem, JobState, Lease),
    transient=(Lease,),
    enumerations=(
        Enumeration(Outcome, "JobOutcome", "Чем закончилось: how a run of a background job ended.", OUTCOMES),
    ),
)
