"""The job that removes old notifications."""

from datetime import timedelta

from documents.center.settings import NOTIFICATION_KEEP, NOTIFICATION_KEEP_DAYS, setting
from documents.kernel.write import ledger
from documents.kernel.write.jobs import JobRun, job
from documents.notifications.telling import NOTIFICATIONS


@job(title="Удаление старых уведомлений", every=timedelta(hours=6))
async def remove_old_notifications(run: JobRun) -> None:
    """Remove notifications that are older than the setting says, read or not."""
    days = setting(await run.reference.current(), NOTIFICATION_KEEP, default=NOTIFICATION_KEEP_DAYS)
    until = run.now - timedelta(days=days)
    run.count("done", await ledger.remove_many(run.store, NOTIFICATIONS, {"at": {"$lt": until}}))
