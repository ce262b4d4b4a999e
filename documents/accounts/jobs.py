"""The job that removes what has expired: sessions and lock-outs."""

from datetime import timedelta

from documents.accounts.lockouts import LOCKOUTS
from documents.accounts.sessions import SESSIONS
from documents.kernel.write import ledger
from documents.kernel.write.jobs import JobRun, job

EXPIRING = (SESSIONS, LOCKOUTS)


@job(title="Удаление истекших сеансов", every=timedelta(hours=1))
async def remove_expired_sessions(run: JobRun) -> None:
    """Remove sessions and lock-outs that are over; a store that removes them by itself leaves nothing to do."""
    for name in EXPIRING:
        run.count("done", await ledger.remove_many(run.store, name, {"expires_at": {"$lte": run.now}}))
