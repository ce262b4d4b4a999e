"""Names of files as they are stored: one line that can be seen, and that no system takes for anything but a name."""

import re

from documents.kernel.text.canonical import canonical_line

NAME_LIMIT = 150
"""Characters of a name with its extension."""

UNNAMED = "file"

_PLACES = re.compile(r"[/\\]")
_REFUSED = re.compile(r'[<>:"|?*\x00-\x1f]')


def canonical_name(given: str, extensions: tuple[str, ...]) -> str:
    """Return the name under which a file is stored: no folders, nothing that a file system refuses, and one of the
    extensions of its kind (the first where it has none of them)."""
    line = canonical_line(_PLACES.split(given)[-1])
    stem, extension = split(_REFUSED.sub("_", line))
    if extension not in extensions:
        stem, extension = (f"{stem}.{extension}" if extension else stem), extensions[0]
    return f"{stem.strip(' .')[: NAME_LIMIT - len(extension) - 1].rstrip(' .') or UNNAMED}.{extension}"


def split(name: str) -> tuple[str, str]:
    """Return what stands before the last dot and, in lower case, what stands after it; empty for a name without one."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.lower()) if dot else (name, "")
