"""The job that counts open deadlines anew where somebody asked for it (III.4.3/1)."""

from datetime import timedelta

from auth.actions import Action
from documents.cases.operations import recount_deadline
from documents.cases.recounting import to_recount
from documents.center.pipelines import recounts_waiting
from documents.directory.operations.policies import finish_recount
from documents.kernel.write.jobs import JobRun, job

AT_ONCE = 1_000
"""So many are counted in one run; what is left comes with the next."""


@job(title="Пересчёт открытых сроков", actions={Action.POLICY_MANAGE}, every=timedelta(minutes=1))
async def recount_open_deadlines(run: JobRun) -> None:
    """Count the deadlines of open cases anew while a recount waits; it is over when no deadline would be another one."""
    waiting = await recounts_waiting(run.store)
    if not waiting:
        return
    snapshot = await run.reference.current()
    found = await to_recount(run.store, snapshot)
    await run.each(found[:AT_ONCE], lambda case_id: run.apply(recount_deadline, case_id))
    if not found or not await to_recount(run.store, snapshot):
        await run.each(waiting, lambda recount_id: run.apply(finish_recount, recount_id))
