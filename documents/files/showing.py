"""A file as its object shows it: under its own id, and with who added it."""

from collections.abc import Mapping
from typing import Any

from documents.kernel.ids import MalformedId, global_id, read_global_id
from documents.kernel.read.resource import Row, Seen

FILE = "File"
"""The type that shows a file; its ids are those of the uploads."""


def id_of_upload(text: str | None) -> str | None:
    """Return the stored id in what callers call a file by; None for words that say where one is kept elsewhere."""
    try:
        type_name, file_id = read_global_id(text or "")
    except MalformedId:
        return None
    return file_id if type_name == FILE else None


def as_shown(attachment: Mapping[str, Any], seen: Seen) -> Row:
    """Return an attachment with the id by which callers know it; `file_id` is the stored one."""
    return {
        **attachment,
        "id": global_id(FILE, attachment["id"]),
        "file_id": attachment["id"],
        "size": attachment["size_bytes"],
        "added_by": seen("persons", attachment["added_by_id"]),
        # Not stored on files of before deliveries had evidence.
        "evidence_of": attachment.get("evidence_of"),
    }
