"""What an upload is: told by its content, held against its name and its declared type, and made safe if it is a picture."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from auth.errors import Invalid
from documents.files.kinds import BY_EXTENSION, KINDS, OFFICE, PICTURE, SAYS_NOTHING, WORDS, ZIP, FileKind
from documents.files.naming import canonical_name, split
from documents.files.packages import kind_of_package
from documents.files.pictures import made_anew

CONTENT, NAME, TYPE = ("content",), ("name",), ("contentType",)
READ_BYTES = 256 * 1024
SPELLINGS = ("utf-8", "cp1251")
"""In which letters arrive; the last takes nearly everything, so control characters decide."""

WIDE = ("utf-16",)
WIDE_BEGINS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


@dataclass(frozen=True)
class Inspected:
    """What was found: the kind, and the name under which the file is stored. `is_made_anew`: a picture was written into the
    second file, and what was sent is of no use any more."""

    kind: FileKind
    name: str
    is_made_anew: bool


def inspect(
    source: BinaryIO, target: BinaryIO, *, size_bytes: int, name: str, declared: str | None
) -> Inspected:
    """Look at a whole upload; a picture is made anew in `target`. It holds the CPU and reads files: call it in a thread.

    Raises: INVALID (`empty_file`, `unsupported_file`, `type_mismatch`, `damaged` and what the kind of file adds).
    """
    if size_bytes == 0:
        raise Invalid("empty_file", path=CONTENT)
    kind = _kind_of(source, size_bytes, split(name)[1])
    _compare(kind, split(name)[1], declared or "")
    source.seek(0)
    is_picture = kind.family == PICTURE
    if is_picture:
        made_anew(source, target, kind.mime)
    return Inspected(kind, canonical_name(name, kind.extensions), is_picture)


def _kind_of(source: BinaryIO, size_bytes: int, extension: str) -> FileKind:
    named = BY_EXTENSION.get(extension)
    if named is not None and named.family == WORDS:
        # Words have no first bytes of their own, and may begin with those of anything.
        _require_words(source)
        return named
    seen = _seen_as(source)
    found = next((one for one in KINDS.values() if one.family != OFFICE and seen & one.seen_as), None)
    if found is not None:
        return found
    if seen & (ZIP | {one.mime for one in KINDS.values() if one.family == OFFICE}):
        source.seek(0)
        return kind_of_package(source, size_bytes)
    raise Invalid("unsupported_file", path=CONTENT)


def _seen_as(source: BinaryIO) -> frozenset[str]:
    """The media types that the surest of all signs in the first and last bytes stand for."""
    source.seek(0)
    try:
        found = puremagic.magic_stream(source)
    except (puremagic.PureError, ValueError):
        return frozenset()
    surest = max((len(one.byte_match) for one in found), default=0)
    whole = {one.mime_type for one in found if len(one.byte_match) == surest}
    # A packed folder bears the sign of one, whatever else the list of signs guesses it to be.
    packed = any(one.byte_match.startswith(b"PK\x03\x04") for one in found)
    return frozenset(ZIP if packed else whole)


def _require_words(source: BinaryIO) -> None:
    source.seek(0)
    spellings = WIDE if source.read(2) in WIDE_BEGINS else SPELLINGS
    source.seek(0)
    readers = {spelling: codecs.getincrementaldecoder(spelling)() for spelling in spellings}
    while piece := source.read(READ_BYTES):
        for spelling, reader in list(readers.items()):
            try:
                text = reader.decode(piece)
            except UnicodeError:
                del readers[spelling]
                continue
            if any(ord(one) in CONTROLS for one in set(text)):
                del readers[spelling]
        if not readers:
            raise Invalid("unsupported_file", path=CONTENT)


def _compare(kind: FileKind, extension: str, declared: str) -> None:
    """Refuse a name or a declared type that says something else than the content. Raises: INVALID (`type_mismatch`)."""
    if extension and extension in BY_EXTENSION and BY_EXTENSION[extension] is not kind:
        raise Invalid("type_mismatch", path=NAME, found=kind.mime)
    said = declared.partition(";")[0].strip().lower()
    if said in SAYS_NOTHING or said in kind.seen_as:
        return
    if said.partition("/")[0] != kind.mime.partition("/")[0]:
        raise Invalid("type_mismatch", path=TYPE, found=kind.mime)
