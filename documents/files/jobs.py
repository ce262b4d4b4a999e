"""The job that removes files nobody needs any more."""

from datetime import timedelta

from documents.files.removing import remove_orphans
from documents.kernel.write.jobs import JobRun, job


@job(title="Удаление ненужных файлов", every=timedelta(minutes=10))
async def remove_orphan_files(run: JobRun) -> None:
    """Remove uploads that nobody finished or attached, and files that were detached long ago."""
    removed = await remove_orphans(run.store, run.now)
    run.count("done", sum(removed.values()))
