"""What the values of settings may be: what is wrong with one is said in words that follow the name of its variable."""

import ipaddress
import logging
import os
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import SecretStr
from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

from documents.privacy.contacts import is_email

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
ANY = "*"
ORIGIN = re.compile(r"https?://[^/\s?#]+")
HOST = re.compile(r"[^/\s]+")
FIELD_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
DATABASE = re.compile(r"[^/\\. \"$*<>:|?\x00]{1,63}")
SMTP_SERVER = re.compile(r"smtps?://([^\s:@/]+(:[^\s:@/]*)?@)?[A-Za-z0-9._-]+(:\d{1,5})?/?")
PUBLIC = re.compile(r"https?://[^\s#]+")
CLAMD = re.compile(r"tcp://[A-Za-z0-9._-]+(:\d{1,5})?")
OF_THE_SERVER = frozenset({"admin", "config", "local"})
SECRETS_OF_THE_TOKENS = "keys/*.pem"


def log_level(value: str) -> str:
    """Return a level of logs. Raises: ValueError."""
    if value.upper() not in logging.getLevelNamesMapping() or value.upper() not in LEVELS:
        raise ValueError(f"must be one of {', '.join(LEVELS)}")
    return value.upper()


def mongodb_url(value: str) -> str:
    """Return the address of a database. Raises: ValueError, which quotes nothing: the address holds a password."""
    try:
        # Those of `mongodb+srv` are looked up, so only their form is looked at here.
        if not value.startswith("mongodb+srv://"):
            parse_uri(value, warn=True)
    except (PyMongoError, ValueError):
        raise ValueError(
            "must be the address of a MongoDB, like mongodb://host:27017/pult?replicaSet=pult; special characters of "
            "a user or a password are percent-encoded"
        ) from None
    return value


def clamd_url(value: str | None) -> str | None:
    """Return the address of a virus scanner. Raises: ValueError."""
    if value is not None and not CLAMD.fullmatch(value):
        raise ValueError("must be the address of a clamd, like tcp://clamd:3310")
    return value


def smtp_url(value: SecretStr | None) -> SecretStr | None:
    """Return the address of a mail server, which may hold a password. Raises: ValueError, without it."""
    if value is not None and not SMTP_SERVER.fullmatch(value.get_secret_value()):
        raise ValueError("must be the address of a mail server, like smtp://name:password@host:587")
    return value


def mail_from(value: str) -> str:
    """Return the address that mail comes from. Raises: ValueError."""
    if not is_email(value) and not value.endswith("@localhost"):
        raise ValueError("must be an e-mail address")
    return value


def public_url(value: str) -> str:
    """Return the address where people open Pult. Raises: ValueError."""
    if not PUBLIC.fullmatch(value):
        raise ValueError("must be an http or https address without #, like https://pult.example.org/")
    return value


def database(value: str) -> str:
    """Return the name of a database. Raises: ValueError."""
    if not DATABASE.fullmatch(value) or len(value.encode()) > 63:
        raise ValueError(
            'must be at most 63 bytes long, without spaces and without any of / \\ . " $ * < > : | ?'
        )
    if value in OF_THE_SERVER:
        raise ValueError(f"must not be {value}, which is the server's own")
    return value


def var_dir(value: Path) -> Path:
    """Return a directory that there is, or that can be made. Raises: ValueError."""
    try:
        there = next(path for path in (value, *value.absolute().parents) if path.exists())
    except OSError as error:
        raise ValueError(
            f"must be a directory that can be looked into, but {value} cannot: {error.strerror}"
        ) from error
    if not there.is_dir():
        raise ValueError(f"must be a directory, but {there} is a file")
    # Where the keys of tokens stand already, as several processes share them, nothing has to be written.
    if not os.access(there, os.W_OK | os.X_OK) and not any(value.glob(SECRETS_OF_THE_TOKENS)):
        raise ValueError(f"must be a directory that can be written to, but {there} cannot")
    return value


def networks(value: Iterable[str]) -> tuple[str, ...]:
    """Return addresses and networks. Raises: ValueError."""
    return tuple(_network(one) for one in value)


def proxies(value: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses of proxies; `*` is all there are. Raises: ValueError."""
    return tuple(one if one == ANY else _network(one) for one in value)


def hosts(value: Iterable[str]) -> tuple[str, ...]:
    """Return names of hosts. Raises: ValueError."""
    return _of_form(value, HOST, "must name hosts without http:// and without a path")


def origins(value: Iterable[str]) -> tuple[str, ...]:
    """Return the origins of pages; `*` is all there are. Raises: ValueError."""
    return _of_form(value, ORIGIN, "must name origins like https://pages.example.ru, without a path")


def field_names(value: Iterable[str]) -> tuple[str, ...]:
    """Return names of header fields. Raises: ValueError."""
    return _of_form(value, FIELD_NAME, "must name header fields like X-Trace-Id")


def _of_form(value: Iterable[str], form: re.Pattern[str], words: str) -> tuple[str, ...]:
    for one in value:
        if one != ANY and not form.fullmatch(one):
            raise ValueError(f"{words}, but has «{one}»")
    return tuple(value)


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise ValueError(f"must name addresses or networks like 10.0.0.0/8, but has «{text}»") from None
    return text
