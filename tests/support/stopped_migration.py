"""A process that migrates and is killed in the middle of a step; started by a test, never imported by one."""

import asyncio
import os
import signal
import sys
import time
import uuid

from api.clock import utc_now
from documents.aggregates import STORED
from documents.container import open_container
from documents.installation.leases import take_lease
from documents.kernel.store.connection import StoreSettings, open_store
from documents.migrating import STEPS, StepSurroundings, go_through
from tests.support.keys import VAULT


async def _killed_after(url: str, database: str, collection: str, rows: int) -> None:
    store = await open_store(StoreSettings(url=url, database=database), STORED)

    def told(name: str, done: int) -> None:
        if name == collection and done >= rows:
            os.kill(os.getpid(), signal.SIGKILL)

    await take_lease(store, "killed", utc_now())
    container = await open_container(
        store, new_id=lambda: uuid.uuid4().hex, monotonic=time.monotonic, vault=VAULT
    )
    around = StepSurroundings(container, VAULT, told, utc_now(), writes=True)
    await go_through(STEPS[0], around, utc_now, leaves_rows=False)


if __name__ == "__main__":
    asyncio.run(_killed_after(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
