"""The job that goes through the events and tells those whom they concern."""

from documents.kernel.store.connection import Session
from documents.kernel.write.jobs import JobRun, Row, Trigger, job
from documents.notifications.telling import tell, told_of_event


@job(title="Уведомления о событиях", trigger=Trigger.EVENTS)
async def notify(run: JobRun) -> None:
    """Tell people of each event that concerns them, once."""

    async def handle(session: Session, event: Row) -> None:
        rows = await told_of_event(run.store, await run.reference.current(), event, run.now)
        if rows:
            await tell(run.store, session, rows, run.now)

    await run.follow(handle)
