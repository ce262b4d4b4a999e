"""Records in JSON: a list of objects, one object, or an object a line (NDJSON), read piece by piece."""

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from api.intake.decoding import CONTENT, encoding_of
from auth.errors import Invalid

PIECE_CHARACTERS = 64 * 1024
LONGEST_RECORD = 1_000_000
"""Characters of one record."""

DEEPEST = 8
"""Objects within objects; records of others have three or four."""

WHITE = " \t\r\n"


def _refused_constant(name: str) -> Any:
    raise ValueError(name)


class _Text:
    """The text of a file from where it was read to, and more of it when asked."""

    def __init__(self, file: BinaryIO) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding_of(file))()
        self._file = file
        self._file.seek(0)
        self.is_over = False
        self.held = ""

    def read_on(self) -> None:
        """Read one piece more."""
        piece = self._file.read(PIECE_CHARACTERS)
        self.is_over = not piece
        self.held += self._decoder.decode(piece, final=self.is_over)

    def next_sign(self) -> str:
        """Return the next character that is no white space, and leave it; empty at the end."""
        while True:
            self.held = self.held.lstrip(WHITE)
            if self.held or self.is_over:
                return self.held[:1]
            self.read_on()

    def skip(self) -> None:
        """Leave one character behind."""
        self.held = self.held[1:]


def objects_of(file: BinaryIO) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the records of a file with their numbers, counted from 1. Raises: INVALID (`unreadable_json` with the record,
    `unreadable_encoding`)."""
    text = _Text(file)
    is_list = text.next_sign() == "["
    if is_list:
        text.skip()
    number = 0
    while (sign := text.next_sign()) and sign != "]":
        if number and is_list:
            _expect(text, ",", number)
        number += 1
        yield number, _record(text, number)
    if is_list:
        _expect(text, "]", number)
    if text.next_sign():
        raise _unreadable(number)


def _expect(text: _Text, sign: str, number: int) -> None:
    if text.next_sign() != sign:
        raise _unreadable(number)
    text.skip()
    text.next_sign()


def _record(text: _Text, number: int) -> Mapping[str, Any]:
    decoder = json.JSONDecoder(parse_constant=_refused_constant)
    while True:
        try:
            value, end = decoder.raw_decode(text.held)
        except (ValueError, RecursionError) as error:
            if text.is_over or len(text.held) > LONGEST_RECORD or isinstance(error, RecursionError):
                raise _unreadable(number) from error
            text.read_on()
            continue
        if not isinstance(value, dict):
            raise _unreadable(number)
        text.held = text.held[end:]
        return flat(value, number)


def flat(record: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return a record with the objects in it spread out under names with dots; lists stay as they are."""
    found: dict[str, Any] = {}
    waiting = [("", record, 0)]
    while waiting:
        before, inner, depth = waiting.pop()
        if depth > DEEPEST:
            raise _unreadable(number)
        for name, value in inner.items():
            if isinstance(value, dict):
                waiting.append((f"{before}{name}.", value, depth + 1))
            else:
                found[f"{before}{name}"] = value
    return found


def _unreadable(number: int) -> Invalid:
    return Invalid("unreadable_json", path=CONTENT, record=number)
