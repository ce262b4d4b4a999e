"""Commands in the server's own words, and what its replies say: the driver's helpers cost more than many answers do."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError, WriteError

Row = dict[str, Any]
Words = dict[str, Any]

LARGEST_BATCH = 10_000
"""Rows in one answer where all are asked for; the server ends an answer earlier when it grows too large."""

DUPLICATES = frozenset({11000, 11001, 12582})
"""Codes with which a server refuses a row whose unique key is taken."""


def find(
    collection: str,
    where: Mapping[str, Any],
    *,
    keys: Collection[str] | None = None,
    sort: Mapping[str, int] | None = None,
    at_most: int = 0,
) -> Words:
    """Return rows that match, with these keys (None: all); `at_most` 0 is all of them."""
    words: Words = {"find": collection, "filter": where}
    if keys is not None:
        words["projection"] = dict.fromkeys(keys, 1)
    if sort is not None:
        words["sort"] = sort
    if at_most:
        words["limit"] = at_most
    # One answer holds them all: nothing is left to be fetched, and no cursor to be closed.
    words["batchSize"] = at_most or LARGEST_BATCH
    return words


def aggregate(collection: str, stages: Sequence[Mapping[str, Any]]) -> Words:
    """Return what an aggregation gives."""
    return {"aggregate": collection, "pipeline": stages, "cursor": {"batchSize": LARGEST_BATCH}}


def count(collection: str, where: Mapping[str, Any], *, at_most: int) -> Words:
    """Return how many rows match, counted up to a bound."""
    return aggregate(
        collection, [{"$match": where}, {"$limit": at_most}, {"$group": {"_id": 1, "count": {"$sum": 1}}}]
    )


def kill_cursor(collection: str, cursor_id: int) -> Words:
    """Let go of a cursor that nobody will read on."""
    return {"killCursors": collection, "cursors": [cursor_id]}


def insert(collection: str, rows: Sequence[Row]) -> Words:
    """Store new rows."""
    return {"insert": collection, "documents": rows}


def update(
    collection: str,
    where: Mapping[str, Any],
    change: Mapping[str, Any],
    *,
    upsert: bool = False,
    many: bool = False,
) -> Words:
    """Change or replace one row, or change all that match."""
    return {"update": collection, "updates": [{"q": where, "u": change, "upsert": upsert, "multi": many}]}


def updates(
    collection: str, pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], *, upsert: bool = False
) -> Words:
    """Change one row for each pair of a condition and its change, in their order and in one command."""
    return {
        "update": collection,
        "updates": [{"q": where, "u": change, "upsert": upsert} for where, change in pairs],
    }


def raising(collection: str, row_id: str, key: str, by: int) -> Words:
    """Raise a key of a row, and tell the row as it is then."""
    where, change = {"_id": row_id}, {"$inc": {key: by}}
    return {"findAndModify": collection, "query": where, "update": change, "upsert": True, "new": True}


def matched(reply: Mapping[str, Any]) -> int:
    """Return how many rows a write met. Raises: DuplicateKeyError, WriteError where the server refused a row."""
    refused = reply.get("writeErrors")
    if refused:
        first = refused[0]
        error = DuplicateKeyError if first["code"] in DUPLICATES else WriteError
        raise error(first["errmsg"], first["code"], first)
    return int(reply["n"])
