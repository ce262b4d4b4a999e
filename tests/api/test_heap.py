"""What a server has made at its start is out of the collections, and lies in large pages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from api import heap

LARGE = 2 << 20
MAPS = f"""\
{3 * LARGE - 4096:x}-{6 * LARGE + 4096:x} rw-p 00000000 00:00 0
{8 * LARGE:x}-{9 * LARGE:x} rw-p 00000000 00:00 0    [heap]
{10 * LARGE:x}-{11 * LARGE - 4096:x} rw-p 00000000 00:00 0
{12 * LARGE:x}-{13 * LARGE:x} r--p 00000000 00:00 0
{14 * LARGE:x}-{15 * LARGE:x} rw-p 00000000 fe:01 42    /usr/lib/libsomething.so
{16 * LARGE:x}-{17 * LARGE:x} rw-p 00000000 00:00 0    [stack]
"""
SETTLING = """
import gc, re
from pathlib import Path
from api.heap import settle_heap
made = [[number] for number in range(300_000)]
settle_heap()
set_aside = gc.get_freeze_count()
later = [[number] for number in range(1_000)]
settle_heap()
print(set_aside, gc.get_freeze_count())
print(Path("/proc/self/smaps_rollup").read_text())
"""


def _places(monkeypatch: pytest.MonkeyPatch, policy: Path) -> list[tuple[int, int]]:
    monkeypatch.setattr(heap, "POLICY", policy)
    return list(heap.large_places(MAPS))


def test_whole_large_pages_of_the_heap_are_asked_for_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "enabled").write_text("always [madvise] never\n")
    (tmp_path / "hpage_pmd_size").write_text(f"{LARGE}\n")
    assert _places(monkeypatch, tmp_path) == [(number * LARGE, LARGE) for number in (3, 4, 5, 8)]


def test_nothing_is_asked_for_where_the_system_was_told_to_make_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "enabled").write_text("always madvise [never]\n")
    (tmp_path / "hpage_pmd_size").write_text(f"{LARGE}\n")
    assert _places(monkeypatch, tmp_path) == []
    assert _places(monkeypatch, tmp_path / "missing") == []


def test_what_was_made_is_set_aside_once() -> None:
    told = subprocess.run([sys.executable, "-c", SETTLING], capture_output=True, text=True, check=True).stdout
    counts = re.search(r"^(\d+) (\d+)$", told, re.MULTILINE)
    assert counts is not None
    assert int(counts[1]) >= 300_000
    assert counts[1] == counts[2]


def test_what_was_said_to_lie_in_large_pages_does() -> None:
    told = subprocess.run([sys.executable, "-c", SETTLING], capture_output=True, text=True, check=True).stdout
    said = re.search(r"large_pages=(\d+)", re.sub(r"\x1b\[\d*m", "", told))
    in_large = re.search(r"^AnonHugePages:\s+(\d+) kB$", told, re.MULTILINE)
    assert said is not None
    assert in_large is not None
    if said[1] == "0":
        pytest.skip("This system has no large pages to give.")
    assert int(in_large[1]) * 1_024 >= int(said[1]) * heap.large_page_bytes()
