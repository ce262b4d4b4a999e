"""How a command ends where its settings, keys or database do not let it work: in a sentence, and with one exit code."""

import contextlib
import sys
from collections.abc import Iterator

import typer
from pymongo.errors import PyMongoError

from api.cli.settings import EXIT_UNFIT
from api.dev.embedded import StoreUnavailable
from api.keyring import KeysUnsafe
from documents.kernel.store.connection import StoreUnsuitable


@contextlib.contextmanager
def ended_in_words(*also: type[Exception], gone: str = "Run this again.") -> Iterator[None]:
    """End the process with exit code 2 and what is told, where the block cannot work.

    By its keys, its database, or one of the errors `also`; `gone` says what to do where the database went away.
    """
    unfit: tuple[type[Exception], ...] = (KeysUnsafe, StoreUnavailable, StoreUnsuitable, *also)
    try:
        yield
    except unfit as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(EXIT_UNFIT) from error
    except PyMongoError as error:
        sys.stderr.write(f"The database stopped responding. {gone}\n")
        raise typer.Exit(EXIT_UNFIT) from error
