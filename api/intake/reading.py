"""Reads a file of records, by what it holds and not by its name: a table in text, a workbook, JSON or NDJSON."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from api.intake.decoding import CONTENT
from api.intake.delimited import delimited_rows
from api.intake.headers import cleaned, records_below
from api.intake.objects import objects_of
from api.intake.workbooks import BEGINNING, LOCKED, MOST_COLUMNS, workbook_rows
from auth.errors import Invalid
from documents.intake.records import GivenRecord, RecordLayout, TitleReader, sorted_out

BYTES_BEFORE = b"\xef\xbb\xbf \t\r\n"
LOOKED_AT_BYTES = 4096


def records_of(file: BinaryIO, layout: RecordLayout, *, most_rows: int) -> Iterator[GivenRecord]:
    """Yield the records of a file one by one. Raises: INVALID at `content`: the file is none, or not whole."""
    count = 0
    for record in _read(file, layout, most_rows):
        count += 1
        if count > most_rows:
            raise Invalid("too_many_rows", path=CONTENT, limit=most_rows)
        yield record
    if not count:
        raise Invalid("empty_file", path=CONTENT)


def _read(file: BinaryIO, layout: RecordLayout, most_rows: int) -> Iterator[GivenRecord]:
    titles = layout.reader()
    file.seek(0)
    beginning = file.read(LOOKED_AT_BYTES)
    if not beginning.strip(BYTES_BEFORE):
        raise Invalid("empty_file", path=CONTENT)
    if beginning.startswith(LOCKED):
        raise Invalid("locked_workbook", path=CONTENT)
    if beginning.startswith(BEGINNING):
        yield from records_below(workbook_rows(file, most_rows=most_rows), titles, layout.key)
    elif beginning.lstrip(BYTES_BEFORE)[:1] in (b"[", b"{"):
        for number, given in objects_of(file):
            yield _of_object(number, given, titles)
    else:
        yield from records_below(delimited_rows(file, titles), titles, layout.key)


def _of_object(number: int, given: Mapping[str, object], titles: TitleReader) -> GivenRecord:
    if len(given) > MOST_COLUMNS:
        raise Invalid("too_many_columns", path=CONTENT, limit=MOST_COLUMNS)
    return sorted_out(number, given, titles, cleaned)
