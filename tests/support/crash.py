"""A process that writes inside a transaction and dies before the commit; started by a test, never imported by one."""

import asyncio
import os
import sys
import time

from documents.aggregates import RECORDS
from documents.cases import events
from documents.cases.document import Case
from documents.container import open_container
from documents.kernel.store.connection import StoreSettings, open_store
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Operation
from documents.submissions.operations import intake
from tests.support.town import NOW


async def _die_in_time(url: str, database: str, case_id: str) -> None:
    store = await open_store(StoreSettings(url=url, database=database), RECORDS)
    container = await open_container(store, new_id=lambda: "crash", monotonic=time.monotonic)

    async def die(change: Change, case: Case) -> Case:
        await change.save(case, events.FORMALIZED, summary="Не должно остаться")
        await change._unit.flush()
        sys.stdout.write("written, not committed\n")
        sys.stdout.flush()
        os._exit(9)

    declared = Operation(**{**vars(intake.formalize_submission), "body": die, "checks": ()})
    who = await container.principals.current("account-pos", NOW)
    await container.runner.run(who, NOW, declared, case_id)


if __name__ == "__main__":
    asyncio.run(_die_in_time(*sys.argv[1:4]))
