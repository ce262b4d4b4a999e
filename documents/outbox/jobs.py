"""The job that gives events their positions."""

from documents.kernel.write.jobs import JobRun, Trigger, job
from documents.kernel.write.stamping import stamp, waits

LOOK_SECONDS = 0.05
"""How often it is looked for new events: half of it is what an event waits on average."""


@job(title="Нумерация событий", trigger=Trigger.ALWAYS)
async def stamp_events(run: JobRun) -> None:
    """Give each event its place in the order of all, soon after its commit."""
    while not run.is_stopping():
        if await waits(run.store):
            moments = await stamp(run.store, run.fence)
            run.count("done", len(moments))
            for moment in moments:
                run.noticed(moment)
        else:
            await run.pause(LOOK_SECONDS)
