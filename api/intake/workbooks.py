"""The first sheet of a workbook (XLSX), looked at before it is unpacked: what it holds, and how far its cells reach."""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from api.intake.decoding import CONTENT
from auth.errors import Invalid
from documents.intake.records import GivenCell

BEGINNING = b"PK\x03\x04"
LOCKED = b"\xd0\xcf\x11\xe0"
"""How a workbook of the old form begins, and one that is locked by a password."""

LARGEST_UNPACKED = 96 * 2**20
MOST_PARTS = 500
MOST_COLUMNS = 200
ROWS_BESIDE = 100
MOST_CELLS = 2_000_000
"""Of the rectangle that the cells of a sheet lie in: as many are held while it is read."""

PIECE_BYTES = 64 * 1024
WORKBOOK, NONE_OF_OURS = "xl/workbook.xml", ("content.xml", "xl/workbook.bin")
_CELL = re.compile(rb'<(?:\w+:)?(row|c)(?=[\s>/])(?:[^>]*?\sr="([A-Z]*)(\d+)")?')

SheetRow = tuple[int, Sequence[GivenCell]]


def workbook_rows(file: BinaryIO, *, most_rows: int) -> Iterator[SheetRow]:
    """Yield the rows of the first sheet that is shown with their numbers; a formula as its last value.

    Raises: INVALID (`unreadable_workbook`, `locked_workbook`, `unpacks_too_large`, `too_many_columns`, `too_many_rows`).
    """
    try:
        _look_through(file, most_rows)
        file.seek(0)
        with CalamineWorkbook.from_filelike(file) as workbook:
            names = [one.name for one in workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
            if not names:
                raise Invalid("no_header", path=CONTENT)
            sheet = workbook.get_sheet_by_name(names[0])
            first = (sheet.start or (0, 0))[0] + 1
            yield from enumerate(sheet.iter_rows(), first)
    except PasswordError as error:
        raise Invalid("locked_workbook", path=CONTENT) from error
    except (BadZipFile, CalamineError, zlib.error, struct.error, EOFError, OSError) as error:
        raise Invalid("unreadable_workbook", path=CONTENT) from error


def _look_through(file: BinaryIO, most_rows: int) -> None:
    with ZipFile(file) as archive:
        parts = archive.infolist()
        names = {one.filename for one in parts}
        if WORKBOOK not in names or names.intersection(NONE_OF_OURS) or len(parts) > MOST_PARTS:
            raise Invalid("unreadable_workbook", path=CONTENT)
        left = LARGEST_UNPACKED
        for part in parts:
            reach = _Reach(most_rows)
            for piece in _unpacked(file, part):
                left -= len(piece)
                if left < 0:
                    raise Invalid("unpacks_too_large", path=CONTENT, limit=LARGEST_UNPACKED // 2**20)
                reach.take(piece)


def _unpacked(file: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    """What a part really unpacks to, whatever the archive says of its size."""
    if part.flag_bits & 1:
        raise Invalid("locked_workbook", path=CONTENT)
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    file.seek(part.header_offset)
    name_bytes, more_bytes = struct.unpack("<HH", file.read(30)[26:30])
    file.seek(name_bytes + more_bytes, 1)
    left, unpacking = part.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and not unpacking.eof:
        piece = file.read(min(left, PIECE_BYTES))
        if not piece:
            raise BadZipFile
        left -= len(piece)
        if part.compress_type == ZIP_STORED:
            yield piece
            continue
        while piece:
            yield unpacking.decompress(piece, PIECE_BYTES)
            piece = unpacking.unconsumed_tail


class _Reach:
    """How far the cells of a part reach, as far as it was read."""

    def __init__(self, most_rows: int) -> None:
        self._most_rows = most_rows
        self._rows = self._widest = self._column = 0
        self._held = b""

    def take(self, piece: bytes) -> None:
        """Look at a piece more. Raises: INVALID (`too_many_rows`, `too_many_columns`)."""
        text = self._held + piece
        end = text.rfind(b">") + 1
        # No tag of a cell is that long; what goes on without one holds no cells.
        self._held = text[end:] if len(text) - end < PIECE_BYTES else b""
        for found in _CELL.finditer(text, 0, end):
            self._note(*found.groups())
        # Titles, what stands above them, and totals are no records.
        if self._rows > self._most_rows + ROWS_BESIDE:
            raise Invalid("too_many_rows", path=CONTENT, limit=self._most_rows)
        if self._widest > MOST_COLUMNS or self._rows * self._widest > MOST_CELLS:
            raise Invalid("too_many_columns", path=CONTENT, limit=MOST_COLUMNS)

    def _note(self, tag: bytes, letters: bytes | None, number: bytes | None) -> None:
        if tag == b"row":
            self._rows = max(self._rows + 1, int(number[:9]) if number else 0)
            self._column = 0
            return
        self._column = _column(letters) if letters else self._column + 1
        self._widest = max(self._widest, self._column)
        if number:
            self._rows = max(self._rows, int(number[:9]))


def _column(letters: bytes) -> int:
    number = 0
    for one in letters[:4]:
        number = number * 26 + one - 64
    return number
