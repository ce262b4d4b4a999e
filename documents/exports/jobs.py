"""The jobs that make exports, and remove those whose time is over."""

from datetime import timedelta

from documents.exports.keeping import remove_expired, unfinished
from documents.exports.making import make_export
from documents.kernel.write.jobs import JobRun, job


@job(title="Подготовка выгрузок", every=timedelta(seconds=5))
async def make_exports(run: JobRun) -> None:
    """Make what was asked for, first asked first. Without a way to read lists nothing is begun."""
    lists = run.lists
    if lists is None:
        return
    asked = {row["_id"]: row for row in await unfinished(run.store, run.now)}
    await run.each(list(asked), lambda one: make_export(run, lists, asked[one]))


@job(title="Удаление выгрузок с истёкшим сроком", every=timedelta(minutes=10))
async def remove_expired_exports(run: JobRun) -> None:
    """Remove exports a day after they were asked for."""
    run.count("done", await remove_expired(run.store, run.now))
