"""The demo with few of its cases, made once of the whole: the newest of those that stand alike, and those that others name.

The embedded server reads every case that matches before it gives a page of them. Who asks what there is, and not how much
of it, finds the same states, kinds, sectors and rarities here in an eighth of the rows.
"""

import contextlib
import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pymongo

from api.dev.embedded import running_store
from documents.kernel.store.connection import StoreSettings
from tests.support.prepared import apart, copy_rows, demo_copy, prepared_store
from tests.support.store import CACHE, LOG_FILE_MAX, temporary_store

Row = Mapping[str, Any]

NEWEST = 2
"""Cases that are kept of those that stand alike in one respect (`_respects`) and in one status."""

TOLD_OF = frozenset({"events", "notifications"})
"""Collections whose rows name an object: of cases and applicants only what those that are kept have."""

MANY = frozenset({"cases", "applicants"}) | TOLD_OF


@contextlib.contextmanager
def few_cases(name: str) -> Iterator[StoreSettings]:
    """Where a copy of the demo with few of its cases is for as long as the block runs, as `demo_copy`."""
    with demo_copy(name, prepared=few_cases_store()) as place:
        yield place


def few_cases_store() -> Path:
    """The storage directory of a stopped server that holds it; made now where the demo or this module changed."""
    whole = prepared_store()
    target = whole.parent / f"few-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]}"
    with apart():
        if not (target / "done").exists():
            shutil.rmtree(target, ignore_errors=True)
            with (
                temporary_store("whole", prepared=whole) as source,
                running_store(target / "store", sync=False, log_file_max=LOG_FILE_MAX, cache=CACHE) as fresh,
            ):
                places = StoreSettings(source.url), StoreSettings(fresh.url)
                copy_rows(*places, is_wanted=_kept(places[0]))
            (target / "done").touch()
    return target / "store"


def _kept(place: StoreSettings) -> Callable[[str, Row], bool]:
    """Whether a row of a collection stays."""
    with pymongo.MongoClient[dict[str, Any]](place.url) as client:
        database = client[place.database]
        cases = {row["_id"]: row for row in database["cases"].find({})}
        others = [name for name in database.list_collection_names() if name not in MANY]
        spoken_of = {one for name in others for row in database[name].find({}) for one in _texts(row)}
    kept = _newest(cases.values()) | (spoken_of & cases.keys())
    while more := {one for case in kept for one in _texts(cases[case])} & cases.keys() - kept:
        kept |= more
    stays = {"cases": kept, "applicants": {cases[one]["applicant_id"] for one in kept}}

    def is_wanted(name: str, row: Row) -> bool:
        about, row_id = (
            (row["object_collection"], row["object_id"]) if name in TOLD_OF else (name, row["_id"])
        )
        return about not in stays or row_id in stays[about]

    return is_wanted


def _newest(cases: Iterable[Row]) -> set[str]:
    found: set[str] = set()
    seen: Counter[Any] = Counter()
    for row in sorted(cases, key=lambda one: (one["received_at"], one["_id"]), reverse=True):
        for respect in _respects(row):
            seen[row["status"], respect] += 1
            if seen[row["status"], respect] <= NEWEST:
                found.add(row["_id"])
    return found


def _respects(row: Row) -> Iterator[tuple[str, Any]]:
    """In what a case may stand otherwise than others: what it is, where it came from and went, and what it has at all."""
    for name in ("kind", "sector_id", "channel_id"):
        yield name, row[name]
    yield "last response", row["responses"][-1]["status"] if row["responses"] else None
    for name, value in row.items():
        yield "has", name if value else None


def _texts(value: Any) -> Iterator[str]:
    """All texts in a row."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
