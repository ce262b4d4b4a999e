"""A server that receives files: how much memory one takes, and what is left where it is killed in the middle of one."""

import asyncio
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.clock import utc_now
from documents.files.removing import remove_orphans
from documents.kernel.store.connection import StoreSettings, open_store
from tests.support import web
from tests.support.served_town import ServedTown, serving_town, until
from tests.support.store import database_url, own

MIB = 1024 * 1024
SIZE = 49 * MIB
MOST_GROWN = 24 * MIB
"""By how much a server may grow over a file of 49 MiB, received and given."""

HEAD = b"%PDF-1.7\n"


@pytest.fixture
def town(store_url: str, tmp_path: Path) -> Iterator[ServedTown]:
    """A town of a test's own."""
    with serving_town(store_url, own("receiving"), tmp_path) as served:
        yield served


def large() -> Iterator[bytes]:
    """A paper of 49 MiB that nobody holds as a whole."""
    yield HEAD.ljust(MIB, b" ")
    for number in range(SIZE // MIB - 2):
        yield number.to_bytes(4, "big") * (MIB // 4)
    yield b"%%EOF\n".rjust(MIB, b" ")


def peak_bytes(town: ServedTown) -> int:
    """The most memory that the server has had at a time."""
    assert town.program is not None
    status = Path(f"/proc/{town.program.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


def headers(town: ServedTown) -> dict[str, str]:
    return {"Authorization": f"Bearer {town.token('pos')}"}


def test_a_large_file_is_never_in_memory_as_a_whole(town: ServedTown) -> None:
    small = web.put(
        f"{town.url}/files?name=a.pdf", content=HEAD + b"%%EOF", headers=headers(town), timeout=60
    )
    assert small.status_code == 201
    before = peak_bytes(town)
    answer = web.put(f"{town.url}/files?name=big.pdf", content=large(), headers=headers(town), timeout=120)
    assert answer.status_code == 201
    assert answer.json()["size"] == SIZE
    path = f"{town.url}/files/{answer.json()['id']}"
    with web.stream("GET", path, headers=headers(town), timeout=120) as given:
        assert sum(len(piece) for piece in given.iter_bytes()) == SIZE
    assert peak_bytes(town) - before < MOST_GROWN


def _begin(town: ServedTown, pieces: int) -> socket.socket:
    """Send the head of an upload and some of its body."""
    host, port = town.url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)))
    head = [
        "PUT /files?name=big.pdf HTTP/1.1",
        f"Host: {host}:{port}",
        f"Authorization: {headers(town)['Authorization']}",
        f"Content-Length: {SIZE}",
    ]
    connection.sendall("\r\n".join([*head, "", ""]).encode() + HEAD)
    for _ in range(pieces):
        connection.sendall(bytes(MIB))
    return connection


def _are_receiving(town: ServedTown, number: int) -> bool:
    return town.database["stored_files"].count_documents({"state": "RECEIVING"}) == number


def test_what_a_killed_server_was_receiving_is_removed_and_nothing_else(
    town: ServedTown, store_url: str
) -> None:
    kept = web.put(f"{town.url}/files?name=a.pdf", content=HEAD + b"%%EOF", headers=headers(town), timeout=60)
    assert kept.status_code == 201
    rows = town.database["stored_files"]
    with ExitStack() as stack:
        for number in range(1, 4):
            stack.enter_context(_begin(town, pieces=3 * number))
            until(partial(_are_receiving, town, number), seconds=20)
        assert town.program is not None
        town.program.send_signal(signal.SIGKILL)
        assert town.program.wait(20) == -signal.SIGKILL
    assert rows.count_documents({"state": "RECEIVING"}) == 3
    name = town.database.name

    async def removed(after: timedelta) -> Any:
        store = await open_store(StoreSettings(url=database_url(store_url, name), database=name), [])
        try:
            return await remove_orphans(store, utc_now() + after)
        finally:
            await store.close()

    assert asyncio.run(removed(timedelta(minutes=50))) == {}
    assert asyncio.run(removed(timedelta(minutes=70))) == {"RECEIVING": 3}
    assert asyncio.run(removed(timedelta(minutes=70))) == {}
    assert rows.count_documents({}) == 1
    left = {one["files_id"] for one in town.database["files.chunks"].find({}, {"files_id": 1})}
    assert left == {rows.find_one({})["_id"]}  # type: ignore[index]
