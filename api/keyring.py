"""Key material of an installation, made once under `var/`: keys of access tokens, of personal data, and of cursors."""

import hashlib
import os
import secrets
import stat
from pathlib import Path

from api.settings import Settings
from auth.crypto.sealing import Vault
from auth.crypto.tokens import KeyRing, new_key_pem

AUDIENCE = "pult"
KEY_DIRECTORY = "keys"
FIRST_KEY = "access-1.pem"
PERSONAL_KEYS, FIRST_PERSONAL_KEY, SEARCH_KEY = "personal-*.key", "personal-1.key", "search.key"
SECRET_FILE = "secret"  # noqa: S105  # the name of a file
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeysUnsafe(RuntimeError):
    """A file with key material can be read by others, or cannot be made."""


def load_key_ring(settings: Settings) -> KeyRing:
    """Read the keys of access tokens, and make the first one where there is none.

    To change the key, add `access-2.pem`: the last by name signs, the others still verify. Raises: KeysUnsafe.
    """
    directory = settings.var_dir / KEY_DIRECTORY
    _make_directory(directory)
    if not any(directory.glob("*.pem")):
        _create(directory / FIRST_KEY, new_key_pem())
    files = sorted(directory.glob("*.pem"), key=_by_number, reverse=True)
    return KeyRing([_read(path) for path in files], issuer=settings.issuer, audience=AUDIENCE)


def cursor_key(settings: Settings) -> bytes:
    """Return the 32 bytes that seal cursors; in development from a secret drawn once."""
    if settings.secret is not None:
        secret = settings.secret.get_secret_value()
    else:
        path = settings.var_dir / SECRET_FILE
        if not path.exists():
            _make_directory(settings.var_dir)
            _create(path, secrets.token_urlsafe(32))
        secret = _read(path)
    return hashlib.sha256(b"pult cursors\n" + secret.encode()).digest()


def load_vault(settings: Settings) -> Vault:
    """Return the keys of personal data: those of the settings, else the files under `keys/`, which
    are made where there are none. A new key is a file `personal-2.key`: the last by number seals, the others open.

    Raises: KeysUnsafe for a file that others can read or a secret that is unfit.
    """
    try:
        vault = settings.vault()
    except ValueError as error:
        raise KeysUnsafe(str(error)) from None
    if vault is not None:
        return vault
    directory = settings.var_dir / KEY_DIRECTORY
    _make_directory(directory)
    for name, pattern in ((FIRST_PERSONAL_KEY, PERSONAL_KEYS), (SEARCH_KEY, SEARCH_KEY)):
        if not any(directory.glob(pattern)):
            _create(directory / name, secrets.token_urlsafe(32))
    files = sorted(directory.glob(PERSONAL_KEYS), key=_by_number)
    named = {path.stem.removeprefix("personal-"): _read(path).strip() for path in files}
    try:
        return Vault(named, search_secret=_read(directory / SEARCH_KEY).strip())
    except ValueError as error:
        raise KeysUnsafe(f"{directory}: {error}") from None


def known_vault(settings: Settings) -> Vault | None:
    """Return the keys of personal data where there are any; none are made. Raises: KeysUnsafe."""
    directory = settings.var_dir / KEY_DIRECTORY
    has_files = any(directory.glob(PERSONAL_KEYS)) and (directory / SEARCH_KEY).exists()
    return load_vault(settings) if has_files or settings.personal_keys is not None else None


def _by_number(path: Path) -> tuple[int, str]:
    digits = "".join(letter for letter in path.stem if letter.isdecimal())
    return int(digits or "0"), path.name


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KeysUnsafe(
            f"VAR_DIR must be a directory that can be written to, but {path} cannot be made: {error.strerror}."
        ) from error


def _create(path: Path, text: str) -> None:
    # Written aside and linked: of two processes that start at once one wins, and no one reads half a file.
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()


def _read(path: Path) -> str:
    if path.stat().st_mode & OTHERS:
        raise KeysUnsafe(
            f"{path} can be read by others: chmod 600 it, and replace it if others may have seen it"
        )
    return path.read_text(encoding="ascii")
