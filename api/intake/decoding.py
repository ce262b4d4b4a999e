"""In which encoding a file is written (UTF-8, Windows-1251, UTF-16), and its lines, of bounded length."""

import codecs
import contextlib
import io
from collections.abc import Iterator
from typing import BinaryIO

from auth.errors import Invalid

CONTENT = ("content",)
PIECE_BYTES = 64 * 1024
LONGEST_LINE = 1_000_000
"""Characters; no record of anybody is that long."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OTHER_LETTERS_A_FAULT = 10
"""Letters beyond ASCII in a file for each that is broken: with more, it is UTF-8 that is damaged, and no other encoding."""


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding of a file. Raises: INVALID (`unreadable_encoding` with the line, `unreadable_table`)."""
    file.seek(0)
    beginning = file.read(4)
    if beginning.startswith(UTF_16):
        _decoded(file, "utf-16")
        return "utf-16"
    broken_at = _first_fault(file, "utf-8-sig")
    if broken_at is None:
        return "utf-8-sig"
    if _is_mostly(file, "utf-8") or _first_fault(file, "cp1251") is not None:
        raise Invalid("unreadable_encoding", path=CONTENT, line=broken_at)
    return "cp1251"


def _decoded(file: BinaryIO, encoding: str) -> None:
    line = _first_fault(file, encoding)
    if line is not None:
        raise Invalid("unreadable_encoding", path=CONTENT, line=line)


def _first_fault(file: BinaryIO, encoding: str) -> int | None:
    """The line of the first bytes that are none of the encoding; None where there are none."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    file.seek(0)
    while True:
        piece = file.read(PIECE_BYTES)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return line + error.object.count(b"\n", 0, error.start)
        if "\0" in text:
            raise Invalid("unreadable_table", path=CONTENT, line=line + text[: text.index("\0")].count("\n"))
        if not piece:
            return None
        line += text.count("\n")


def _is_mostly(file: BinaryIO, encoding: str) -> bool:
    """Whether the letters beyond ASCII are nearly all of an encoding, so that the others are damage."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    faults = letters = 0
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        text = decoder.decode(piece)
        faults += text.count("\N{REPLACEMENT CHARACTER}")
        letters += sum(one > "\x7f" for one in text)
    return letters > faults * OTHER_LETTERS_A_FAULT


def lines_of(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the lines of a file with their ends. Raises: INVALID (`unreadable_table`) for one that does not end."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE:
                raise Invalid("unreadable_table", path=CONTENT, line=number)
            yield line
    finally:
        # The file is its owner's to close, and may be closed by now.
        with contextlib.suppress(ValueError):
            text.detach()
