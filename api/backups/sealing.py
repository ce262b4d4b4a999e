"""Seals a backup for those who may restore it, in the age format, which other programs open as well.

Whoever writes backups needs the recipients alone: with them nothing can be opened.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

FOR_ITS_OWNER = 0o600


class BackupUnfit(Exception):
    """A backup cannot be written or read so; the message says why, and what to do."""


def new_identity() -> tuple[str, str]:
    """Draw what opens backups, and its recipient, which seals them."""
    identity = Identity.generate()
    return str(identity), str(identity.to_public())


def recipients_of(texts: Sequence[str]) -> list[Recipient]:
    """Read recipients. Raises: BackupUnfit where there is none, or one is no recipient."""
    if not texts:
        raise BackupUnfit(
            "Nobody could open this backup: name a recipient with --recipient or BACKUP_RECIPIENTS. "
            "`python -m api backup-key FILE` makes one."
        )
    try:
        return [Recipient.from_str(one) for one in texts]
    except pyrage.RecipientError:
        raise BackupUnfit("A recipient is not one of age: it begins with age1.") from None


def identities_in(path: Path) -> list[Identity]:
    """Read the identities of a file, a line each; lines that begin with # are remarks. Raises: BackupUnfit."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupUnfit(f"The key in {path} cannot be read: {error.__class__.__name__}.") from None
    try:
        found = [Identity.from_str(line.strip()) for line in lines if line.strip() and line[0] != "#"]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BackupUnfit(
            f"{path} holds no key that opens backups: a line that begins with AGE-SECRET-KEY-1."
        )
    return found


@contextlib.contextmanager
def sealed_into(path: Path, recipients: Sequence[Recipient]) -> Iterator[BinaryIO]:
    """Give what takes the plain bytes of a new file while the block runs; the file has its name only once it is whole.

    Raises: BackupUnfit where a file of that name is there, or it cannot be written.
    """
    if path.exists():
        raise BackupUnfit(f"{path} is there already; a backup never takes the place of another one.")
    aside = path.with_name(f".{path.name}.partial")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FOR_ITS_OWNER)
        with os.fdopen(descriptor, "wb") as target:

            def seal(plain: BinaryIO) -> None:
                pyrage.encrypt_io(plain, target, list(recipients))

            source, sink = _pipe()
            with _beside(seal, theirs=source, mine=sink):
                yield sink
            target.flush()
            os.fsync(target.fileno())
        aside.rename(path)
    except (OSError, pyrage.EncryptError) as error:
        raise BackupUnfit(f"{path} cannot be written: {error}.") from error
    finally:
        aside.unlink(missing_ok=True)


@contextlib.contextmanager
def opened_from(path: Path, identities: Sequence[Identity]) -> Iterator[BinaryIO]:
    """Give the plain bytes of a sealed file while the block runs, which has to read all of them.

    Raises: BackupUnfit where the file is not there, is none, was altered or cut short, or is sealed for others.
    """
    try:
        with path.open("rb") as sealed:

            def unseal(plain: BinaryIO) -> None:
                pyrage.decrypt_io(sealed, plain, list(identities))

            source, sink = _pipe()
            with _beside(unseal, theirs=sink, mine=source):
                yield source
                # The end of an archive comes before the end of its file, and the seal of the last piece after both.
                while source.read(1 << 20):
                    pass
    except pyrage.DecryptError as error:
        raise BackupUnfit(f"{path} cannot be opened with this key, or is no backup: {error}.") from error
    except OSError as error:
        raise BackupUnfit(f"{path} cannot be read whole: {error}.") from error


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    read_end, write_end = os.pipe()
    return os.fdopen(read_end, "rb"), os.fdopen(write_end, "wb")


@contextlib.contextmanager
def _beside(work: Callable[[BinaryIO], None], *, theirs: BinaryIO, mine: BinaryIO) -> Iterator[None]:
    """Have a thread work on one end of a pipe while the block works on the other. Raises what stopped the thread."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with theirs:
                try:
                    work(theirs)
                except BaseException as error:  # noqa: BLE001  # told to whoever has the other end
                    failed.append(error)
        except BrokenPipeError:
            return

    thread = Thread(target=run, name="backup-seal")
    thread.start()
    try:
        with mine:
            try:
                yield
            except Exception as error:
                # Noted before their end was closed, so it is there where the closing is what was met here.
                if failed:
                    raise failed[0] from error
                raise
    except BrokenPipeError:
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise failed[0]
