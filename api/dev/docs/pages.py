"""All generated pages: their names under docs/, what they should say, and which of them say something else."""

from collections.abc import Callable, Mapping
from pathlib import Path

from api.dev.docs import errors, events, operations, states, traceability
from auth.policy import matrix as table

FOLDER = Path(__file__).resolve().parents[3] / "docs"

PAGES: Mapping[str, Callable[[], str]] = {
    "permissions.md": table.to_markdown,
    "events.md": events.to_markdown,
    "states.md": states.to_markdown,
    "operations.md": operations.to_markdown,
    "traceability.md": traceability.to_markdown,
    "errors.md": errors.to_markdown,
}


def write(folder: Path) -> list[str]:
    """Write the pages that differ; it answers their names, none when all stood."""
    found = stale(folder)
    for name in found:
        (folder / name).write_text(PAGES[name](), encoding="utf-8")
    return found


def stale(folder: Path) -> list[str]:
    """The names of the pages in a folder that are absent or not what the code says."""
    return [name for name, made in PAGES.items() if _read(folder / name) != made()]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
