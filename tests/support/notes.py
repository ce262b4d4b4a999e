"""What tests note for the end of a run: told there once, whichever process of tests they ran in."""

from collections.abc import Mapping

NOTES: dict[str, dict[str, str]] = {}
"""Section → subject → what is told of it."""


def notes(section: str) -> dict[str, str]:
    """The notes of a section, to be added to."""
    return NOTES.setdefault(section, {})


def take_over(noted: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what another process of tests has noted."""
    for section, lines in noted.items():
        notes(section).update(lines)
