"""Global ids: opaque outside, a type's name and a document's id inside; one object has one spelling."""

import base64
from binascii import b2a_base64
from typing import Any

URL_SAFE = bytes.maketrans(b"+/", b"-_")


class MalformedId(ValueError):
    """A text that is no global id of ours."""


def global_id(type_name: str, record_id: str) -> str:
    """Return the global id of a document."""
    return b2a_base64(f"{type_name}:{record_id}".encode()).translate(URL_SAFE, b"=\n").decode()


def read_global_id(text: str) -> tuple[str, str]:
    """Return type name and document id of a global id. Raises: MalformedId, also for a second spelling of a valid one."""
    try:
        padded = text + "=" * (-len(text) % 4)
        type_name, _, record_id = base64.urlsafe_b64decode(padded).decode().partition(":")
    except ValueError as error:
        raise MalformedId(text) from error
    if not type_name or not record_id or global_id(type_name, record_id) != text:
        raise MalformedId(text)
    return type_name, record_id


def identify(row: dict[str, Any], type_name: str) -> dict[str, Any]:
    """Return the row with its type's name and its global id beside the stored id, so that schema types only read keys."""
    row["__type"] = type_name
    row["id"] = global_id(type_name, row["_id"])
    return row
