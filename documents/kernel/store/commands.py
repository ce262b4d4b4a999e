"""Commands in the server's own words, and what its replies say: the driver's helpers cost more than many answers do."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.errors import DuplicateKeyError, OperationFailure, WriteError

Row = dict[str, Any]
Words = dict[str, Any]

LARGEST_BATCH = 10_000
"""Rows in one answer where all are asked for; the server ends an answer earlier when it grows too large."""

DUPLICATES = frozenset({11000, 11001, 12582})
"""Codes with which a server refuses a row whose unique key is taken."""

SEVERAL = "bulkWrite"
"""The command of several collections; it is sent to the database that administers the others."""

CONFLICT = 112
"""The code with which a server says that another transaction was there first."""

PASSING = "TransientTransactionError"
"""The driver's label of an error after which the transaction may be run again."""

MOST_BYTES = 12 * 1024 * 1024
"""Of writes in one command; a server takes 16 MiB, and each of them may be as large as that."""


@dataclass(frozen=True, slots=True)
class Write:
    """One of several writes that are sent together: a new row, or (with a condition) a change or replacement of one row."""

    collection: str
    row: Mapping[str, Any]
    where: Mapping[str, Any] | None = None
    upsert: bool = False


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


def raising(collection: str, row_id: str, key: str, by: int) -> Words:
    """Raise a key of a row, and tell the row as it is then."""
    where, change = {"_id": row_id}, {"$inc": {key: by}}
    return {"findAndModify": collection, "query": where, "update": change, "upsert": True, "new": True}


def together(database: str, writes: Sequence[Write], options: CodecOptions[Any]) -> Iterator[Words]:
    """Give the commands that do writes of several collections in their order; one, unless they are large."""
    places = {one: number for number, one in enumerate(dict.fromkeys(one.collection for one in writes))}
    words: Words = {"nsInfo": [{"ns": f"{database}.{name}"} for name in places], "errorsOnly": True}
    portion: list[RawBSONDocument] = []
    size = 0
    for one in writes:
        encoded = bson.encode(_words_of(one, places[one.collection]), codec_options=options)
        if portion and size + len(encoded) > MOST_BYTES:
            yield {SEVERAL: 1, "ops": portion, **words}
            portion, size = [], 0
        portion.append(RawBSONDocument(encoded))
        size += len(encoded)
    if portion:
        yield {SEVERAL: 1, "ops": portion, **words}


def _words_of(write: Write, place: int) -> Words:
    if write.where is None:
        return {"insert": place, "document": write.row}
    return {"update": place, "filter": write.where, "updateMods": write.row, "upsert": write.upsert}


def met(reply: Mapping[str, Any]) -> int:
    """Return how many rows writes that were sent together have met or made, new ones aside. Raises: DuplicateKeyError,
    WriteError where the server refused one of them; OperationFailure where another transaction was there first."""
    for one in reply["cursor"]["firstBatch"]:
        if one["code"] == CONFLICT:
            # The embedded server tells it of the row, others of the whole command, with this label.
            raise OperationFailure(one["errmsg"], CONFLICT, {**one, "errorLabels": [PASSING]})
        raise _refusal(one)
    return int(reply["nMatched"] + reply["nUpserted"])


def matched(reply: Mapping[str, Any]) -> int:
    """Return how many rows a write met. Raises: DuplicateKeyError, WriteError where the server refused a row."""
    refused = reply.get("writeErrors")
    if refused:
        raise _refusal(refused[0])
    return int(reply["n"])


def _refusal(told: Mapping[str, Any]) -> WriteError:
    error = DuplicateKeyError if told["code"] in DUPLICATES else WriteError
    return error(told["errmsg"], told["code"], told)
