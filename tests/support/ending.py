"""A process that ends a role or blocks an account, as the administrator's mutations of a later release will; a test
starts it and goes on with a memory of its own that knows nothing of it."""

import asyncio
import json
import sys
import time
from typing import Any

from auth.actions import Action
from documents.accounts.document import Account
from documents.aggregates import RECORDS
from documents.container import open_container
from documents.kernel.record import Record
from documents.kernel.store.connection import StoreSettings, open_store
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, Operation
from documents.kernel.write.runner import Request
from documents.loading.operations import LOADED
from documents.members.document import Membership
from tests.support.town import NOW

KINDS: dict[str, type[Record]] = {"memberships": Membership, "accounts": Account}
SETS: dict[str, dict[str, Any]] = {"memberships": {"valid_to": NOW}, "accounts": {"is_active": False}}


async def _end(url: str, database: str, collection: str, record_id: str) -> None:
    store = await open_store(StoreSettings(url=url, database=database), RECORDS)
    container = await open_container(store, new_id=lambda: "ending", monotonic=time.monotonic)

    async def end_now(change: Change) -> None:
        found = await change.get(KINDS[collection], record_id)
        assert found is not None
        await change.save(found, LOADED[KINDS[collection]], **SETS[collection])

    ending = Operation("end_now", Action.REFERENCE_MANAGE, Record, end_now, effect=Effect.CREATES)
    await container.runner.run_together([Request(ending, None, NOW)])
    sys.stdout.write(json.dumps({"version": (await container.reference.stored_versions()).reference}))
    await store.close()


if __name__ == "__main__":
    asyncio.run(_end(*sys.argv[1:5]))
