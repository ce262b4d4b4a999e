"""Uploads of the demo: a drawn picture goes the way of every upload, but for the address that it comes by."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime

from auth.principal import Principal
from documents.container import Container
from documents.files.storing import begin_upload, end_upload, store_content
from documents.files.vocabulary import ScanStatus
from seed.municipality.pictures import FIRST_RECEIPT, drawn

MOST_WAITING = 20


async def upload(container: Container, who: Principal, number: int, now: datetime) -> str:
    """Store the picture of a number as an upload of `who`, and return its id."""
    store, content, name = container.store, drawn(number), named(number)
    file_id = container.runner.new_id()
    await begin_upload(
        store, file_id, account_id=who.account_id, most_waiting=MOST_WAITING, name=name, now=now
    )
    size_bytes = await store_content(store, file_id, _whole(content), now=now)
    await end_upload(
        store,
        file_id,
        name=name,
        size_bytes=size_bytes,
        mime="image/jpeg",
        sha256=hashlib.sha256(content).hexdigest(),
        scan=ScanStatus.NOT_SCANNED,
        now=now,
    )
    return file_id


def named(number: int) -> str:
    """Return the name of the file of a number: a photograph, or a receipt."""
    return (
        f"foto-{number + 1}.jpg"
        if number < FIRST_RECEIPT
        else f"kvitantsiya-{number - FIRST_RECEIPT + 1}.jpg"
    )


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
