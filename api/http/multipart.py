"""Forms with files (multipart/form-data, RFC 7578), told apart where they lie: nothing of a file is copied to find it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

MOST_PARTS = 30
LONGEST_HEAD_BYTES = 4_096
CRLF, END_OF_HEAD, LAST = b"\r\n", b"\r\n\r\n", b"--"

BOUNDARY = re.compile(r"""boundary=(?:"([^"\r\n]{1,70})"|([0-9A-Za-z'()+_,./:=?-]{1,70}))\s*(?:;|$)""")
PARAMETER = re.compile(r"""(?:^|;)\s*(name|filename)="([^"\r\n]*)\"""")
QUOTED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
"""What browsers write in a name for what cannot stand there."""


@dataclass(frozen=True)
class FormPart:
    """One part: its field, the name of the file where it is one, the type it declares, and where its content lies."""

    name: str
    filename: str | None
    media_type: str | None
    start: int
    stop: int

    @property
    def size_bytes(self) -> int:
        """How long its content is."""
        return self.stop - self.start


def boundary_of(content_type: str) -> bytes | None:
    """Return what parts the parts of a form with files; None where the type is another one, or says it wrongly."""
    media_type, _, parameters = content_type.partition(";")
    if media_type.strip().casefold() != "multipart/form-data":
        return None
    found = BOUNDARY.search(parameters.strip())
    told = (found[1] or found[2]) if found else ""
    return told.encode("ascii") if told and told.isascii() else None


def parts_of(body: bytes | mmap, boundary: bytes) -> list[FormPart]:
    """Return the parts of a form, in their order. Raises: ValueError for what is no form, or has too many parts."""
    found = []
    for part in _parts(body, b"--" + boundary):
        found.append(part)
        if len(found) > MOST_PARTS:
            raise ValueError("too many parts")
    return found


def _parts(body: bytes | mmap, delimiter: bytes) -> Iterator[FormPart]:
    if body[: len(delimiter)] != delimiter:
        raise ValueError("a form begins with its boundary")
    at, between = len(delimiter), CRLF + delimiter
    while body[at : at + 2] != LAST:
        if body[at : at + 2] != CRLF:
            raise ValueError("a boundary ends its line")
        # A part has a head and an end.
        head_ends = _place(body, END_OF_HEAD, at, at + LONGEST_HEAD_BYTES)
        start = head_ends + len(END_OF_HEAD)
        stop = _place(body, between, start - len(CRLF), len(body))
        yield _part(body[at + len(CRLF) : head_ends], start, max(start, stop))
        at = stop + len(between)


def _place(body: bytes | mmap, sought: bytes, start: int, stop: int) -> int:
    found = re.compile(re.escape(sought)).search(body, start, stop)
    if found is None:
        raise ValueError("a form ends before its end")
    return found.start()


def _part(head: bytes, start: int, stop: int) -> FormPart:
    lines = [line.partition(":") for line in head.decode("utf-8").split("\r\n")]
    headers = {name.strip().casefold(): value.strip() for name, _, value in lines}
    kind, _, parameters = headers.get("content-disposition", "").partition(";")
    told = {name: _plain(value) for name, value in PARAMETER.findall(parameters)}
    if kind.strip().casefold() != "form-data" or "name" not in told:
        raise ValueError("a part names its field")
    return FormPart(told["name"], told.get("filename"), headers.get("content-type"), start, stop)


def _plain(value: str) -> str:
    for written, meant in QUOTED.items():
        value = value.replace(written, meant)
    return value
