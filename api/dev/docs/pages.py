"""All generated pages: their names under docs/, what they should say, and which of them say something else."""

from collections.abc import Callable, Mapping
from pathlib import Path

from api.dev.docs import errors, events, metrics, notifications, operations, sdl_changes, states, traceability
from auth.policy import matrix as table

PAGES: Mapping[str, Callable[[], str]] = {
    "permissions.md": table.to_markdown,
    "events.md": events.to_markdown,
    "states.md": states.to_markdown,
    "operations.md": operations.to_markdown,
    "traceability.md": traceability.to_markdown,
    "notifications.md": notifications.to_markdown,
    "errors.md": errors.to_markdown,
    "metrics.md": metrics.to_markdown,
    "sdl-changes.md": sdl_changes.to_markdown,
}


def write(folder: Path) -> list[str]:
    """Write the pages that differ; it answers their names, none when all stood."""
    found = _differing(folder)
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8")
    return list(found)


def stale(folder: Path) -> list[str]:
    """Return the names of the pages in a folder that are absent or not what the code says."""
    return list(_differing(folder))


def _differing(folder: Path) -> dict[str, str]:
    """What those pages should say, by name."""
    made = {name: page() for name, page in PAGES.items()}
    return {name: text for name, text in made.items() if _read(folder / name) != text}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
