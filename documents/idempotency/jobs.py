"""The job that removes calls whose keys hold no more."""

from datetime import timedelta

from documents.idempotency.calls import CALLS
from documents.kernel.write import ledger
from documents.kernel.write.jobs import JobRun, job


@job(title="Удаление истекших ключей идемпотентности", every=timedelta(hours=1))
async def remove_expired_calls(run: JobRun) -> None:
    """Remove calls that are older than seven days; a store that removes them by itself leaves nothing to do."""
    run.count("done", await ledger.remove_many(run.store, CALLS, {"expires_at": {"$lte": run.now}}))
