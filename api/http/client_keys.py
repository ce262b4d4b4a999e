"""Whose key for Open311 a request presents: in the parameter `api_key`, in a header, or as the password of `Basic`."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from api.http.authentication import Authentication, Caller, request_id_of
from api.http.negotiation import locale_of
from auth.crypto.tokens import refresh_digest
from auth.errors import Unauthenticated
from documents.accounts.clients import key_holds
from documents.accounts.hashes import note_use
from documents.accounts.reading import account_by_key
from documents.kernel.read.reference import Versions
from documents.kernel.store.connection import Store

PARAMETER, HEADER = "api_key", "x-api-key"
KEY = re.compile("[0-9a-f]{64}")


class ClientKeys:
    """Tells who asks by a key, or by an access token, as everywhere."""

    def __init__(self, store: Store, authentication: Authentication, *, refuses_demo: bool) -> None:
        self._store = store
        self._authentication = authentication
        self._refuses_demo = refuses_demo

    async def caller(self, request: Request, given: Mapping[str, str]) -> Caller:
        """Return who asks. Raises: Unauthenticated for nobody, for a key that does not hold, and for two keys at once."""
        found = {
            key for key in (given.get(PARAMETER), *request.headers.getlist(HEADER), *_basic(request)) if key
        }
        if not found:
            return await self._authentication.caller(request)
        # A key that looks like none is not looked for; of two that differ nobody knows which is meant.
        if len(found) != 1 or not KEY.fullmatch(key := found.pop()):
            raise Unauthenticated
        host = request.client.host if request.client else ""
        known = await self._authentication.known(
            (), locale=locale_of(request), request_id=request_id_of(request), host=host
        )
        digest = refresh_digest(key)
        account_id = await self.holder(digest, known.now)
        await note_use(self._store, account_id, known.now.date().isoformat())
        return KeyCaller(
            account_id, None, known.locale, known.request_id, known.now, host, keys=self, digest=digest
        )

    async def holder(self, digest: str, now: datetime) -> str:
        """Return the account of the client that a key belongs to. Raises: Unauthenticated where it does not hold."""
        account = await account_by_key(self._store, digest)
        if account is None or not account["is_active"] or not key_holds(account, digest, now):
            raise Unauthenticated
        # Contract §6: production refuses demo accounts, whose keys stand in a file.
        if account["is_demo"] and self._refuses_demo:
            raise Unauthenticated
        return str(account["_id"])


@dataclass(frozen=True, kw_only=True)
class KeyCaller(Caller):
    """A caller with a key in the place of a session."""

    keys: ClientKeys
    digest: str

    async def confirm(self, versions: Versions) -> None:  # noqa: ARG002  # a key is looked at every time
        """Look whether the key still holds for a write. Raises: Unauthenticated."""
        await self.keys.holder(self.digest, self.now)


def _basic(request: Request) -> list[str]:
    """The password of `Authorization: Basic`, whatever stands before it: libraries take it out of an address."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() != "basic":
        return []
    try:
        return [base64.b64decode(encoded.strip(), validate=True).decode("ascii").partition(":")[2] or "-"]
    except (binascii.Error, ValueError) as error:
        raise Unauthenticated from error
