"""The kinds of files that are taken: THE list. A file is what its content says, whatever it is called.

What a control center is sent: photographs, scans, letters, tables, and short films from the street.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PICTURE, PAPER, OFFICE, WORDS, FILM = "picture", "paper", "office", "words", "film"


@dataclass(frozen=True)
class FileKind:
    """A kind: its media type, its extensions (the first is the usual one), and how it is looked at more closely.

    `seen_as` are the media types that the first bytes are told by; `is_shown` is whether a browser may show it in a page.
    """

    mime: str
    extensions: tuple[str, ...]
    family: str
    seen_as: frozenset[str] = frozenset()
    is_shown: bool = False


def _kind(mime: str, extensions: str, family: str, *seen_as: str, is_shown: bool = False) -> FileKind:
    return FileKind(mime, tuple(extensions.split()), family, frozenset((mime, *seen_as)), is_shown)


OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
ZIP = frozenset({"application/zip", "application/x-zip-compressed"})
"""As what an office file is told by its first bytes: what it is, its entries say."""

KINDS: Mapping[str, FileKind] = {
    one.mime: one
    for one in (
        _kind("image/jpeg", "jpg jpeg jpe", PICTURE, "image/jpg", "image/pjpeg", is_shown=True),
        _kind("image/png", "png", PICTURE, is_shown=True),
        _kind("image/webp", "webp", PICTURE, is_shown=True),
        _kind("application/pdf", "pdf", PAPER, is_shown=True),
        _kind(f"{OPEN_XML}.wordprocessingml.document", "docx", OFFICE),
        _kind(f"{OPEN_XML}.spreadsheetml.sheet", "xlsx", OFFICE),
        _kind(f"{OPEN_XML}.presentationml.presentation", "pptx", OFFICE),
        _kind(f"{OPEN_DOCUMENT}.text", "odt", OFFICE),
        _kind(f"{OPEN_DOCUMENT}.spreadsheet", "ods", OFFICE),
        _kind("text/plain", "txt", WORDS),
        _kind("text/csv", "csv", WORDS),
        _kind("video/mp4", "mp4 m4v", FILM, "video/x-m4v"),
    )
}
"""Media type → kind."""

BY_EXTENSION: Mapping[str, FileKind] = {
    extension: kind for kind in KINDS.values() for extension in kind.extensions
}

SAYS_NOTHING = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/x-www-form-urlencoded"}
)
"""Media types with which a program says that it does not know."""
