"""Sets aside what the start of a server has made: the schema, its types, the documents, the code; it stays to the end.

Two costs come of it that no request has caused. A full collection of the interpreter walks all of it, which stops every
request for a fifth of a second. And each request touches code and types that lie strewn over thousands of small pages, of
which the processor remembers the places of few: in large pages, the same work takes a tenth less CPU.
"""

import ctypes
import gc
import mmap
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import structlog

POLICY = Path("/sys/kernel/mm/transparent_hugepage")
MAPS = Path("/proc/self/maps")

OF_THE_INTERPRETER = 10_000
"""More than Python itself has set aside when it starts: some hundred objects in 3.12, in other releases none."""

COLLAPSE = 25
"""MADV_COLLAPSE of Linux 6.1: take a range into large pages now. `mmap` does not name it."""

log = structlog.get_logger("api.heap")


def settle_heap() -> None:
    """Take what is on the heap out of every later collection, and into large pages where the system has them.

    A heap that was set aside before is left where it lies: such a process was divided from another, and shares it.
    """
    if gc.get_freeze_count() > OF_THE_INTERPRETER:
        return
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        log.info("heap_settled", large_pages=_take_into_large_pages(large_places(MAPS.read_text())))


def large_places(maps: str) -> Iterator[tuple[int, int]]:
    """Give start and length of what the heap has of whole large pages; nothing where the system was told to make none."""
    size = large_page_bytes()
    for line in maps.splitlines() if size else ():
        addresses, rights, _, _, _, *name = line.split()
        if rights == "rw-p" and name in ([], ["[heap]"]):
            first, end = (int(address, 16) for address in addresses.split("-"))
            for start in range(-(-first // size) * size, end - size + 1, size):
                yield start, size


def large_page_bytes() -> int:
    """Return what one large page holds, 0 where there are none to be had."""
    try:
        is_off = "[never]" in (POLICY / "enabled").read_text()
        return 0 if is_off else int((POLICY / "hpage_pmd_size").read_text())
    except OSError:
        return 0


def _take_into_large_pages(places: Iterable[tuple[int, int]]) -> int:
    """Ask for a large page at each place, and count those that were had; the others keep their small ones."""
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    taken = 0
    for place in places:
        advise(*place, mmap.MADV_HUGEPAGE)
        taken += advise(*place, COLLAPSE) == 0
    return taken
