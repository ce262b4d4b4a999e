"""The way to a store, on which answers are lost: what is sent arrives and is done, and who sent it does not learn so."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CHUNK = 65_536
COMMIT = b"commitTransaction"


@dataclass
class LossyWay:
    """Passes bytes between clients and a server of this machine; `losing` answers to commits get lost, one after another.

    With `delivers` off the commits do not arrive either; with `cuts_after` the way ends with the first lost answer. Other
    `words` lose the answers to whatever has them.
    """

    server_port: int
    losing: int = 0
    delivers: bool = True
    cuts_after: bool = False
    words: bytes = COMMIT
    lost: int = 0
    port: int = 0
    _listening: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection, both ways, until either side ends it or an answer is lost on it."""
        self._open.add(writer)
        there = None
        try:
            back, there = await asyncio.open_connection("127.0.0.1", self.server_port)
            self._open.add(there)
            await self._both_ways(reader, there, back, writer)
        except OSError:
            return
        finally:
            for one in filter(None, (writer, there)):
                self._open.discard(one)
                one.close()

    async def _both_ways(
        self,
        reader: asyncio.StreamReader,
        there: asyncio.StreamWriter,
        back: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        returning = asyncio.create_task(_pour(back, writer))
        try:
            while (sent := await reader.read(CHUNK)) and not returning.done():
                if self.words in sent and self.losing:
                    returning.cancel()
                    await asyncio.wait([returning])
                    await self._lose(sent, there, back)
                    return
                there.write(sent)
                await there.drain()
        finally:
            returning.cancel()

    async def _lose(self, sent: bytes, there: asyncio.StreamWriter, back: asyncio.StreamReader) -> None:
        self.losing -= 1
        if self.delivers:
            there.write(sent)
            await back.read(CHUNK)
        self.lost += 1
        if self.cuts_after:
            self.cut()

    async def open(self) -> None:
        """Take connections from now on."""
        self._listening = await asyncio.start_server(self.carry, "127.0.0.1", self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """End all connections, and take no new one."""
        if self._listening is not None:
            self._listening.close()
        for one in tuple(self._open):
            one.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while told := await reader.read(CHUNK):
            writer.write(told)
            await writer.drain()
        writer.close()


@contextlib.contextmanager
def lossy_way(server_port: int) -> Iterator[LossyWay]:
    """Open a way to a server while the block runs, in a thread of its own: Motor closes its client on the loop it is on."""
    way, is_open = LossyWay(server_port), threading.Event()
    ending: list[Callable[[], object]] = []

    async def carry_all() -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        ending.append(lambda: loop.call_soon_threadsafe(ended.set))
        await way.open()
        is_open.set()
        await ended.wait()
        way.cut()

    carrying = threading.Thread(target=asyncio.run, args=(carry_all(),), name="lossy-way")
    carrying.start()
    try:
        is_open.wait()
        yield way
    finally:
        for end in ending:
            end()
        carrying.join()
