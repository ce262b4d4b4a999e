"""A few rows of each collection of the demo, as a release stored them before text had one form; kept small in a file.

`python -m tests.support.older_release` makes the file again from the prepared demo: after a change of what rows hold.
"""

import asyncio
import gzip
import re
import unicodedata
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pymongo
from bson import json_util

from documents.aggregates import RECORDS
from documents.applicants.document import Applicant
from documents.applicants.storing import opened
from documents.canonicalizing import FOLLOWING, KEPT, rewritten
from documents.kernel.store.connection import StoreSettings, open_store
from documents.privacy.sealing import sealed_values
from tests.support.keys import VAULT
from tests.support.prepared import demo_copy

FILE = Path(__file__).with_name("release-0.json.gz")
OF_EACH = 3
WHOLE = ("calendar_days", "channels", "deadline_policies", "settings")
"""Collections of which the file holds all rows: the deadlines of its cases follow from them."""

SINCE = {"cases": ("clocks", "overdue_twice_at", "overdue_thrice_at", "point")}
"""Collection → fields that were not stored yet."""

CYRILLIC = re.compile("[а-яё]{2}", re.IGNORECASE)
FOLLOWS = re.compile(r"^sort_|_redacted$|_id$")

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


def aged(text: str) -> str:
    """A text as people pasted it: letters taken apart, a soft hyphen, ends of lines of another system, a space too many."""
    apart = unicodedata.normalize("NFD", text)
    return f" {apart[0]}\u00ad{apart[1:]}\u200b ".replace("\n", "\r\n")


def older(collection: str, row: Row) -> Row:
    """A row as it was stored before: without what follows alone, and its texts in no form. What is told or signed stays."""
    if collection in KEPT or row.get("signed_at") is not None:
        return row
    if collection == Applicant.collection_name():
        odd = {name: aged(text) for name, text in opened(VAULT, row).items() if text}
        return {**row, **sealed_values(VAULT, Applicant, row["_id"], odd)}
    since = SINCE.get(collection, ())
    kept = {
        name: value for name, value in row.items() if not name.startswith(FOLLOWING) and name not in since
    }
    texts = {
        name: aged(value)
        for name, value in kept.items()
        if isinstance(value, str) and CYRILLIC.search(value) and not FOLLOWS.search(name)
    }
    return {**kept, **texts}


def stored_before() -> tuple[Rows, Rows]:
    """The rows of the file by collection: as they were stored then, and as they are to be now."""
    text = gzip.decompress(FILE.read_bytes()).decode()
    found = json_util.loads(text, json_options=json_util.JSONOptions(tz_aware=False))
    return found["before"], found["after"]


def _chosen(database: pymongo.database.Database[Row]) -> dict[str, list[Row]]:
    """A few rows of each kind that the next release leaves as they are; applicants are those of the chosen cases, and of
    these all events are there."""
    found: dict[str, list[Row]] = {}
    for record in RECORDS:
        rows = database[record.collection_name()].find({}).sort("_id", 1)
        fit = (row for row in rows if not rewritten(record, row)) if record is not Applicant else iter(())
        most = None if record.collection_name() in WHOLE else OF_EACH
        found[record.collection_name()] = list(islice(fit, most))
    applicants = list(database["applicants"].find({}).sort("_id", 1).limit(OF_EACH))
    found["applicants"] = applicants
    case_ids = [row["case_id"] for row in applicants]
    found["cases"] += list(database["cases"].find({"_id": {"$in": case_ids}}))
    told = {"object_collection": "cases", "object_id": {"$in": [row["_id"] for row in found["cases"]]}}
    found["events"] += list(database["events"].find(told))
    return {name: list({row["_id"]: row for row in rows}.values()) for name, rows in found.items() if rows}


async def _declare(settings: StoreSettings) -> None:
    """Let the document classes be known, which no row can be read into otherwise."""
    await (await open_store(settings, RECORDS)).close()


def _write() -> None:
    with demo_copy("older-release") as copy, pymongo.MongoClient[Row](copy.url) as client:
        asyncio.run(_declare(copy))
        after = _chosen(client[copy.database])
    before = {name: [older(name, row) for row in rows] for name, rows in after.items()}
    text = json_util.dumps({"before": before, "after": after}, ensure_ascii=False, sort_keys=True)
    FILE.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    _write()
