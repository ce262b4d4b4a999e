"""Compares what a page of changes announces with what did change."""

import re
from collections.abc import Sequence

from auth.policy.export import PolicyData, changes

NAME = re.compile(r"[_A-Za-z]\w*(?:\.\w+)*")
PLAIN_WORDS = frozenset(
    {"Enum", "Field", "Input", "An", "A", "The", "Argument", "Standard", "Required", "Optional"}
)


def unannounced(before: PolicyData, after: PolicyData, announcement: str) -> list[str]:
    """Tell what is wrong with the announcement of a policy's changes."""
    return differing([str(one) for one in changes(before, after)], announcement)


def differing(told: Sequence[str], announcement: str) -> list[str]:
    """Tell what is wrong with an announcement: a change that no line of it names, and a line that names none. A line is
    `- ` and the change, then perhaps a reason after `: ` or ` — `."""
    lines = [line[2:].strip() for line in announcement.splitlines() if line.startswith("- ")]
    missing = [f"not announced: {one}" for one in told if not any(_names(line, one) for line in lines)]
    stale = [f"announced, yet not so: {line}" for line in lines if not any(_names(line, one) for one in told)]
    return missing + stale


def named_in(change: str) -> str:
    """Return what a change of the SDL is about, as the changelog spells it: `Type.field`, or a type alone."""
    names: list[str] = [one for one in NAME.findall(change) if one not in PLAIN_WORDS]
    return next((one for one in names if "." in one), names[0])


def _names(line: str, change: str) -> bool:
    return line == change or line.startswith((f"{change} — ", f"{change}: "))
