"""When garbage is looked for: not while much is made that stays until the end, and seldom, as there is much of that."""

import contextlib
import gc
from collections.abc import Iterator

SELDOM = (20_000, 20, 20)
"""New objects, and rounds of the younger, between two looks: by default 700, 10 and 10, for programs of less memory."""


@contextlib.contextmanager
def kept_for_good() -> Iterator[None]:
    """Look for no garbage while the block runs, and never among what it leaves: looked through again and again while it
    grows, that costs several times what making it does."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def count_frozen() -> None:
    """Count once what is kept for good: each server asks whether there is any, and counting takes longer than all else that
    one does as it starts in a process that has it."""
    frozen = gc.get_freeze_count()
    gc.get_freeze_count = lambda: frozen
