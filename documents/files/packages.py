"""Office files: packed folders, whose entries say what they are; what would burst when it is unpacked is refused."""

import zipfile
import zlib
from typing import BinaryIO

from auth.errors import Invalid
from documents.files.kinds import KINDS, OFFICE, OPEN_XML, FileKind

MOST_ENTRIES = 2_000
MOST_UNPACKED_BYTES = 400 * 1024 * 1024
GREATEST_RATIO = 200
"""How many times larger than the file what is in it may be; letters and tables stay below fifty."""

FREE_BYTES = 8 * 1024 * 1024
"""What may be unpacked whatever the ratio: small files pack well."""

READ_BYTES = 256 * 1024
CONTENT = ("content",)

MAIN_PARTS = {
    "word/document.xml": f"{OPEN_XML}.wordprocessingml.document",
    "xl/workbook.xml": f"{OPEN_XML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OPEN_XML}.presentationml.presentation",
}
"""The entry that only one kind has → its media type."""

MACROS = ("vbaproject.bin", "basic/script-lc.xml")
NAMED_BY = "mimetype"
ENCRYPTED = 0x1


def kind_of_package(source: BinaryIO, size_bytes: int) -> FileKind:
    """Return the kind of an office file, each of whose entries was unpacked to see that it is what it says.

    Raises: INVALID (`unsupported_file`, `damaged`, `packed_too_tightly`, `has_macros`).
    """
    try:
        with zipfile.ZipFile(source) as package:
            kind = _kind(package)
            _look_through(package, size_bytes)
            return kind
    # Whatever the library raises of a damaged file; NotImplementedError is its word for a packing that it does not know.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Invalid("damaged", path=CONTENT) from error


def _kind(package: zipfile.ZipFile) -> FileKind:
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Invalid("packed_too_tightly", path=CONTENT)
    names = {one.filename for one in entries}
    if any(name.lower().endswith(MACROS) for name in names):
        raise Invalid("has_macros", path=CONTENT)
    mime = next((mime for part, mime in MAIN_PARTS.items() if part in names), None)
    if mime is None and NAMED_BY in names:
        with package.open(NAMED_BY) as said:
            mime = said.read(200).decode("ascii", "replace").strip()
    kind = KINDS.get(mime or "")
    if kind is None or kind.family != OFFICE:
        raise Invalid("unsupported_file", path=CONTENT)
    return kind


def _look_through(package: zipfile.ZipFile, size_bytes: int) -> None:
    """Unpack all entries, none of which is kept: what an entry says of its size may be a lie."""
    left = min(MOST_UNPACKED_BYTES, max(FREE_BYTES, size_bytes * GREATEST_RATIO))
    if sum(one.file_size for one in package.infolist()) > left:
        raise Invalid("packed_too_tightly", path=CONTENT)
    for one in package.infolist():
        if one.flag_bits & ENCRYPTED:
            raise Invalid("unsupported_file", path=CONTENT)
        with package.open(one) as entry:
            while piece := entry.read(READ_BYTES):
                left -= len(piece)
                if left < 0:
                    raise Invalid("packed_too_tightly", path=CONTENT)
