"""A file as a whole is read before anything of it is taken: what is not whole leaves nothing.

Its records wait in another file, all alike, so that no more than a few are in memory at a time, whatever form they came in.
"""

import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from typing import Any, BinaryIO

from api.intake.reading import records_of
from documents.intake.records import GivenRecord, RecordLayout

MOST_ROWS = 10_000
"""Records of one file at the door."""


def spool_records(file: BinaryIO, into: BinaryIO, layout: RecordLayout, *, most_rows: int = MOST_ROWS) -> int:
    """Write the records of a file into another, and return how many they are. Raises: INVALID where the file is none, or not
    whole."""
    count = 0
    for one in records_of(file, layout, most_rows=most_rows):
        told = [one.number, one.cells, one.beside, one.titles]
        into.write(json.dumps(told, ensure_ascii=False, default=_spelled).encode())
        into.write(b"\n")
        count += 1
    return count


def spooled_batches(file: BinaryIO, size: int) -> Iterator[list[GivenRecord]]:
    """Yield the records that were written, some at a time."""
    file.seek(0)
    records = (GivenRecord(*json.loads(line)) for line in file)
    while batch := list(islice(records, size)):
        yield batch


def _spelled(cell: Any) -> str:
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else repr(cell)
