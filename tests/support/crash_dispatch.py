"""A process that signs a protocol, begins to send it out and is killed on the way; started by a test, never imported."""

import asyncio
import os
import signal
import sys
import time
from typing import Any

from documents.aggregates import RECORDS
from documents.container import Container, open_container
from documents.kernel.store.connection import StoreSettings, open_store
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Operation
from documents.protocols.document import Protocol
from documents.protocols.operations import dispatch_protocol, sign_protocol
from tests.support.center import NOW


async def _killed(url: str, database: str, protocol_id: str, issued: int) -> None:
    """Sign; then be killed once so many assignments are issued and nothing is committed: less than none before the dispatch
    begins, and where that is all of them once it is committed, before anybody is told."""
    store = await open_store(StoreSettings(url=url, database=database), RECORDS)
    numbers = iter(range(1_000_000))
    container = await open_container(
        store, new_id=lambda: f"{protocol_id}-{next(numbers):03d}", monotonic=time.monotonic
    )
    await _act(container, "curator", sign_protocol, protocol_id)
    if issued < 0:
        _die()

    async def dispatched(change: Change, protocol: Protocol, **facts: Any) -> Protocol:
        creating, left = change.create, iter(range(issued, -1, -1))

        async def create(*given: Any, **more: Any) -> Any:
            if next(left) == 0:
                await change._unit.flush()
                _die()
            return await creating(*given, **more)

        change.create = create  # type: ignore[method-assign]  # what is issued goes through here
        sent: Protocol = await dispatch_protocol.body(change, protocol, **facts)
        return sent

    declared = Operation(**{**vars(dispatch_protocol), "body": dispatched, "checks": ()})
    recipients = [{"person_id": "assignee", "via": "СЭД"}]
    await _act(container, "head", declared, protocol_id, recipients=recipients)
    _die()


async def _act(container: Container, login: str, operation: Operation, target_id: str, **facts: Any) -> None:
    who = await container.principals.current(f"a-{login}", NOW)
    await container.runner.run(who, NOW, operation, target_id, **facts)


def _die() -> None:
    sys.stdout.write("on the way\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(_killed(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
