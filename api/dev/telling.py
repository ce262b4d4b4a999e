"""What a start tells as it goes: whole lines, at once, also where nobody sits at a terminal."""

import sys
from collections.abc import Callable

from rich.console import Console

TENTHS = 10


def say(console: Console, words: str) -> None:
    """Write a line, and let whoever reads a pipe have it now."""
    console.print(words, markup=False)
    sys.stdout.flush()


def in_lines(console: Console) -> Callable[[str, int, int], None]:
    """Return what tells how far long work is where no bar can be drawn: a line at each tenth, so that a log stays short."""
    told = -1

    def tell(words: str, done: int, total: int) -> None:
        nonlocal told
        if (tenth := TENTHS * done // max(total, 1)) > told:
            told = tenth
            say(console, f"{words}: {done} of {total}")

    return tell
