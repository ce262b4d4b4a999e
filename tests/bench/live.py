"""What following costs: many connections on one process and some changes a second, told as CPU, memory and delay.

`python -m tests.bench.live [SOCKETS [CHANGES_A_SECOND [SECONDS]]]`. The changes are written past the server, so that its CPU
is that of telling alone. Whoever listens does not look into what comes: the machine is shared with the server.
"""

import asyncio
import base64
import json
import os
import re
import struct
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from documents.kernel.write.stamping import HEAD
from tests.support.live_town import registered
from tests.support.served_town import ServedTown, serving_town
from tests.support.store import temporary_store
from tests.support.town import PEOPLE

DOCUMENT = """subscription { caseChanged { ... on CaseChanged { eventId position at action case {
    id number status dueAt isOverdue summary recipient { shortName } assignee { fullName } } }
    ... on AccessRevoked { id } } }"""
POSITION = re.compile(rb'"position":(\d+)')
TICKS = os.sysconf("SC_CLK_TCK")


class Listener(asyncio.Protocol):
    """One connection: it signs in, follows, and notes when each change comes."""

    def __init__(self, address: str, token: str, came: list[tuple[int, float]]) -> None:
        self.is_live = asyncio.get_running_loop().create_future()
        self._address = address
        self._token = token
        self._came = came
        self._tail = b""

    def connection_made(self, transport: Any) -> None:
        """Ask for the upgrade, and for everything behind it at once."""
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /graphql HTTP/1.1\r\nHost: {self._address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        """Look for what is waited for."""
        now, text = time.monotonic(), self._tail + data
        if b"101 Switching" in data:
            self._send(type="connection_init", payload={"token": self._token})
            self._send(type="subscribe", id="1", payload={"query": DOCUMENT})
            self._send(type="ping")
        if b'"pong"' in data and not self.is_live.done():
            self.is_live.set_result(None)
        end = 0
        for found in POSITION.finditer(text):
            # A number at the very end may go on in the next piece.
            if found.end() < len(text):
                self._came.append((int(found[1]), now))
                end = found.end()
        self._tail = text[max(end, len(text) - 32) :]

    def _send(self, **message: Any) -> None:
        body = json.dumps(message).encode()
        head = (
            struct.pack("!BB", 0x81, 0x80 | len(body))
            if len(body) < 126
            else struct.pack("!BBH", 0x81, 0xFE, len(body))
        )
        # Masked with nought, which every server takes.
        self.transport.write(head + bytes(4) + body)


def cpu_seconds(pid: int) -> float:
    """CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int) -> float:
    """Memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found is not None
    return int(found[1]) / 1_024


async def change(database: Any, case_id: str, number: int, stamped: dict[int, float]) -> None:
    """Write an event of a case, and stamp it."""

    def write() -> None:
        last = database["events"].find_one({"object_id": case_id}, sort=[("sequence", -1)])
        sequence = last["sequence"] + 1
        row = {
            **last,
            "_id": f"cases:{case_id}:{sequence}",
            "sequence": sequence,
            "sort_sequence": f"{sequence:09d}",
            "position": None,
        }
        database["events"].insert_one(row)
        stamped[number] = time.monotonic()
        database["events"].update_one({"_id": row["_id"]}, {"$set": {"position": number}})

    await asyncio.to_thread(write)


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


async def measured(town: ServedTown, sockets: int, rate: int, seconds: int) -> dict[str, float]:
    """Listen while changes come, and tell what it took."""
    assert town.program is not None
    pid = town.program.pid
    parts, loop = urlsplit(town.url), asyncio.get_running_loop()
    logins = [name for name in PEOPLE if name not in {"coordinator", "member", "admin", "leadership"}]
    before = memory_mb(pid)
    came: list[tuple[int, float]] = []
    for number in range(sockets):
        token = town.token(logins[number % len(logins)])
        made = partial(Listener, parts.netloc, token, came)
        _, listener = await loop.create_connection(made, str(parts.hostname), parts.port or 80)
        await listener.is_live
    case = town.database["cases"].find_one({}, sort=[("_id", 1)])
    head = town.database["counters"].find_one({"_id": HEAD})
    assert case is not None
    assert head is not None
    case_id, first = case["_id"], head["value"] + 1
    idle_from, idle_at = cpu_seconds(pid), time.monotonic()
    await asyncio.sleep(5)
    idle = (cpu_seconds(pid) - idle_from) / (time.monotonic() - idle_at)
    stamped: dict[int, float] = {}
    used_from, began = cpu_seconds(pid), time.monotonic()
    for step in range(rate * seconds):
        await asyncio.sleep(max(0.0, began + step / rate - time.monotonic()))
        await change(town.database, case_id, first + step, stamped)
    took = time.monotonic() - began
    used = cpu_seconds(pid) - used_from
    await asyncio.sleep(2)
    delays = [at - stamped[position] for position, at in came if position in stamped]
    return {
        "sockets": sockets,
        "changes a second": round(rate * seconds / took, 1),
        "told": len(delays),
        "told a second": round(len(delays) / took),
        "CPU of the server, % of a core": round(100 * used / took, 1),
        "CPU without changes, %": round(100 * idle, 1),
        "memory without sockets, MB": round(before),
        "memory with them, MB": round(memory_mb(pid)),
        "delay p50, ms": round(1_000 * quantile(delays, 0.5), 1),
        "delay p99, ms": round(1_000 * quantile(delays, 0.99), 1),
    }


def main() -> None:
    """Measure once, and print the figures."""
    given = [int(one) for one in sys.argv[1:]]
    sockets, rate, seconds = (*given, *(500, 20, 10)[len(given) :])
    with (
        temporary_store("bench-live") as store,
        tempfile.TemporaryDirectory() as var_dir,
        serving_town(store.url, "bench_live", Path(var_dir)) as town,
    ):
        registered(town)
        sys.stdout.write(json.dumps(asyncio.run(measured(town, sockets, rate, seconds)), indent=2) + "\n")


if __name__ == "__main__":
    main()
