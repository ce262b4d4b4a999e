"""A server that receives files: how much memory one takes, and what is left where it is killed in the middle of one."""

import asyncio
import re
import signal
import socket
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.clock import utc_now
from documents.files.removing import remove_orphans
from documents.kernel.ids import global_id, read_global_id
from documents.kernel.store.connection import StoreSettings, open_store
from tests.processes.tally import Tally
from tests.support import web
from tests.support.served_town import ServedTown, serving_town, until
from tests.support.serving import served_program
from tests.support.store import database_url, own

MIB = 1024 * 1024
SIZE = 49 * MIB
MOST_GROWN = 24 * MIB
"""By how much a server may grow over a file of 49 MiB, received and given."""

SHORT = 12
"""More MiB than anybody sends of a file that is cut off."""

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


def _send_whole(town: ServedTown) -> socket.socket:
    """Send all of an upload, and wait for nothing."""
    connection = _begin(town, pieces=0)
    for number, piece in enumerate(large()):
        connection.sendall(piece.removeprefix(HEAD) if number == 0 else piece)
    return connection


def _is_storing(town: ServedTown, kept: str) -> bool:
    return town.database["files.chunks"].find_one({"files_id": {"$ne": kept}}, {"_id": 1}) is not None


def _are_told(town: ServedTown, ids: Iterable[str]) -> set[int]:
    """With what a server answers who sent the files and asks for them."""
    paths = (f"{town.url}/files/{global_id('File', one)}" for one in ids)
    return {web.get(path, headers=headers(town), timeout=60).status_code for path in paths}


def _removed(town: ServedTown, store_url: str, after: timedelta) -> Any:
    name = town.database.name

    async def removed() -> Any:
        store = await open_store(StoreSettings(url=database_url(store_url, name), database=name), [])
        try:
            return await remove_orphans(store, utc_now() + after)
        finally:
            await store.close()

    return asyncio.run(removed())


def _left(town: ServedTown) -> tuple[set[str], set[str], set[str]]:
    """The ids of uploads, of whole content and of chunks."""
    rows, heads = town.database["stored_files"].find({}), town.database["files.files"].find({})
    chunks = town.database["files.chunks"].find({}, {"files_id": 1})
    return {one["_id"] for one in rows}, {one["_id"] for one in heads}, {one["files_id"] for one in chunks}


def _cut_off(town: ServedTown, kept: str, number: int) -> set[str]:
    """Kill a server that receives three files; the ids of what it had of them. By turns all of the third is there, and is
    being stored."""
    is_whole = number % 2 == 0
    with ExitStack() as stack:
        for count in (1, 2):
            stack.enter_context(_begin(town, pieces=(3 * count + number) % SHORT))
            until(partial(_are_receiving, town, count), seconds=20)
        stack.enter_context(_send_whole(town) if is_whole else _begin(town, pieces=SHORT))
        until(partial(_is_storing, town, kept) if is_whole else partial(_are_receiving, town, 3), seconds=60)
        assert town.program is not None
        town.program.send_signal(signal.SIGKILL)
        assert town.program.wait(20) == -signal.SIGKILL
    return {one["_id"] for one in town.database["stored_files"].find({"state": "RECEIVING"})}


def test_what_a_killed_server_was_receiving_is_removed_and_nothing_else(
    town: ServedTown, store_url: str, request: pytest.FixtureRequest
) -> None:
    content, tally = HEAD + b"%%EOF", Tally("uploads")
    kept = web.put(f"{town.url}/files?name=a.pdf", content=content, headers=headers(town), timeout=60)
    assert kept.status_code == 201
    kept_id = read_global_id(kept.json()["id"])[1]
    with ExitStack() as servers:
        for number in range(request.config.getoption("--rounds")):
            cut = _cut_off(town, kept_id, number)
            assert len(cut) == 3, "one was whole before its server was killed"
            again = served_program(town.store_address, town.var_dir, PULT_DATABASE=town.database.name)
            town.url, town.program = servers.enter_context(again)
            assert (_are_told(town, cut), _are_told(town, [kept_id])) == ({404}, {200})
            assert _removed(town, store_url, timedelta(minutes=50)) == {}
            assert _removed(town, store_url, timedelta(minutes=70)) == {"RECEIVING": 3}
            assert _removed(town, store_url, timedelta(minutes=70)) == {}
            tally.add(Counter(cut), Counter(cut - set().union(*_left(town))))
            assert _left(town) == ({kept_id}, {kept_id}, {kept_id})
