"""Signed links to files and exports: for five minutes, for one viewer in one session, sealed so that nobody reads or alters
them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from auth.errors import BadRequest, Unauthenticated
from documents.kernel.ids import global_id
from schema.cursors import Cursors

HOLDS_FOR = timedelta(minutes=5)
"""How long a link opens a file (contract, §1)."""

LINK = "link"
"""The parameter of the address that holds what is sealed."""


@dataclass(frozen=True)
class LinkedAddress:
    """Where links lead: the address, the type in its ids, and as what its links are sealed: none opens another address."""

    path: str
    type_name: str
    sealed_as: str


FILES = LinkedAddress("/files/", "File", "file link")
EXPORTS = LinkedAddress("/exports/", "Export", "export link")


@dataclass(frozen=True)
class FileLink:
    """Who may follow a link, to which file, and until when (naive UTC): what it opens is for their rights to say then."""

    file_id: str
    account_id: str
    session_id: str | None
    scope: frozenset[str] | None
    until: datetime


def address_of(cursors: Cursors, link: FileLink, to: LinkedAddress = FILES) -> str:
    """Return the address of a file, from the root of this server, with the sealed link."""
    scope = sorted(link.scope) if link.scope is not None else None
    named = [link.file_id, link.account_id, link.session_id, scope, link.until.isoformat()]
    sealed = cursors.seal(orjson.dumps(named).decode(), order=to.sealed_as)
    return f"{to.path}{global_id(to.type_name, link.file_id)}?{LINK}={sealed}"


def opened_link(cursors: Cursors, sealed: str, *, now: datetime, to: LinkedAddress = FILES) -> FileLink:
    """Return what a link says. Raises: Unauthenticated for one that is not ours, was altered, or whose time is over."""
    try:
        named = orjson.loads(cursors.open(sealed, order=to.sealed_as, path=LINK))
    except BadRequest as error:
        raise Unauthenticated from error
    file_id, account_id, session_id, scope, until = named
    found = FileLink(
        file_id,
        account_id,
        session_id,
        frozenset(scope) if scope is not None else None,
        datetime.fromisoformat(until),
    )
    if found.until <= now:
        raise Unauthenticated
    return found
