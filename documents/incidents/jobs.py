"""The job of incidents: what was put off goes on when its day has come."""

from datetime import timedelta

from auth.actions import Action
from documents.cases.pipelines import postponed_until
from documents.incidents.operations.intake import KINDS
from documents.incidents.operations.pausing import resume_incident
from documents.kernel.write.jobs import JobRun, job


@job(
    title="Возобновление отложенных инцидентов",
    actions={Action.INCIDENT_POSTPONE},
    every=timedelta(minutes=1),
)
async def resume_postponed_incidents(run: JobRun) -> None:
    """Go on with the incidents that were put off until now (§5.2 of the domain)."""
    due = await postponed_until(run.store, run.now, KINDS)
    await run.each(due, lambda case_id: run.apply(resume_incident, case_id))
