"""What stands in a stored row at a path: remarks, files, and texts without personal data."""

from functools import cache

from api.leaks.pipelines import Row
from documents.privacy.redaction import redact, redact_place


@cache
def redacted(path: str, text: str) -> str:
    """Return a text without personal data, as the product takes them out: how well it does is not a question of rights."""
    return redact_place(text) if path in ("location.street", "location.house") else redact(text)


def remarks(row: Row, path: str) -> list[str | None]:
    """Return what stands at the path of a remark, one for each part of the row that can hold it."""
    head, _, key = path.partition(".")
    found = row.get(head)
    if not key:
        return [*found] if isinstance(found, list) else [found]
    parts = found if isinstance(found, list) else [found or {}]
    return [one.get(key) for one in parts]


def carried(row: Row, path: tuple[str, ...]) -> list[Row]:
    """Return the files at a place of a row, through the parts on the way."""
    parts: list[Row] = [row]
    for key in path:
        parts = [one for part in parts for one in part.get(key) or ()]
    return parts
