"""Jobs of assignments: of what recurs, the assignment of a period is issued when the period begins."""

from datetime import timedelta

from auth.actions import Action
from documents.assignments.deadline import LOCAL_DAYS
from documents.assignments.operations import begin_period
from documents.assignments.pipelines import with_periods_begun
from documents.kernel.write.jobs import JobRun, job


@job(
    title="Выдача поручений на очередной период",
    actions={Action.ASSIGNMENT_ISSUE},
    every=timedelta(minutes=10),
)
async def begin_periods(run: JobRun) -> None:
    """Issue the assignment of each period that has begun, once (III.4.3/3)."""
    due = await with_periods_begun(run.store, LOCAL_DAYS.day_of(run.now))
    await run.each(due, lambda assignment_id: run.apply(begin_period, assignment_id))
